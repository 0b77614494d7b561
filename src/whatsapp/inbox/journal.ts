import { createReadStream, type Stats } from 'node:fs';
import { access, constants, mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const OPEN = '.journal';
const TAKEN = '.taken';

/**
 * A list on disk for the time when the database is away: appended and flushed to the platter before anybody is told, read back in
 * order. One JSON value a line; a last line that was cut by a crash was never acknowledged and is dropped. Several processes may
 * share the folder: a reader renames a file before it reads, and a writer that finds its file renamed writes once more, elsewhere.
 */
export class Journal<T> {
  private file: FileHandle | null = null;
  private path = '';
  private sequence = 0;

  constructor(private readonly folder: string) {}

  /** Makes the folder and proves that it can be written. */
  async prepare(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await access(this.folder, constants.W_OK | constants.X_OK);
    const probe = join(this.folder, '.probe');
    const handle = await open(probe, 'w');
    await handle.sync();
    await handle.close();
    await rm(probe);
  }

  /** Resolves once the items are on the platter. Calls must not overlap. */
  async append(items: readonly T[]): Promise<void> {
    const text = `${items.map((item) => JSON.stringify(item)).join('\n')}\n`;
    while (!(await this.write(text))) await this.abandon();
  }

  /** Ends the file in hand, so that it can be read; what is appended next goes to another. */
  async close(): Promise<void> {
    const file = this.file;
    this.file = null;
    this.path = '';
    await file?.close();
  }

  /** Files in the order in which they were begun; those in hand included. */
  async files(): Promise<string[]> {
    const names = (await readdir(this.folder)).filter((name) => name.endsWith(OPEN) || name.endsWith(TAKEN));
    return names.toSorted().map((name) => join(this.folder, name));
  }

  async size(): Promise<number> {
    const sizes = await Promise.all((await this.files()).map(sizeOf));
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  /** Takes a file out of the hands of whoever writes it; gives its new path, `null` when somebody else was quicker. */
  async take(path: string): Promise<string | null> {
    if (path.endsWith(TAKEN)) return path;
    try {
      await rename(path, `${path}${TAKEN}`);
      return `${path}${TAKEN}`;
    } catch (error) {
      if (isGone(error)) return null;
      throw error;
    }
  }

  /** The items of a file that was taken, in portions. */
  async *read(path: string, portion: number): AsyncGenerator<T[]> {
    let items: T[] = [];
    const lines = createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity });
    for await (const line of lines) {
      const item = parse<T>(line);
      if (item !== undefined) items.push(item);
      if (items.length < portion) continue;
      yield items;
      items = [];
    }
    if (items.length > 0) yield items;
  }

  async remove(path: string): Promise<void> {
    await rm(path, { force: true });
  }

  /** Resolves `false` when the file was taken meanwhile, so that nobody knows whether its reader has seen the text. */
  private async write(text: string): Promise<boolean> {
    const file = this.file ?? (await this.begin());
    const { size, ino } = await file.stat();
    try {
      await file.appendFile(text);
      await file.datasync();
    } catch (error) {
      // Half a line must not swallow the next one.
      await file.truncate(size).catch(() => this.abandon());
      throw error;
    }
    return (await found(this.path))?.ino === ino;
  }

  private async begin(): Promise<FileHandle> {
    this.sequence += 1;
    const stamp = `${Date.now().toString().padStart(15, '0')}-${String(process.pid)}-${String(this.sequence).padStart(6, '0')}`;
    this.path = join(this.folder, `${stamp}${OPEN}`);
    this.file = await open(this.path, 'a', 0o600);
    // The name in the folder has to survive a power cut as well.
    const folder = await open(this.folder, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
    return this.file;
  }

  private async abandon(): Promise<void> {
    await this.close().catch(() => undefined);
  }
}

/** A file may be taken or removed by another process at any moment. */
async function found(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

async function sizeOf(path: string): Promise<number> {
  return (await found(path))?.size ?? 0;
}

function isGone(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

function parse<T>(line: string): T | undefined {
  if (line === '') return undefined;
  try {
    return JSON.parse(line) as T;
  } catch {
    return undefined;
  }
}
