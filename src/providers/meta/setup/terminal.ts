import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import { WrongUse } from '../../../platform/cli/commands.js';

/** Questions and answers, line by line. What is secret is not shown while it is typed. */
export class Terminal {
  private readonly lines: string[] = [];
  private readonly reader: Interface;
  private waiting: ((line: string | null) => void) | null = null;
  private hidden = false;
  private ended = false;

  constructor(
    input: NodeJS.ReadableStream & { isTTY?: boolean },
    private readonly output: NodeJS.WritableStream,
  ) {
    const terminal = input.isTTY === true;
    this.reader = createInterface({ input, output: this.veiled(), terminal, historySize: 0 });
    this.reader.on('line', (line) => this.take(line));
    this.reader.on('close', () => this.end());
    // On a terminal Ctrl-C reaches the reader and not the process.
    this.reader.on('SIGINT', () => this.reader.close());
  }

  say(text: string): void {
    this.output.write(`${text}\n`);
  }

  /** The answer without spaces around it; throws when there will be none. */
  async ask(question: string, secret = false): Promise<string> {
    this.output.write(`${question} `);
    this.hidden = secret;
    const line = await this.next();
    if (secret) this.output.write('\n');
    this.hidden = false;
    if (line === null) throw new WrongUse('La saisie s’est terminée avant la fin : rien n’a été écrit.');
    return line.trim();
  }

  close(): void {
    this.reader.close();
  }

  private next(): Promise<string | null> {
    const line = this.lines.shift();
    if (line !== undefined) return Promise.resolve(line);
    if (this.ended) return Promise.resolve(null);
    return new Promise((resolve) => (this.waiting = resolve));
  }

  /** Whole pasted blocks and piped answers come faster than the questions. */
  private take(line: string): void {
    const { waiting } = this;
    this.waiting = null;
    if (waiting) waiting(line);
    else this.lines.push(line);
  }

  private end(): void {
    this.ended = true;
    this.waiting?.(null);
  }

  private veiled(): Writable {
    return new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        if (!this.hidden) this.output.write(chunk);
        done();
      },
    });
  }
}
