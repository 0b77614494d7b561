import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import {
  access,
  constants,
  type FileHandle,
  mkdir,
  open,
  readdir,
  rename,
  rm,
  rmdir,
  stat,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { checkKey, FileStorage, type StoredFile } from './storage.js';

/** What is being written; no key has a dot in it. */
const PARTS = '.parts';
const OWNER_ONLY = { file: 0o600, folder: 0o700 };
const READ_AHEAD = 256 * 1024;

/** Files in a folder of this machine, or of a disk that several share. */
export class FolderStorage extends FileStorage {
  constructor(private readonly root: string) {
    super();
  }

  async put(key: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const path = this.path(key);
    const part = join(this.root, PARTS, randomUUID());
    await mkdir(dirname(part), { recursive: true, mode: OWNER_ONLY.folder });
    try {
      // Flushed before it gets its name: after a power cut a name leads to a whole file or to none.
      await pipeline(bytes, createWriteStream(part, { flags: 'wx', mode: OWNER_ONLY.file, flush: true }));
      await this.name(part, path);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
  }

  async get(key: string): Promise<Readable | null> {
    const file = await whereThere(open(this.path(key), 'r'));
    return file?.createReadStream({ highWaterMark: READ_AHEAD }) ?? null;
  }

  async remove(key: string): Promise<void> {
    const path = this.path(key);
    await rm(path, { force: true });
    // A folder of a day goes with its last file; a full one stays.
    await rmdir(dirname(path)).catch(() => undefined);
  }

  async list(prefix: string, after: string | null, limit: number): Promise<StoredFile[]> {
    const found: StoredFile[] = [];
    for await (const key of this.keysBelow(prefix.replace(/\/$/, ''), after ?? '')) {
      const facts = await whereThere(stat(this.path(key)));
      if (facts !== null) found.push({ key, storedAt: facts.mtime });
      if (found.length === limit) break;
    }
    return found;
  }

  async tidy(before: Date): Promise<void> {
    const folder = join(this.root, PARTS);
    for (const name of (await whereThere(readdir(folder))) ?? []) {
      const facts = await whereThere(stat(join(folder, name)));
      if (facts !== null && facts.mtime < before) await rm(join(folder, name), { force: true });
    }
  }

  async check(): Promise<void> {
    await mkdir(this.root, { recursive: true, mode: OWNER_ONLY.folder });
    await access(this.root, constants.R_OK | constants.W_OK | constants.X_OK);
  }

  /** Somebody may take the folder away with its last file at this very moment: then it is made again. */
  private async name(part: string, path: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      await mkdir(dirname(path), { recursive: true, mode: OWNER_ONLY.folder });
      const gone = await rename(part, path).catch((error: unknown) => {
        if (!isMissing(error) || attempt === 5) throw error;
        return true;
      });
      if (gone !== true) break;
    }
    const folder = await whereThere(open(dirname(path), 'r'));
    try {
      await folder?.sync();
    } finally {
      await folder?.close();
    }
  }

  /** A folder is passed over where everything in it comes before. */
  private async *keysBelow(folder: string, after: string): AsyncGenerator<string> {
    const entries = (await whereThere(readdir(this.path(folder), { withFileTypes: true }))) ?? [];
    for (const entry of entries.toSorted((a, b) => (sortName(a) < sortName(b) ? -1 : 1))) {
      const key = `${folder}/${entry.name}`;
      const isOver = entry.isDirectory() ? `${key}0` <= after : key <= after;
      if (isOver) continue;
      if (entry.isDirectory()) yield* this.keysBelow(key, after);
      else yield key;
    }
  }

  private path(key: string): string {
    checkKey(key);
    return join(this.root, ...key.split('/'));
  }
}

/** As keys are sorted: `/` stands behind the name of a folder. */
function sortName(entry: { name: string; isDirectory(): boolean }): string {
  return entry.isDirectory() ? `${entry.name}/` : entry.name;
}

async function whereThere<T extends FileHandle | object>(asked: Promise<T>): Promise<T | null> {
  return asked.catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}
