import { Injectable } from '@nestjs/common';
import { type FindOptionsWhere, LessThan, MoreThan, MoreThanOrEqual } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { idAt } from '../../platform/database/id-range.js';
import { OutboxRow, type OutboxState } from '../outbox/outbox.entity.js';
import type { Origin } from '../whatsapp.contract.js';

const DAY_MS = 86_400_000;
/** A message is answered within so many days, if at all. */
const ANSWERED_DAYS = 7;
/** How long after it was decided a message leaves at the latest, as far as live views go. */
const DELAY_MS = 60_000;

/** Which messages are wanted; `after` and `before` are ids, exclusive. */
export interface Sought {
  state?: OutboxState;
  type?: string;
  contactId?: string;
  numberId?: string;
  origin?: Origin;
  flow?: string;
  errorCode?: string;
  after?: string;
  before: string;
}

/** What happened to a message that is live news. */
export type Left = Pick<OutboxRow, 'id' | 'contactId' | 'numberId' | 'createdAt' | 'sentAt' | 'failedAt'>;

/** Messages to people, as they are read. */
@Injectable()
export class SentRepository {
  constructor(private readonly database: Database) {}

  find(id: string): Promise<OutboxRow | null> {
    return this.database.manager.findOneBy(OutboxRow, { id });
  }

  /** Newest first. */
  list(sought: Sought, limit: number): Promise<OutboxRow[]> {
    const { after, before, ...where } = sought;
    const query = this.database.manager
      .createQueryBuilder(OutboxRow, 'item')
      .where({ ...where, id: LessThan(before) })
      .orderBy('item.id', 'DESC')
      .limit(limit);
    if (after !== undefined) query.andWhere('item.id > :after', { after });
    return query.getMany();
  }

  /** Messages to a contact, from one of our numbers or from all, in their order. */
  of(contactId: string, numberId: string | null, afterId: string, limit: number): Promise<OutboxRow[]> {
    const where: FindOptionsWhere<OutboxRow> = { contactId, id: MoreThan(afterId) };
    if (numberId !== null) where.numberId = numberId;
    return this.database.manager.find(OutboxRow, { where, order: { id: 'ASC' }, take: limit });
  }

  /** Messages that answer one of this contact, in their order. */
  repliesTo(message: { id: string; contactId: string; receivedAt: Date }): Promise<OutboxRow[]> {
    const end = idAt(new Date(message.receivedAt.getTime() + ANSWERED_DAYS * DAY_MS));
    // By contact, which has an index, and not by cause, which has none: it would be one more for each message to write.
    return this.database.manager
      .createQueryBuilder(OutboxRow, 'item')
      .where({ contactId: message.contactId, causeId: message.id, id: MoreThan(message.id) })
      .andWhere('item.id < :end', { end })
      .orderBy('item.id', 'ASC')
      .getMany();
  }

  /** Messages that were decided, left or failed since a moment, in the order in which they were decided. */
  happenedSince(since: Date, limit: number): Promise<Left[]> {
    const id = MoreThanOrEqual(idAt(new Date(since.getTime() - DELAY_MS)));
    const late = MoreThanOrEqual(since);
    return this.database.manager.find(OutboxRow, {
      select: { id: true, contactId: true, numberId: true, createdAt: true, sentAt: true, failedAt: true },
      where: [
        { id, createdAt: late },
        { id, sentAt: late },
        { id, failedAt: late },
      ],
      order: { id: 'ASC' },
      take: limit,
    });
  }

  /** Ids of the next messages after one and before another. */
  async idsBetween(afterId: string, beforeId: string, limit: number): Promise<string[]> {
    const rows = await this.database.manager
      .createQueryBuilder(OutboxRow, 'item')
      .select('item.id')
      .where('item.id > :afterId AND item.id < :beforeId', { afterId, beforeId })
      .orderBy('item.id', 'ASC')
      .limit(limit)
      .getMany();
    return rows.map(({ id }) => id);
  }

  /** Erases the words of messages from one id to another; of what is not out yet as soon as it is. */
  async eraseBetween(firstId: string, lastId: string): Promise<void> {
    const within = 'id >= :firstId AND id <= :lastId';
    const ends = { firstId, lastId, isOpen: true, scheduled: 'SCHEDULED' };
    const waits = '(isOpen = :isOpen OR state = :scheduled)';
    const update = () => this.database.manager.createQueryBuilder().update(OutboxRow);
    await update().set({ isSensitive: true }).where(`${within} AND ${waits}`, ends).execute();
    await update().set({ body: null, providerId: null }).where(`${within} AND NOT ${waits}`, ends).execute();
  }
}
