import { createHash } from 'node:crypto';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { messageOf } from '../../kernel/error.js';
import { Settings } from '../../platform/config/settings.js';
import type { Role } from '../roles.js';
import { WrongTries } from '../wrong-tries.js';
import { looksLikeKey, sameSecret } from './key.js';
import { Keys } from './keys.service.js';
import type { KnownKey } from './known-keys.js';

const HOUSE_KEY = 'ADMIN_API_KEY';

/** Whoever holds a key that opens: its id, or the name of the setting. */
export interface KeyCaller {
  id: string;
  role: Role;
}

/** Tells callers by their keys. */
@Injectable()
export class KeyCallers implements OnApplicationShutdown {
  private readonly log = new Logger('Auth');
  private readonly notes = new Set<Promise<void>>();

  constructor(
    private readonly keys: Keys,
    private readonly settings: Settings,
    private readonly tries: WrongTries,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.notes);
  }

  /** `null` for a key that does not open. */
  async callerOf(key: string, address: string): Promise<KeyCaller | null> {
    const { adminApiKey } = this.settings.auth;
    if (adminApiKey !== undefined && sameSecret(key, adminApiKey.reveal()))
      return { id: HOUSE_KEY, role: 'admin' };
    const found = this.keys.recall(key) ?? (await this.lookUp(key, address));
    if (found !== null) this.noteUse(found);
    return found;
  }

  /** Under what a session remembers its key: another value of the setting is another key. */
  holderId({ id }: KeyCaller): string {
    return id === HOUSE_KEY ? this.houseId() : id;
  }

  /** The key that a session remembers, with its name, as long as it opens. */
  async holder(holderId: string): Promise<(KeyCaller & { name: string }) | null> {
    if (holderId.startsWith(HOUSE_KEY))
      return holderId === this.houseId() ? { id: HOUSE_KEY, role: 'admin', name: HOUSE_KEY } : null;
    const row = await this.keys.active(holderId);
    return row && { id: row.id, role: row.role, name: row.name };
  }

  private houseId(): string {
    const value = this.settings.auth.adminApiKey?.reveal() ?? '';
    return `${HOUSE_KEY}:${createHash('sha256').update(value).digest('hex').slice(0, 16)}`;
  }

  /** Keys in use at the address of somebody who guesses still open. */
  private async lookUp(key: string, address: string): Promise<KnownKey | null> {
    this.tries.refuseGuessers(address);
    const found = looksLikeKey(key) ? await this.keys.find(key) : null;
    if (found === null) this.tries.note(address);
    return found;
  }

  /** In the background: a caller does not wait for the note, and does not fail with it. */
  private noteUse(key: KnownKey): void {
    const note: Promise<void> = this.keys
      .noteUse(key)
      .catch((error: unknown) => this.log.warn(`use of key ${key.id} not noted: ${messageOf(error)}`))
      .finally(() => this.notes.delete(note));
    this.notes.add(note);
  }
}
