import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { Clock } from '../../kernel/clock.js';
import { Settings } from '../../platform/config/settings.js';
import { Database } from '../../platform/database/database.js';
import { AuditTrail } from '../../platform/web/audit.js';
import { type Page, pageOf } from '../../platform/web/page.dto.js';
import { currentActor } from '../../platform/web/request-context.js';
import { KeyUnknown, LastAdministrator } from '../auth.errors.js';
import type { Role } from '../roles.js';
import { hashOf, makeKey } from './key.js';
import { KeyRow } from './key.entity.js';
import { type KnownKey, KnownKeys } from './known-keys.js';
import { KeysRepository } from './keys.repository.js';

/** The same id on every instance: only one of them can insert the first key. */
const FIRST_KEY_ID = '00000000-0000-7000-8000-000000000001';
const USE_NOTED_EVERY_MS = 60_000;

/** The keys: made, found, revoked. */
@Injectable()
export class Keys {
  private readonly known: KnownKeys;
  private readonly lastNoted = new Map<string, number>();

  constructor(
    private readonly repository: KeysRepository,
    private readonly database: Database,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {
    this.known = new KnownKeys(clock);
  }

  /** Makes a key; this is the only moment at which it can be read. */
  async create(name: string, role: Role): Promise<{ row: KeyRow; key: string }> {
    const { row, key } = this.draft(uuid(), name, role);
    await this.database.retrying(async () => {
      await this.repository.insertIfAbsent(row);
      await this.audit.record({ action: 'auth.key-created', subject: `key:${row.id}`, detail: { role } });
    });
    return { row, key };
  }

  async list(limit: number, before: string | null): Promise<Page<KeyRow>> {
    return pageOf(await this.repository.list(limit + 1, before), limit, (row) => row.id);
  }

  /** Closes a key at once here, within seconds on other instances. Closing it again changes nothing. */
  async revoke(id: string): Promise<void> {
    await this.database.retrying(async () => {
      const row = await this.repository.find(id);
      if (row === null) throw new KeyUnknown(id);
      if (row.revokedAt !== null) return;
      // Lines of the audit come one after the other: from here on nobody else can be revoking another administrator.
      await this.audit.record({
        action: 'auth.key-revoked',
        subject: `key:${id}`,
        detail: { role: row.role },
      });
      if (row.role === 'admin' && !(await this.anotherWayIn(id))) throw new LastAdministrator(id);
      await this.repository.revoke(id, this.clock.now());
      this.database.afterCommit(() => this.known.forget(id));
    });
  }

  /** The first administrator's key; `null` when there is a way in already or another instance made it. */
  async first(): Promise<string | null> {
    if (this.settings.auth.adminApiKey !== undefined || (await this.repository.any())) return null;
    const { row, key } = this.draft(FIRST_KEY_ID, 'Première clé d’administration', 'admin');
    return this.database.retrying(async () => {
      if (!(await this.repository.insertIfAbsent(row))) return null;
      await this.audit.record({
        action: 'auth.key-created',
        subject: `key:${row.id}`,
        detail: { role: 'admin' },
      });
      return key;
    });
  }

  /** A key seen a moment ago, without asking the database. */
  recall(key: string): KnownKey | null {
    return this.known.get(hashOf(key));
  }

  /** The key if it opens, from the database. */
  find(key: string): Promise<KnownKey | null> {
    const hash = hashOf(key);
    return this.known.learn(hash, () => this.repository.findActive(hash));
  }

  /** A key by its id, if it still opens. */
  async active(id: string): Promise<KeyRow | null> {
    const row = await this.repository.find(id);
    return row === null || row.revokedAt !== null ? null : row;
  }

  /** Notes a use, at most once a minute. */
  async noteUse({ id, lastUsedAt }: KnownKey): Promise<void> {
    const now = this.clock.now();
    const noted = this.lastNoted.get(id) ?? lastUsedAt?.getTime() ?? 0;
    if (now.getTime() - noted < USE_NOTED_EVERY_MS) return;
    this.lastNoted.set(id, now.getTime());
    await this.repository.noteUse(id, now, new Date(now.getTime() - USE_NOTED_EVERY_MS));
  }

  private async anotherWayIn(id: string): Promise<boolean> {
    return this.settings.auth.adminApiKey !== undefined || (await this.repository.otherAdministrator(id));
  }

  private draft(id: string, name: string, role: Role): { row: KeyRow; key: string } {
    const { key, prefix, hash } = makeKey();
    const row = Object.assign(new KeyRow(), {
      id,
      name,
      role,
      prefix,
      secretHash: hash,
      createdAt: this.clock.now(),
      createdBy: currentActor().id,
      lastUsedAt: null,
      revokedAt: null,
    });
    return { row, key };
  }
}
