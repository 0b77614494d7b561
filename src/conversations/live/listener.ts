import type { Writable } from 'node:stream';
import type { News } from './watcher.service.js';

/** What may wait for a slow reader: some hundred conversations. */
const MOST_WAITING = 512 * 1024;

/** One screen that follows conversations. */
export class Listener {
  constructor(
    private readonly stream: Pick<Writable, 'write' | 'end' | 'destroy' | 'writableLength'>,
    /** May read the words of people. */
    private readonly withWords: boolean,
    readonly since: number,
  ) {}

  /** The first words: how soon to come back after a break, and where it would go on. */
  greet(position: number): void {
    this.write(`retry: 2000\nid: ${position}\nevent: ready\ndata: {}\n\n`);
  }

  tell(news: readonly News[], position: number): void {
    for (const each of news)
      this.write(`id: ${position}\nevent: ${each.name}\ndata: ${each.data(this.withWords)}\n\n`);
  }

  /** Too much has happened since it was here last: everything is to be read anew. */
  reset(position: number): void {
    this.write(`id: ${position}\nevent: reset\ndata: {}\n\n`);
  }

  /** Keeps the line open and moves the place where it would go on; screens take no notice of it. */
  beat(position: number): void {
    this.write(`id: ${position}\n\n`);
  }

  end(): void {
    this.stream.end();
  }

  /** Whoever does not read is let go, and comes back with the place where it was. */
  private write(text: string): void {
    if (this.stream.writableLength > MOST_WAITING) this.stream.destroy();
    else this.stream.write(text);
  }
}
