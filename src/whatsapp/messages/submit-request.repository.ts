import { Injectable } from '@nestjs/common';
import { In, LessThan } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { SubmitRequestRow } from './submit-request.entity.js';

/** Requests with a key, in the database. */
@Injectable()
export class SubmitRequestRepository {
  constructor(private readonly database: Database) {}

  find(id: string): Promise<SubmitRequestRow | null> {
    return this.database.manager.findOneBy(SubmitRequestRow, { id });
  }

  /** Whether it was new; of several at once one is, and the others wait until its transaction has ended. */
  async keep(row: SubmitRequestRow): Promise<boolean> {
    return (await this.database.insertIfAbsent(SubmitRequestRow, [row], ['id'])).length > 0;
  }

  /** Deletes one from before a moment. */
  async drop(id: string, before: Date): Promise<void> {
    await this.database.manager.delete(SubmitRequestRow, { id, createdAt: LessThan(before) });
  }

  /** Deletes those from before a moment, at most `limit`; returns how many. */
  async prune(before: Date, limit: number): Promise<number> {
    const rows = await this.database.manager.find(SubmitRequestRow, {
      select: { id: true },
      where: { createdAt: LessThan(before) },
      take: limit,
    });
    const ids = rows.map(({ id }) => id);
    if (ids.length > 0) await this.database.manager.delete(SubmitRequestRow, { id: In(ids) });
    return ids.length;
  }
}
