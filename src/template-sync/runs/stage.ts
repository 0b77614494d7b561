import { createReadStream } from 'node:fs';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What may wait in memory, in characters; beyond it everything goes to a file. */
const IN_MEMORY = 8_000_000;
/** What is read back at once: so many, or so many characters. */
const BATCH = 500;
const BATCH_SIZE = 4_000_000;

/**
 * Values that wait until it is known whether they are wanted, in bounded memory: few in memory, many in a temporary file. They can be
 * read as often as needed.
 */
export class Stage<T> {
  private lines: string[] = [];
  private size = 0;
  private folder: string | null = null;

  constructor(
    private readonly inMemory = IN_MEMORY,
    private readonly home = tmpdir(),
  ) {}

  async add(values: readonly T[]): Promise<void> {
    for (const value of values) {
      const line = JSON.stringify(value);
      this.lines.push(line);
      this.size += line.length;
    }
    if (this.size > this.inMemory) await this.spill();
  }

  /** All values in the order in which they came, in batches. */
  async *batches(): AsyncGenerator<T[]> {
    let batch: T[] = [];
    let size = 0;
    for await (const line of this.all()) {
      batch.push(JSON.parse(line) as T);
      size += line.length;
      if (batch.length < BATCH && size < BATCH_SIZE) continue;
      yield batch;
      batch = [];
      size = 0;
    }
    if (batch.length > 0) yield batch;
  }

  async discard(): Promise<void> {
    this.lines = [];
    if (this.folder !== null) await rm(this.folder, { recursive: true, force: true });
  }

  private async *all(): AsyncGenerator<string> {
    if (this.folder === null) {
      yield* this.lines;
      return;
    }
    await this.spill();
    let rest = '';
    for await (const piece of createReadStream(fileIn(this.folder), 'utf8')) {
      const lines = (rest + String(piece)).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  }

  private async spill(): Promise<void> {
    if (this.lines.length === 0) return;
    this.folder ??= await mkdtemp(join(this.home, 'relais-templates-'));
    const text = `${this.lines.join('\n')}\n`;
    this.lines = [];
    this.size = 0;
    await appendFile(fileIn(this.folder), text, { mode: 0o600 });
  }
}

function fileIn(folder: string): string {
  return join(folder, 'changes.jsonl');
}
