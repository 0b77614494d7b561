import { Injectable } from '@nestjs/common';
import {
  type FindOptionsWhere,
  In,
  IsNull,
  LessThan,
  MoreThan,
  MoreThanOrEqual,
  Not,
  type UpdateResult,
} from 'typeorm';
import { chunks } from '../../platform/database/chunks.js';
import { Database } from '../../platform/database/database.js';
import { idAt } from '../../platform/database/id-range.js';
import { type InboxKind, InboxRow, type InboxState } from './inbox.entity.js';

/** Contacts whose words one statement erases. */
const SPANS = 50;
/** How long after their arrival updates are dealt with at the latest, as far as live views go. */
const DELAY_MS = 30_000;

/** Which updates are wanted; `after` and `before` are ids, exclusive. */
export interface Sought {
  kind?: InboxKind;
  kinds?: readonly InboxKind[];
  state?: InboxState;
  topic?: string;
  contactId?: string;
  numberId?: string;
  after?: string;
  before: string;
}

/** What happened to an update that is live news. */
export type Happened = Pick<InboxRow, 'id' | 'kind' | 'contactId' | 'subjectId' | 'numberId' | 'doneAt'>;

/** What was received, as people see it, have it handled again, and have it erased. */
@Injectable()
export class ReceivedRepository {
  constructor(private readonly database: Database) {}

  find(id: string): Promise<InboxRow | null> {
    return this.database.manager.findOneBy(InboxRow, { id });
  }

  /** Newest first. */
  list(sought: Sought, limit: number): Promise<InboxRow[]> {
    const { after, before, kinds, ...where } = sought;
    const query = this.database.manager
      .createQueryBuilder(InboxRow, 'item')
      .where({ ...where, ...(kinds !== undefined && { kind: In([...kinds]) }), id: LessThan(before) })
      .orderBy('item.id', 'DESC')
      .limit(limit);
    if (after !== undefined) query.andWhere('item.id > :after', { after });
    return query.getMany();
  }

  /** Messages of a contact, to one of our numbers or to all, in order of arrival. */
  of(contactId: string, numberId: string | null, afterId: string, limit: number): Promise<InboxRow[]> {
    const where: FindOptionsWhere<InboxRow> = { contactId, kind: 'message', id: MoreThan(afterId) };
    if (numberId !== null) where.numberId = numberId;
    return this.database.manager.find(InboxRow, { where, order: { id: 'ASC' }, take: limit });
  }

  /** Messages and reports about known contacts that were dealt with since a moment, in that order. */
  happenedSince(since: Date, limit: number): Promise<Happened[]> {
    return this.database.manager.find(InboxRow, {
      select: { id: true, kind: true, contactId: true, subjectId: true, numberId: true, doneAt: true },
      where: {
        state: 'DONE',
        kind: In(['message', 'status']),
        id: MoreThanOrEqual(idAt(new Date(since.getTime() - DELAY_MS))),
        doneAt: MoreThanOrEqual(since),
        contactId: Not(IsNull()),
      },
      order: { doneAt: 'ASC', id: 'ASC' },
      take: limit,
    });
  }

  /** Which of these contacts wrote something since a moment. */
  async heardSince(contactIds: readonly string[], since: Date): Promise<Set<string>> {
    if (contactIds.length === 0) return new Set();
    const rows = await this.database.manager
      .createQueryBuilder(InboxRow, 'item')
      .select('item.contactId', 'contactId')
      .where('item.contactId IN (:...contactIds) AND item.id >= :since', { contactIds, since: idAt(since) })
      .groupBy('item.contactId')
      .getRawMany<{ contactId: string }>();
    return new Set(rows.map(({ contactId }) => contactId));
  }

  /** Those of these updates that can be handled again. */
  replayable(ids: readonly string[]): Promise<Replayable[]> {
    return this.database.manager.find(InboxRow, {
      select: { id: true, numberId: true },
      where: { id: In([...ids]), state: In(['DEAD', 'KEPT']), ...REPLAYABLE },
    });
  }

