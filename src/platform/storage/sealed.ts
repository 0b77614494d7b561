import { PassThrough, pipeline, type Readable } from 'node:stream';
import type { Vault } from '../vault/vault.js';
import { BEGINNING_BYTES } from '../vault/sealed-stream.js';
import { checkKey, FileStorage, type StoredFile } from './storage.js';

/** Keeps files sealed: whoever holds the folder or the bucket holds nothing that can be read, exchanged or altered unseen. */
export class SealedStorage extends FileStorage {
  constructor(
    private readonly inner: FileStorage,
    private readonly vault: Vault,
  ) {
    super();
  }

  async put(key: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    checkKey(key);
    await this.inner.put(key, this.vault.sealStream(bytes, key));
  }

  async get(key: string): Promise<Readable | null> {
    const sealed = await this.inner.get(key);
    if (sealed === null) return null;
    // A pipeline lets go of the file whoever ends first, also before the first byte was asked for.
    const opened = new PassThrough();
    pipeline(
      sealed,
      (source: AsyncIterable<Uint8Array>) => this.vault.openStream(source, key),
      opened,
      () => undefined,
    );
    return opened;
  }

  remove(key: string): Promise<void> {
    return this.inner.remove(key);
  }

  list(prefix: string, after: string | null, limit: number): Promise<StoredFile[]> {
    return this.inner.list(prefix, after, limit);
  }

  tidy(before: Date): Promise<void> {
    return this.inner.tidy(before);
  }

  check(): Promise<void> {
    return this.inner.check();
  }

  override async renew(key: string): Promise<boolean> {
    if (!(await this.isStale(key))) return false;
    const plain = await this.get(key);
    if (plain === null) return false;
    await this.put(key, plain);
    return true;
  }

  private async isStale(key: string): Promise<boolean> {
    const sealed = await this.inner.get(key);
    if (sealed === null) return false;
    const chunks: Buffer[] = [];
    for await (const chunk of sealed) {
      chunks.push(chunk as Buffer);
      if (Buffer.concat(chunks).length >= BEGINNING_BYTES) break;
    }
    return !this.vault.isCurrentStream(Buffer.concat(chunks));
  }
}
