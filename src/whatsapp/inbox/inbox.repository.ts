import { Injectable } from '@nestjs/common';
import { In, LessThan, MoreThan } from 'typeorm';
import { chunks } from '../../platform/database/chunks.js';
import { Database } from '../../platform/database/database.js';
import { InboxRow, type InboxState } from './inbox.entity.js';

/** What waits is read without the columns that nobody needs for deciding. */
export type WaitingRow = Pick<
  InboxRow,
  'id' | 'channel' | 'numberId' | 'lane' | 'shard' | 'body' | 'receivedAt' | 'attempts' | 'dueAt'
>;

/** The inbox in the database. */
@Injectable()
export class InboxRepository {
  constructor(private readonly database: Database) {}

  /** Writes updates that are not there yet; duplicates are dropped by the unique key. Returns how many were new. */
  async insert(rows: readonly InboxRow[]): Promise<number> {
    return (await this.database.insertIfAbsent(InboxRow, rows, ['dedupeKey'])).length;
  }

  /** Open updates of a kind in order of arrival, after `afterId`. */
  waiting(kind: 'message' | 'status', afterId: string, limit: number): Promise<WaitingRow[]> {
    return this.database.manager.find(InboxRow, {
      select: {
        id: true,
        channel: true,
        numberId: true,
        lane: true,
        shard: true,
        body: true,
        receivedAt: true,
        attempts: true,
        dueAt: true,
      },
      where: { state: 'NEW', kind, id: MoreThan(afterId) },
      order: { id: 'ASC' },
      take: limit,
    });
  }

  /** Marks rows done that are still open; returns the indexes of those that were. */
  close(rows: readonly { id: string; contactId: string | null }[], now: Date): Promise<number[]> {
    return this.database.updateMany(
      InboxRow,
      rows.map(({ id, contactId }) => ({
        where: { id, state: 'NEW' as const },
        set: { state: 'DONE' as const, contactId, doneAt: now },
      })),
    );
  }

  async postpone(row: WaitingRow, state: InboxState, dueAt: Date, error: string): Promise<void> {
    await this.database.manager.update(
      InboxRow,
      { id: row.id, state: 'NEW' },
      { state, dueAt, attempts: row.attempts + 1, error },
    );
  }

  async delay(ids: readonly string[], dueAt: Date): Promise<void> {
    if (ids.length > 0) await this.database.manager.update(InboxRow, { id: In([...ids]) }, { dueAt });
  }

  async erase(contactId: string, since: Date): Promise<void> {
    await this.database.manager
      .createQueryBuilder()
      .update(InboxRow)
      .set({ body: null })
      .where('contactId = :contactId AND receivedAt >= :since', { contactId, since })
      .execute();
  }

  async forget(contactId: string): Promise<number> {
    return (await this.database.manager.delete(InboxRow, { contactId })).affected ?? 0;
  }

  find(id: string): Promise<InboxRow | null> {
    return this.database.manager.findOneBy(InboxRow, { id });
  }

  /** Newest first, before `beforeId`. */
  list(
    where: { kind?: 'message'; state?: InboxState; contactId?: string },
    beforeId: string,
    limit: number,
  ): Promise<InboxRow[]> {
    return this.database.manager.find(InboxRow, {
      where: { ...where, id: LessThan(beforeId) },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  async reopen(ids: readonly string[], now: Date): Promise<number> {
    let count = 0;
    for (const part of chunks(ids, 500)) {
      const result = await this.database.manager.update(
        InboxRow,
        { id: In(part), state: 'DEAD' },
        { state: 'NEW', attempts: 0, dueAt: now, error: null },
      );
      count += result.affected ?? 0;
    }
    return count;
  }

  /** Deletes handled reports that can no longer be delivered again; at most `limit` of them. */
  async pruneReports(before: Date, limit: number): Promise<number> {
    const rows = await this.database.manager.find(InboxRow, {
      select: { id: true },
      where: { state: 'DONE', kind: 'status', receivedAt: LessThan(before) },
      order: { id: 'ASC' },
      take: limit,
    });
    for (const part of chunks(
      rows.map((row) => row.id),
      500,
    )) {
      await this.database.manager.delete(InboxRow, { id: In(part) });
    }
    return rows.length;
  }

  count(state: InboxState): Promise<number> {
    return this.database.manager.countBy(InboxRow, { state });
  }
}
