import { Injectable } from '@nestjs/common';
import { In, LessThanOrEqual, MoreThan, MoreThanOrEqual, Not } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import type { KeptError } from './error-words.js';
import { OutboxRow, type OutboxState } from './outbox.entity.js';
import { OPEN, OPEN_COLUMNS, type OpenRow, type Outcome, REPORTED, type ReportedRow } from './outbox-rows.js';

/** Where a look at a queue goes on: within one priority, after an id. */
export interface Place {
  priority: number;
  afterId: string;
}

/** At most so many messages, and none for these persons. */
export interface Look {
  limit: number;
  without: readonly string[];
}

/** The outbox in the database. */
@Injectable()
export class OutboxRepository {
  constructor(private readonly database: Database) {}

  async add(rows: readonly OutboxRow[]): Promise<void> {
    await this.database.insertMany(OutboxRow, rows);
  }

  /**
   * Messages of a number that are not out yet, those that wait and those that hold others up: in the order in which they leave, or,
   * after a place, those of its priority, oldest first.
   */
  open(numberId: string, after: Place | null, { limit, without }: Look): Promise<OpenRow[]> {
    if (without.length > 0) return this.openOfOthers(numberId, after, { limit, without });
    if (after === null) {
      const page = { by: ['priority', 'id'], limit } as const;
      return this.database.read(OutboxRow, { pick: OPEN, where: { numberId, isOpen: true }, page });
    }
    const { priority, afterId } = after;
    const page = { by: 'id', after: afterId, limit } as const;
    return this.database.read(OutboxRow, { pick: OPEN, where: { numberId, isOpen: true, priority }, page });
  }

  /** Notes that these messages are being sent, before they are; returns the indexes of those that still waited. */
  claim(claims: readonly { id: string; at: Date }[]): Promise<number[]> {
    return this.database.updateMany(
      OutboxRow,
      claims.map(({ id, at }) => ({
        where: { id, state: 'QUEUED' as const },
        set: { state: 'SENDING' as const, claimedAt: at },
      })),
    );
  }

  /** Puts another content into a message that still waits. */
  async replace(id: string, set: Pick<OutboxRow, 'type' | 'body'>): Promise<void> {
    await this.database.updateMany(OutboxRow, [{ where: { id, state: 'QUEUED' }, set }]);
  }

  /** Writes down how attempts ended, except where a report was quicker; returns the ids of those that were written. */
  async settle(outcomes: readonly Outcome[]): Promise<Set<string>> {
    const sending = new Set(await this.settleFrom('SENDING', outcomes));
    // Whoever took the number over holds them for doubtful; the one who sent them knows.
    const known = outcomes.filter(({ isOpen }, at) => !sending.has(at) && !isOpen);
    const unknown = new Set(await this.settleFrom('UNKNOWN', known));
    const settled = [
      ...outcomes.filter((_, at) => sending.has(at)),
      ...known.filter((_, at) => unknown.has(at)),
    ];
    return new Set(settled.map(({ id }) => id));
  }

  /** Messages that were marked but never left wait again; `at` names the very mark. */
  async giveBack(ids: readonly string[], at?: Date): Promise<void> {
    const mark = at === undefined ? {} : { claimedAt: at };
    await this.database.updateMany(
      OutboxRow,
      ids.map((id) => ({
        where: { id, state: 'SENDING' as const, ...mark },
        set: { state: 'QUEUED' as const, claimedAt: null },
      })),
    );
  }

  /** Messages of these numbers that a vanished instance was sending: nobody knows whether they left. */
  async orphan(numberIds: readonly string[], now: Date): Promise<number> {
    const result = await this.database.manager.update(
      OutboxRow,
      { numberId: In([...numberIds]), isOpen: true, state: 'SENDING' },
      { state: 'UNKNOWN', unknownAt: now },
    );
    return result.affected ?? 0;
  }

  /** When messages of a number were last sent to whom, for the limits of the next minutes. */
  sentSince(
    numberId: string,
    since: Date,
  ): Promise<{ contactId: string; claimedAt: Date | null; sentAt: Date | null }[]> {
    return this.database.manager.find(OutboxRow, {
      select: { contactId: true, claimedAt: true, sentAt: true },
      where: { numberId, claimedAt: MoreThanOrEqual(since) },
      order: { claimedAt: 'ASC' },
    });
  }

  /** Messages of unknown outcome that have waited long enough for a report. */
  unsettled(before: Date, limit: number): Promise<Pick<OutboxRow, 'id' | 'attempts'>[]> {
    return this.database.manager.find(OutboxRow, {
      select: { id: true, attempts: true },
      where: { state: 'UNKNOWN', isOpen: true, unknownAt: LessThanOrEqual(before) },
      order: { id: 'ASC' },
      take: limit,
    });
  }

  /** Settles messages of unknown outcome without a report. */
  resolveUnknown(
    rows: readonly Pick<OutboxRow, 'id' | 'attempts'>[],
    set: Pick<OutboxRow, 'state' | 'isOpen' | 'dueAt' | keyof KeptError>,
  ): Promise<number[]> {
    return this.database.updateMany(
      OutboxRow,
      rows.map(({ id, attempts }) => ({
        where: { id, state: 'UNKNOWN' as const },
        set: { ...set, attempts: attempts + 1 },
      })),
    );
  }

  /** Messages that reports are about: by provider's id or by our reference. */
  async reported(providerKeys: readonly string[], references: readonly string[]): Promise<ReportedRow[]> {
    const pick = REPORTED;
    const named = await this.database.read(OutboxRow, { pick, where: { id: [...new Set(references)] } });
    const known = new Set(named.map((row) => row.providerKey));
    const others = [...new Set(providerKeys.filter((key) => !known.has(key)))];
    const found = await this.database.read(OutboxRow, { pick, where: { providerKey: others } });
    const names = new Set(named.map((row) => row.id));
    return [...named, ...found.filter((row) => !names.has(row.id))];
  }

  private openOfOthers(numberId: string, after: Place | null, { limit, without }: Look): Promise<OpenRow[]> {
    const place = after === null ? {} : { priority: after.priority, id: MoreThan(after.afterId) };
    return this.database.manager.find(OutboxRow, {
      select: OPEN_COLUMNS,
      where: { numberId, isOpen: true, contactId: Not(In([...without])), ...place },
      order: { priority: 'ASC', id: 'ASC' },
      take: limit,
    });
  }

  private settleFrom(state: OutboxState, outcomes: readonly Outcome[]): Promise<number[]> {
    return this.database.updateMany(
      OutboxRow,
      outcomes.map(({ id, ...set }) => ({ where: { id, state }, set })),
    );
  }

  async report(
    changes: readonly { from: OutboxState; id: string; set: Partial<OutboxRow> }[],
  ): Promise<number[]> {
    return this.database.updateMany(
      OutboxRow,
      changes.map(({ id, from, set }) => ({ where: { id, state: from }, set })),
    );
  }
}
