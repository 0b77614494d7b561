import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { messageOf } from '../kernel/error.js';
import { Settings } from '../platform/config/settings.js';
import type { Permission } from '../platform/web/permission.js';
import { TooManyRequests } from '../platform/web/web.errors.js';
import { Auth } from './auth.contract.js';
import { looksLikeKey, presentedKey, sameSecret } from './keys/key.js';
import { Keys } from './keys/keys.service.js';
import type { KnownKey } from './keys/known-keys.js';
import { networkOf } from './network.js';
import { RateWindow } from './rate-window.js';
import { may, type Role } from './roles.js';
import { Users } from './users/users.service.js';

/** Who calls: the id of a key, or the name of the setting. */
export interface Caller {
  id: string;
  role: Role;
}

const WRONG_KEYS_A_MINUTE = 10;
const MINUTE_MS = 60_000;
const HOUSE_KEY: Caller = { id: 'ADMIN_API_KEY', role: 'admin' };

/** Tells callers by their keys. */
@Injectable()
export class AuthService extends Auth implements OnApplicationShutdown {
  private readonly log = new Logger('Auth');
  private readonly wrongKeys: RateWindow;
  private readonly notes = new Set<Promise<void>>();

  constructor(
    private readonly keys: Keys,
    private readonly staff: Users,
    private readonly settings: Settings,
    clock: Clock,
  ) {
    super();
    this.wrongKeys = new RateWindow(clock, MINUTE_MS);
  }

  firstKey(): Promise<string | null> {
    return this.keys.first();
  }

  users(who: 'administrators' | 'everybody'): Promise<string[]> {
    return this.staff.ids(who);
  }

  async admits(authorization: string | undefined, address: string, permission: Permission): Promise<boolean> {
    const caller = await this.callerOf(presentedKey(authorization, true), address);
    return caller !== null && may(caller.role, permission);
  }

  /** The caller with a bearer's key; `null` when there is none or it does not open. */
  identify(authorization: string | undefined, address: string): Promise<Caller | null> {
    return this.callerOf(presentedKey(authorization, false), address);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.notes);
  }

  private async callerOf(key: string | null, address: string): Promise<Caller | null> {
    if (key === null) return null;
    const { adminApiKey } = this.settings.auth;
    if (adminApiKey !== undefined && sameSecret(key, adminApiKey.reveal())) return HOUSE_KEY;
    const found = this.keys.recall(key) ?? (await this.lookUp(key, networkOf(address)));
    if (found !== null) this.noteUse(found);
    return found;
  }

  /** Whoever tries key after key is sent away before the database is asked; keys in use at the same address still open. */
  private async lookUp(key: string, network: string): Promise<KnownKey | null> {
    const { hits, leftMs } = this.wrongKeys.look(network);
    if (hits >= WRONG_KEYS_A_MINUTE) throw new TooManyRequests(Math.ceil(leftMs / 1_000));
    const found = looksLikeKey(key) ? await this.keys.find(key) : null;
    if (found === null) this.wrongKeys.hit(network);
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
