import { Injectable } from '@nestjs/common';
import { In, LessThanOrEqual, MoreThan } from 'typeorm';
import { chunks } from '../platform/database/chunks.js';
import { Database } from '../platform/database/database.js';
import { newId } from '../platform/database/id.js';
import { Vault } from '../platform/vault/vault.js';
import { ConsentRow, SessionRow, type Stage } from './conversations.entity.js';
import type { State } from './dialogue/session.js';
import { Pulse } from './live/pulse.js';
import { OrderRow } from './orders/order.entity.js';
import { QuestionRow } from './questions/question.entity.js';
import { NoteRow } from './threads/note.entity.js';
import { type Standing, standingOf } from './threads/standing.js';

/** A saved conversation, as it was read. */
export type Saved = Pick<SessionRow, 'id' | 'contactId' | 'numberId' | 'stage' | 'startedAt' | 'version'> & {
  /** JSON of the state; `null` when no key opens it any more. */
  json: string | null;
  standing: Standing;
};

/** A conversation as it is to be saved. */
export interface Change {
  saved: Saved | null;
  contactId: string;
  numberId: string;
  state: State;
  standing: Standing;
  stage: Stage;
  startedAt: Date;
  expiresAt: Date | null;
  changedAt: Date;
}

const ROTATION_BATCH = 200;

/** Conversations and consents in the database; states are sealed here and nowhere else. */
@Injectable()
export class SessionRepository {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly pulse: Pulse,
  ) {}

  /** Every conversation of these contacts. */
  async of(contactIds: readonly string[]): Promise<Saved[]> {
    const where = { contactId: [...new Set(contactIds)] };
    const rows = await this.database.read(SessionRow, { where });
    return rows.map((row) => this.opened(row));
  }

  async find(id: string): Promise<Saved | null> {
    const [row] = await this.database.read(SessionRow, { where: { id } });
    return row === undefined ? null : this.opened(row);
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
    if (changes.length > 0 && this.pulse.isFelt) this.database.afterCommit(() => this.pulse.beat());
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
    await this.forgetBelongings(contactId);
    return (await this.database.manager.delete(SessionRow, { contactId })).affected ?? 0;
  }

  /** Removes what is kept about a contact, except one conversation: that in which it asked for this. */
  async forgetBut(contactId: string, numberId: string): Promise<void> {
    await this.forgetBelongings(contactId);
    await this.database.manager
      .createQueryBuilder()
      .delete()
      .from(SessionRow)
      .where('contactId = :contactId AND numberId <> :numberId', { contactId, numberId })
      .execute();
    const left = await this.database.read(SessionRow, { pick: ['id'], where: { contactId } });
    for (const { id } of left) await this.database.manager.delete(NoteRow, { conversationId: id });
  }

  private async forgetBelongings(contactId: string): Promise<void> {
    for (const belongings of [ConsentRow, OrderRow, QuestionRow])
      await this.database.manager.delete(belongings, { contactId });
  }

  /** Removes the notes of conversations that stay. */
  async removeNotes(ids: readonly string[]): Promise<void> {
    for (const part of chunks(ids)) await this.database.manager.delete(NoteRow, { conversationId: In(part) });
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
      const stale = rows.filter(({ sealed, lastSealed }) => !this.isCurrent(sealed, lastSealed));
      const changes = stale.map(({ id, version, sealed, lastSealed }) => ({
        where: { id, version },
        set: {
          version: version + 1,
          sealed: this.resealed(sealed),
          lastSealed: lastSealed === null ? null : this.resealed(lastSealed),
        },
      }));
      renewed += (await this.database.updateMany(SessionRow, changes)).length;
    }
  }

  private isCurrent(...sealed: (string | null)[]): boolean {
    return sealed.every((each) => each === null || this.vault.isCurrent(each));
  }

  private resealed(sealed: string): string {
    return this.vault.seal(this.vault.open(sealed));
  }

  private opened(row: SessionRow): Saved {
    const { id, contactId, numberId, stage, startedAt, version } = row;
    const standing = standingOf(row);
    return { id, contactId, numberId, stage, startedAt, version, standing, json: this.json(row.sealed) };
  }

  private json(sealed: string): string | null {
    try {
      return this.vault.open(sealed);
    } catch {
      return null;
    }
  }

  private newRow(change: Change): SessionRow {
    const { contactId, numberId } = change;
    return { id: newId(), contactId, numberId, ...this.written(change), version: 1 };
  }

  private update(change: Change) {
    const { saved } = change;
    const version = saved?.version ?? 0;
    return {
      where: { id: saved?.id ?? '', version },
      set: { ...this.written(change), version: version + 1 },
    };
  }

  private written({ state, standing, stage, startedAt, expiresAt, changedAt }: Change) {
    const { preview, ...columns } = standing;
    const words = preview === undefined || preview === null ? null : this.vault.seal(preview);
    return {
      ...columns,
      stage,
      sealed: this.vault.seal(JSON.stringify(state)),
      startedAt,
      expiresAt,
      changedAt,
      lastSealed: preview === undefined ? columns.lastSealed : words,
      flow: (state.run ?? state.paused)?.flow ?? null,
    };
  }
}

function missing(changes: readonly Change[], found: readonly number[]): Change[] {
  const there = new Set(found);
  return changes.filter((_, index) => !there.has(index));
}
