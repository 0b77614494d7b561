import { AFTER_ALL_IDS, idAt } from '../../platform/database/id-range.js';
import { Injectable } from '@nestjs/common';
import { In, IsNull, LessThan, MoreThanOrEqual, Not, type SelectQueryBuilder } from 'typeorm';
import { chunks } from '../../platform/database/chunks.js';
import { Database } from '../../platform/database/database.js';
import { OutboxRow, type OutboxState } from './outbox.entity.js';

/** Contacts whose words one statement erases. */
const SPANS = 50;

/** Which ended failures are meant. */
export interface FailureFilter {
  state: 'FAILED' | 'UNKNOWN';
  ids?: readonly string[];
  number?: string;
  errorCode?: string;
  /** Decided on since. */
  since?: Date;
}

/** Messages to people as operators see them, send them again, and have them erased. */
@Injectable()
export class ArchiveRepository {
  constructor(private readonly database: Database) {}

  /** Erases what was said: at once where it is out, on its way out where it is not. */
  async erase(spans: readonly { contactId: string; since: Date }[]): Promise<void> {
    for (const part of chunks(spans, SPANS)) {
      const of = (isOpen: boolean) =>
        part.map(({ contactId, since }) => ({ contactId, isOpen, createdAt: MoreThanOrEqual(since) }));
      const builder = () => this.database.manager.createQueryBuilder().update(OutboxRow);
      await builder().set({ body: null }).where(of(false)).execute();
      await builder().set({ isSensitive: true }).where(of(true)).execute();
    }
  }

  /** Erases private words of messages since a moment that are out: those that became private while they were being sent. */
  async eraseOut(since: Date): Promise<void> {
    await this.eraseBodies(['SENT', 'DELIVERED', 'READ', 'PLAYED'], { from: since, to: null });
  }

  /** Erases private words of messages of that time that failed and that nobody sent again. */
  async eraseGivenUp(from: Date, to: Date): Promise<void> {
    await this.eraseBodies(['FAILED', 'UNKNOWN', 'CANCELLED'], { from, to });
  }

  private async eraseBodies(states: OutboxState[], span: { from: Date; to: Date | null }): Promise<void> {
    await this.database.manager
      .createQueryBuilder()
      .update(OutboxRow)
      .set({ body: null })
      .where('state IN (:...states) AND isSensitive = :isSensitive AND isOpen = :isOpen AND body IS NOT NULL')
      .andWhere('id >= :from AND id < :to')
      .setParameters({
        states,
        isSensitive: true,
        isOpen: false,
        from: idAt(span.from),
        to: span.to === null ? AFTER_ALL_IDS : idAt(span.to),
      })
      .execute();
  }

  /** Ended failures whose content is still there, newest first, before `beforeId`; only of what was sent from here. */
  async failures(filter: FailureFilter, beforeId: string, limit: number): Promise<string[]> {
    const rows = await this.failed(filter)
      .select('message.id')
      .andWhere('message.id < :beforeId', { beforeId })
      .orderBy('message.id', 'DESC')
      .limit(limit)
      .getMany();
    return rows.map(({ id }) => id);
  }

  countFailures(filter: FailureFilter): Promise<number> {
    return this.failed(filter).getCount();
  }

  /** Puts ended failures in the queue again; returns how many still were. */
  async requeue(ids: readonly string[], now: Date): Promise<number> {
    let count = 0;
    const set = {
      state: 'QUEUED',
      isOpen: true,
      attempts: 0,
      dueAt: now,
      failedAt: null,
      unknownAt: null,
    } as const;
    for (const part of chunks(ids, 500)) {
      const ended = { id: In(part), state: In(['FAILED', 'UNKNOWN']), isOpen: false };
      count += (await this.database.manager.update(OutboxRow, ended, set)).affected ?? 0;
    }
    return count;
  }

  async forget(contactId: string): Promise<number> {
    return (await this.database.manager.delete(OutboxRow, { contactId })).affected ?? 0;
  }

  /** How many are not out, from these numbers. */
  waiting(numbers: readonly string[]): Promise<number> {
    if (numbers.length === 0) return Promise.resolve(0);
    return this.database.manager.countBy(OutboxRow, { numberId: In([...numbers]), isOpen: true });
  }

  find(id: string): Promise<OutboxRow | null> {
    return this.database.manager.findOneBy(OutboxRow, { id });
  }

  /** Newest first, before `beforeId`. */
  list(
    where: { state?: OutboxState; contactId?: string },
    beforeId: string,
    limit: number,
  ): Promise<OutboxRow[]> {
    return this.database.manager.find(OutboxRow, {
      where: { ...where, id: LessThan(beforeId) },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  count(state: OutboxState): Promise<number> {
    return this.database.manager.countBy(OutboxRow, { state });
  }

  private failed({ state, ids, number, errorCode, since }: FailureFilter): SelectQueryBuilder<OutboxRow> {
    const query = this.database.manager
      .createQueryBuilder(OutboxRow, 'message')
      .where({ state, isOpen: false, body: Not(IsNull()), origin: Not('phone') });
    if (ids !== undefined) query.andWhere('message.id IN (:...ids)', { ids });
    if (number !== undefined) query.andWhere({ numberId: number });
    if (errorCode !== undefined) query.andWhere({ errorCode });
    if (since !== undefined) query.andWhere('message.id >= :from', { from: idAt(since) });
    return query;
  }
}
