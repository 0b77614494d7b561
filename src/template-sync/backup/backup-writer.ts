import { createHash } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { messageOf } from '../../kernel/error.js';
import { BackupFileUnusable } from './backup.errors.js';
import { type Counts, FORMAT, noCounts, type Section, SECTIONS, VERSION } from './format.js';

/** Where the records of each list come from. */
export type Records = Record<Section, () => AsyncIterable<object>>;

const FULL = 256 * 1024;

/** Writes a backup beside its place and moves it there when it is whole; gives the number of records. */
export async function writeBackup(path: string, at: Date, records: Records): Promise<Counts> {
  const draft = `${path}.${process.pid}.part`;
  const file = await reached(path, () => open(draft, 'w', 0o600));
  try {
    const counts = await filled(file, at, records);
    await reached(path, () => rename(draft, path));
    return counts;
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function filled(file: FileHandle, at: Date, records: Records): Promise<Counts> {
  try {
    return await new Sheet(file).write(at, records);
  } finally {
    await file.close();
  }
}

async function reached<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new BackupFileUnusable(path, messageOf(error));
  }
}

/** The file as it grows: valid JSON as a whole, one record on each line. */
class Sheet {
  private readonly hash = createHash('sha256');
  private readonly counts = noCounts();
  private waiting = '';

  constructor(private readonly file: FileHandle) {}

  async write(at: Date, records: Records): Promise<Counts> {
    const head = JSON.stringify({ format: FORMAT, version: VERSION, createdAt: at.toISOString() });
    await this.line(`${head.slice(0, -1)},`);
    for (const section of SECTIONS) await this.section(section, records[section]());
    await this.line(`"counts":${JSON.stringify(this.counts)},`);
    await this.flush();
    await this.file.write(`"checksum":"sha256:${this.hash.digest('hex')}"}\n`);
    await this.file.sync();
    return this.counts;
  }

  private async section(section: Section, records: AsyncIterable<object>): Promise<void> {
    await this.line(`"${section}":[`);
    let last: string | null = null;
    for await (const record of records) {
      if (last !== null) await this.line(`${last},`);
      last = JSON.stringify(record);
      this.counts[section] += 1;
    }
    if (last !== null) await this.line(last);
    await this.line('],');
  }

  private async line(text: string): Promise<void> {
    this.waiting += `${text}\n`;
    if (this.waiting.length >= FULL) await this.flush();
  }

  private async flush(): Promise<void> {
    const bytes = Buffer.from(this.waiting);
    this.waiting = '';
    this.hash.update(bytes);
    await this.file.write(bytes);
  }
}
