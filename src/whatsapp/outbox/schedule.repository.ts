import { Injectable } from '@nestjs/common';
import { In, LessThanOrEqual } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { OutboxRow } from './outbox.entity.js';
import { ScheduleRow } from './schedule.entity.js';

/** Messages that leave later, and those that do not leave after all. */
@Injectable()
export class ScheduleRepository {
  constructor(private readonly database: Database) {}

  /** Joins the transaction that is open. */
  add(ids: readonly string[], dueAt: Date): Promise<void> {
    return this.database.insertMany(
      ScheduleRow,
      ids.map((id) => ({ id, dueAt })),
    );
  }

  /**
   * Lets the messages that are due wait for their sender; returns how many it looked at. Several instances may do this at once: each
   * message is moved once, and one that was cancelled meanwhile not at all.
   */
  async promote(now: Date, limit: number): Promise<number> {
    const due = await this.database.manager.find(ScheduleRow, {
      where: { dueAt: LessThanOrEqual(now) },
      order: { dueAt: 'ASC', id: 'ASC' },
      take: limit,
    });
    if (due.length === 0) return 0;
    const ids = due.map(({ id }) => id).toSorted();
    await this.database.retrying(async () => {
      await this.database.updateMany(
        OutboxRow,
        ids.map((id) => ({
          where: { id, state: 'SCHEDULED' as const },
          set: { state: 'QUEUED' as const, isOpen: true },
        })),
      );
      await this.database.manager.delete(ScheduleRow, { id: In(ids) });
    });
    return due.length;
  }

  /** Takes a message back that has not begun to leave; whether it did. The sender's mark and this one cannot both be written. */
  async cancel(id: string, now: Date): Promise<boolean> {
    const result = await this.database.manager.update(
      OutboxRow,
      { id, state: In(['QUEUED', 'SCHEDULED']) },
      { state: 'CANCELLED', isOpen: false, cancelledAt: now },
    );
    return (result.affected ?? 0) > 0;
  }
}
