import type { Readable } from 'node:stream';

/** A file as a list shows it. */
export interface StoredFile {
  key: string;
  storedAt: Date;
}

/**
 * Files outside the database. Keys are made by us: parts of lower-case letters, digits and hyphens with `/` between them, at most 200
 * characters; any other is a defect and throws.
 */
export abstract class FileStorage {
  /** Keeps the bytes; the file is there whole or, when the stream breaks or the storage fails, not at all. Replaces one that is there. */
  abstract put(key: string, bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /** The bytes, to be read or destroyed; `null` where there is no such file. */
  abstract get(key: string): Promise<Readable | null>;
  /** Seals the file with the first key where another one sealed it; `true` when it did. */
  renew(_key: string): Promise<boolean> {
    return Promise.resolve(false);
  }
  /** Takes the file away, if it is there. */
  abstract remove(key: string): Promise<void>;
  /** Keys below a prefix (`media/`) in their order, after one of them, at most so many. */
  abstract list(prefix: string, after: string | null, limit: number): Promise<StoredFile[]>;
  /** Takes away what interrupted writing left behind before a moment. */
  abstract tidy(before: Date): Promise<void>;
  /** Resolves where files can be kept, rejects where not. */
  abstract check(): Promise<void>;
}

const KEY = /^[a-z0-9-]+(?:\/[a-z0-9-]+)*$/;
const LONGEST_KEY = 200;

/** Throws unless a key is one of ours: there is no way out of the storage, whatever somebody put into an id. */
export function checkKey(key: string): void {
  if (key.length > LONGEST_KEY || !KEY.test(key)) throw new Error('not a key of the storage');
}
