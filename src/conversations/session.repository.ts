import { Injectable } from '@nestjs/common';
import { In, LessThanOrEqual, MoreThan } from 'typeorm';
import { chunks } from '../platform/database/chunks.js';
import { Database } from '../platform/database/database.js';
import { newId } from '../platform/database/id.js';
import { Vault } from '../platform/vault/vault.js';
import { ConsentRow, SessionRow, type Stage } from './conversations.entity.js';
import type { State } from './dialogue/session.js';

/** A saved conversation, as it was read. */
export type Saved = Pick<SessionRow, 'id' | 'contactId' | 'numberId' | 'stage' | 'startedAt' | 'version'> & {
  /** JSON of the state; `null` when no key opens it any more. */
  json: string | null;
};

/** A conversation as it is to be saved. */
export interface Change {
  saved: Saved | null;
  contactId: string;
  numberId: string;
  state: State;
  stage: Stage;
  startedAt: Date;
  expiresAt: Date | null;
}

const ROTATION_BATCH = 200;

/** Conversations and consents in the database; states are sealed here and nowhere else. */
@Injectable()
export class SessionRepository {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  /** Every conversation of these contacts. */
  async of(contactIds: readonly string[]): Promise<Saved[]> {
    const where = { contactId: [...new Set(contactIds)] };
    const rows = await this.database.read(SessionRow, { where });
    return rows.map((row) => this.opened(row));
  }

  /** Conversations of which something is due, longest due first. */
  async due(now: Date, limit: number): Promise<Saved[]> {
    const rows = await this.database.manager.find(SessionRow, {
      where: { expiresAt: LessThanOrEqual(now) },
      order: { expiresAt: 'ASC', id: 'ASC' },
      take: limit,
    });
    return rows.map((row) => this.opened(row));
  }

  /** Saves conversations; returns those that somebody else had moved meanwhile and that are left as they are. */
  async save(changes: readonly Change[]): Promise<Change[]> {
    const known = changes.filter(({ saved }) => saved !== null);
    const fresh = changes.filter(({ saved }) => saved === null);
    const inserted = await this.database.insertIfAbsent(
      SessionRow,
      fresh.map((change) => this.newRow(change)),
      ['contactId', 'numberId'],
    );
    const updated = await this.database.updateMany(
      SessionRow,
      known.map((change) => this.update(change)),
    );
    return [...missing(fresh, inserted), ...missing(known, updated)];
  }

  /** Removes conversations of which something is due; who writes meanwhile keeps theirs. Returns how many went. */
  async removeDue(ids: readonly string[], now: Date): Promise<number> {
    let removed = 0;
    for (const part of chunks(ids)) {
      const due = { id: In(part), expiresAt: LessThanOrEqual(now) };
      removed += (await this.database.manager.delete(SessionRow, due)).affected ?? 0;
    }
    return removed;
  }

  /** Removes every conversation and every consent of a contact; returns how many conversations that were. */
  async forget(contactId: string): Promise<number> {
    await this.database.manager.delete(ConsentRow, { contactId });
    return (await this.database.manager.delete(SessionRow, { contactId })).affected ?? 0;
  }

  /** Removes what is kept about a contact, except one conversation: that in which it asked for this. */
  async forgetBut(contactId: string, numberId: string): Promise<void> {
    await this.database.manager.delete(ConsentRow, { contactId });
    await this.database.manager
      .createQueryBuilder()
      .delete()
      .from(SessionRow)
      .where('contactId = :contactId AND numberId <> :numberId', { contactId, numberId })
      .execute();
  }

  addConsents(rows: readonly Omit<ConsentRow, 'id'>[]): Promise<void> {
    return this.database.insertMany(
      ConsentRow,
      rows.map((row) => ({ id: newId(), ...row })),
    );
  }

  /** Seals anew what was sealed with an older key; returns how many conversations that were. */
  async rotate(): Promise<number> {
    let renewed = 0;
    for (let afterId = ' '; ;) {
      const rows = await this.database.manager.find(SessionRow, {
        where: { id: MoreThan(afterId) },
        order: { id: 'ASC' },
        take: ROTATION_BATCH,
      });
      const last = rows.at(-1);
      if (last === undefined) return renewed;
      afterId = last.id;
      const stale = rows.filter(({ sealed }) => !this.vault.isCurrent(sealed));
      const changes = stale.map(({ id, version, sealed }) => ({
        where: { id, version },
        set: { version: version + 1, sealed: this.vault.seal(this.vault.open(sealed)) },
      }));
      renewed += (await this.database.updateMany(SessionRow, changes)).length;
    }
  }

  private opened({ sealed, ...row }: SessionRow): Saved {
    try {
      return { ...row, json: this.vault.open(sealed) };
    } catch {
      return { ...row, json: null };
    }
  }

  private newRow({ contactId, numberId, state, stage, startedAt, expiresAt }: Change): SessionRow {
    const sealed = this.vault.seal(JSON.stringify(state));
    return { id: newId(), contactId, numberId, stage, sealed, startedAt, expiresAt, version: 1 };
  }

  private update({ saved, state, stage, startedAt, expiresAt }: Change) {
    const sealed = this.vault.seal(JSON.stringify(state));
    const version = saved?.version ?? 0;
    return {
      where: { id: saved?.id ?? '', version },
      set: { version: version + 1, stage, sealed, startedAt, expiresAt },
    };
  }
}

function missing(changes: readonly Change[], found: readonly number[]): Change[] {
  const there = new Set(found);
  return changes.filter((_, index) => !there.has(index));
}
