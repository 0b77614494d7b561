import { Injectable, Logger } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { Clock } from '../../kernel/clock.js';
import { messageOf } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';
import { newId } from '../../platform/database/id.js';
import { FileStorage } from '../../platform/storage/storage.js';
import { MediaGone } from './media.errors.js';
import type { MediaRow } from './media.entity.js';
import { MediaRepository } from './media.repository.js';

/** Everything of this room lies below it. */
const PREFIX = 'media/';
const PAGE = 500;
const HOUR_MS = 3_600_000;

/** The part of the storage in which files of messages lie. */
@Injectable()
export class Shelf {
  private readonly log = new Logger('Media');

  constructor(
    private readonly storage: FileStorage,
    private readonly media: MediaRepository,
    private readonly clock: Clock,
  ) {}

  /** A place for a new file; those of a day lie together. */
  newKey(): string {
    return `${PREFIX}${this.clock.now().toISOString().slice(0, 10)}/${newId()}`;
  }

  put(key: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    return this.storage.put(key, bytes);
  }

  /** The bytes of a file; throws `MediaGone` where the storage has it no more. */
  async open({ id, storageKey }: MediaRow): Promise<Readable> {
    const bytes = storageKey === null ? null : await this.storage.get(storageKey);
    if (bytes === null) throw new MediaGone(id);
    return bytes;
  }

  renew(key: string): Promise<boolean> {
    return this.storage.renew(key);
  }

  /** Takes files away; one that resists is taken away by the next sweep. */
  async clear(keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await this.storage
        .remove(key)
        .catch((error: unknown) => this.log.warn(`a file was not taken away: ${redact(messageOf(error))}`));
    }
  }

  /** Takes away files that belong to nobody: written by a process that died before it said so, or erased while the storage was away. */
  async sweep(signal: AbortSignal): Promise<number> {
    const before = new Date(this.clock.now().getTime() - HOUR_MS);
    let swept = 0;
    for (let after: string | null = null; !signal.aborted;) {
      const files = await this.storage.list(PREFIX, after, PAGE);
      const old = files.filter(({ storedAt }) => storedAt < before).map(({ key }) => key);
      const known = await this.media.known(old);
      const orphans = old.filter((key) => !known.has(key));
      await this.clear(orphans);
      swept += orphans.length;
      after = files.at(-1)?.key ?? null;
      if (files.length < PAGE || after === null) break;
    }
    await this.storage.tidy(before);
    return swept;
  }
}
