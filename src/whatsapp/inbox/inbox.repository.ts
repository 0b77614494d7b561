import { Injectable } from '@nestjs/common';
import { In, IsNull, LessThan, LessThanOrEqual, MoreThanOrEqual, Not } from 'typeorm';
import { chunks } from '../../platform/database/chunks.js';
import { Database } from '../../platform/database/database.js';
import { idAt } from '../../platform/database/id-range.js';
import { InboxRow, type InboxState } from './inbox.entity.js';

/** What waits is read without the columns that nobody needs for deciding. */
export type WaitingRow = Pick<InboxRow, (typeof WAITING)[number]>;

const WAITING = [
  'id',
  'channel',
  'numberId',
  'lane',
  'shard',
  'body',
  'receivedAt',
  'attempts',
  'dueAt',
] as const;

/** Contacts whose words one statement erases. */
const SPANS = 50;

/** The inbox in the database. */
@Injectable()
export class InboxRepository {
  constructor(private readonly database: Database) {}

  /** Writes updates that are not there yet; duplicates are dropped by the unique key. Returns how many were new. */
  async insert(rows: readonly InboxRow[]): Promise<number> {
    return (await this.database.insertIfAbsent(InboxRow, rows, ['dedupeKey'])).length;
  }

  /** Open messages in order of arrival, after `afterId`. */
  waiting(afterId: string, limit: number): Promise<WaitingRow[]> {
    const page = { by: 'id', after: afterId, limit } as const;
    return this.database.read(InboxRow, { pick: WAITING, where: { state: 'NEW', kind: 'message' }, page });
  }

  /** Open reports in order of arrival that do not wait for their message. */
  reports(now: Date, limit: number): Promise<WaitingRow[]> {
    return this.database.manager.find(InboxRow, {
      select: Object.fromEntries(WAITING.map((property) => [property, true])),
      where: { state: 'NEW', kind: 'status', dueAt: LessThanOrEqual(now) },
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

  /** Marks reports done and erases their words, which nobody needs any more; returns the indexes of those that were open. */
  closeReports(ids: readonly string[], now: Date): Promise<number[]> {
    return this.database.updateMany(
      InboxRow,
      ids.map((id) => ({
        where: { id, state: 'NEW' as const },
        set: { state: 'DONE' as const, doneAt: now, body: null },
      })),
    );
  }

  /** Lets a row that failed wait. */
  async postpone(row: WaitingRow, dueAt: Date, error: string): Promise<void> {
    await this.strike(row, { dueAt, error });
  }

  /** Gives a row up; from then on it belongs to its contact, if there is one, and is erased with it. */
  async bury(row: WaitingRow, contactId: string | null, error: string): Promise<void> {
    await this.strike(row, { state: 'DEAD', contactId, error });
  }

  async delay(ids: readonly string[], dueAt: Date): Promise<void> {
    if (ids.length > 0) await this.database.manager.update(InboxRow, { id: In([...ids]) }, { dueAt });
  }

  /** Erases what these contacts said since those moments. */
  async erase(spans: readonly { contactId: string; since: Date }[]): Promise<void> {
    for (const part of chunks(spans, SPANS)) {
      await this.database.manager
        .createQueryBuilder()
        .update(InboxRow)
        .set({ body: null })
        .where(part.map(({ contactId, since }) => ({ contactId, receivedAt: MoreThanOrEqual(since) })))
        .execute();
    }
  }

  async forget(contactId: string): Promise<number> {
    return (await this.database.manager.delete(InboxRow, { contactId })).affected ?? 0;
  }

  /** Removes messages of these lines that were not handled and so belong to no contact yet; returns how many. */
  async forgetUnhandled(lanes: readonly string[], states: readonly InboxState[]): Promise<number> {
    const unhandled = { kind: 'message' as const, state: In([...states]), lane: In([...lanes]) };
    return (await this.database.manager.delete(InboxRow, unhandled)).affected ?? 0;
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
        { id: In(part), state: 'DEAD', body: Not(IsNull()) },
        { state: 'NEW', attempts: 0, dueAt: now, error: null },
      );
      count += result.affected ?? 0;
    }
    return count;
  }

  /** Deletes handled reports from before a moment, at most `limit` of them. Asks for ids, which an index has: it is asked often. */
  async pruneReports(before: Date, limit: number): Promise<number> {
    const rows = await this.database.manager.find(InboxRow, {
      select: { id: true },
      where: { state: 'DONE', kind: 'status', id: LessThan(idAt(before)) },
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

  /** Erases the words of updates of that time that were only kept, or that nobody could handle. */
  async eraseUnhandled(from: Date, to: Date): Promise<void> {
    await this.database.manager
      .createQueryBuilder()
      .update(InboxRow)
      .set({ body: null })
      .where('state IN (:...states) AND id >= :from AND id < :to', {
        states: ['KEPT', 'DEAD'],
        from: idAt(from),
        to: idAt(to),
      })
      .execute();
  }

  count(state: InboxState): Promise<number> {
    return this.database.manager.countBy(InboxRow, { state });
  }

  private async strike({ id, attempts }: WaitingRow, change: Partial<InboxRow>): Promise<void> {
    const set = { ...change, attempts: attempts + 1 };
    await this.database.manager.update(InboxRow, { id, state: 'NEW' }, set);
  }
}
