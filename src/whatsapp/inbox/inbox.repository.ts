import { Injectable } from '@nestjs/common';
import { In, MoreThan, Not } from 'typeorm';
import { Database } from '../../platform/database/database.js';
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

const SELECTED = Object.fromEntries(WAITING.map((property) => [property, true]));

/** A report that is dealt with: about which message of ours, and so about whom, where it is ours. */
export type ClosedReport = Pick<InboxRow, 'id' | 'contactId' | 'subjectId'>;

/** What waits in the inbox, and what becomes of it. */
@Injectable()
export class InboxRepository {
  constructor(private readonly database: Database) {}

  /** Writes updates that are not there yet; duplicates are dropped by the unique key. Returns how many were new. */
  async insert(rows: readonly InboxRow[]): Promise<number> {
    return (await this.database.insertIfAbsent(InboxRow, rows, ['dedupeKey'])).length;
  }

  /** Open messages in order of arrival, after `afterId`, except those to some of our numbers. */
  waiting(afterId: string, limit: number, except: readonly string[]): Promise<WaitingRow[]> {
    const open = { state: 'NEW', kind: 'message' } as const;
    if (except.length === 0) {
      const page = { by: 'id', after: afterId, limit } as const;
      return this.database.read(InboxRow, { pick: WAITING, where: open, page });
    }
    return this.database.manager.find(InboxRow, {
      select: SELECTED,
      where: { ...open, id: MoreThan(afterId), numberId: Not(In([...except])) },
      order: { id: 'ASC' },
      take: limit,
    });
  }

  /** Open news about people in order of arrival, also those that wait for their next attempt. */
  notices(afterId: string, limit: number): Promise<WaitingRow[]> {
    const page = { by: 'id', after: afterId, limit } as const;
    return this.database.read(InboxRow, { pick: WAITING, where: { state: 'NEW', kind: 'notice' }, page });
  }

  /** Open messages of these lines. */
  openIn(lanes: readonly string[]): Promise<Pick<InboxRow, 'id' | 'lane' | 'numberId'>[]> {
    const where = { state: 'NEW', kind: 'message', lane: lanes } as const;
    return this.database.read(InboxRow, { pick: ['id', 'lane', 'numberId'], where });
  }

  /** Open reports in order of arrival that do not wait for their message. */
  reports(now: Date, limit: number): Promise<WaitingRow[]> {
    const where = { state: 'NEW', kind: 'status' } as const;
    return this.database.read(InboxRow, {
      pick: WAITING,
      where,
      upTo: { dueAt: now },
      page: { by: 'id', limit },
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

  /** Marks reports and news done and erases their words, which nobody needs any more; returns the indexes of those that were open. */
  closeReports(reports: readonly ClosedReport[], now: Date): Promise<number[]> {
    return this.database.updateMany(
      InboxRow,
      reports.map(({ id, contactId, subjectId }) => ({
        where: { id, state: 'NEW' as const },
        set: { state: 'DONE' as const, doneAt: now, contactId, subjectId, body: null },
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

  count(state: InboxState): Promise<number> {
    return this.database.manager.countBy(InboxRow, { state });
  }

  private async strike({ id, attempts }: WaitingRow, change: Partial<InboxRow>): Promise<void> {
    const set = { ...change, attempts: attempts + 1 };
    await this.database.manager.update(InboxRow, { id, state: 'NEW' }, set);
  }
}