  /** Updates of one of our numbers that can be handled again, in order of arrival. */
  replayableOf(
    numberId: string,
    state: 'DEAD' | 'KEPT',
    afterId: string,
    limit: number,
  ): Promise<Replayable[]> {
    return this.database.manager.find(InboxRow, {
      select: { id: true, numberId: true },
      where: { numberId, state, id: MoreThan(afterId), ...REPLAYABLE },
      order: { id: 'ASC' },
      take: limit,
    });
  }

  async reopen(ids: readonly string[], now: Date): Promise<number> {
    let count = 0;
    for (const part of chunks(ids, 500)) {
      const again = { id: In(part), state: In(['DEAD', 'KEPT']), body: Not(IsNull()) };
      const set = { state: 'NEW', attempts: 0, dueAt: now, error: null } as const;
      count += (await this.database.manager.update(InboxRow, again, set)).affected ?? 0;
    }
    return count;
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

  /** Removes everything of a contact; returns how many messages that were. */
  async forget(contactId: string): Promise<number> {
    const messages = await this.database.manager.delete(InboxRow, { contactId, kind: 'message' });
    await this.database.manager.delete(InboxRow, { contactId });
    return messages.affected ?? 0;
  }

  /** Removes messages of these lines that were not handled and so belong to no contact yet, and news; returns how many messages. */
  async forgetUnhandled(lanes: readonly string[], states: readonly InboxState[]): Promise<number> {
    if (lanes.length === 0) return 0;
    const unhandled = { state: In([...states]), lane: In([...lanes]) };
    const messages = await this.database.manager.delete(InboxRow, {
      ...unhandled,
      kind: In(['message', 'group']),
    });
    await this.database.manager.delete(InboxRow, { ...unhandled, kind: 'notice' });
    return messages.affected ?? 0;
  }

  /** Deletes handled reports and news from before a moment, at most `limit` of them each. Asks for ids, which an index has: it is asked often. */
  async pruneReports(before: Date, limit: number): Promise<number> {
    const rows = await this.database.manager.find(InboxRow, {
      select: { id: true },
      where: { state: 'DONE', kind: In(['status', 'notice']), id: LessThan(idAt(before)) },
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
    await this.eraseIn(['KEPT', 'DEAD'], idAt(from), idAt(to));
  }

  /** Ids of the next updates after one and before another. */
  async idsBetween(afterId: string, beforeId: string, limit: number): Promise<string[]> {
    const rows = await this.database.manager
      .createQueryBuilder(InboxRow, 'item')
      .select('item.id')
      .where('item.id > :afterId AND item.id < :beforeId', { afterId, beforeId })
      .orderBy('item.id', 'ASC')
      .limit(limit)
      .getMany();
    return rows.map(({ id }) => id);
  }

  /** Erases the words of updates from one id to another. What nobody has handled in all that time is given up. */
  async eraseBetween(firstId: string, lastId: string): Promise<void> {
    await this.database.manager
      .createQueryBuilder()
      .update(InboxRow)
      .set({ state: 'DEAD', error: 'expired' })
      .where('state = :state AND id >= :firstId AND id <= :lastId', { state: 'NEW', firstId, lastId })
      .execute();
    await this.eraseIn(['DONE', 'DEAD', 'KEPT'], firstId, lastId);
  }

  private eraseIn(states: InboxState[], from: string, to: string): Promise<UpdateResult> {
    return this.database.manager
      .createQueryBuilder()
      .update(InboxRow)
      .set({ body: null })
      .where('state IN (:...states) AND body IS NOT NULL AND id >= :from AND id <= :to', { states, from, to })
      .execute();
  }
}

export type Replayable = Pick<InboxRow, 'id' | 'numberId'>;

const REPLAYABLE: FindOptionsWhere<InboxRow> = { kind: In(['message', 'notice']), body: Not(IsNull()) };
