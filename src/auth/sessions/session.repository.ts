import { Injectable } from '@nestjs/common';
import { In, LessThanOrEqual } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { SessionRow } from './session.entity.js';

const PRUNE = 500;

@Injectable()
export class SessionRepository {
  constructor(private readonly database: Database) {}

  async insert(row: SessionRow): Promise<void> {
    await this.database.insertMany(SessionRow, [row]);
  }

  find(tokenHash: string): Promise<SessionRow | null> {
    return this.database.manager.findOneBy(SessionRow, { tokenHash });
  }

  async prolong(id: string, lastUsedAt: Date, expiresAt: Date): Promise<void> {
    await this.database.manager.update(SessionRow, { id }, { lastUsedAt, expiresAt });
  }

  async remove(tokenHash: string): Promise<void> {
    await this.database.manager.delete(SessionRow, { tokenHash });
  }

  /** Ends every session of a holder; returns how many. */
  async removeOf(holder: SessionRow['holder'], holderId: string): Promise<number> {
    return (await this.database.manager.delete(SessionRow, { holder, holderId })).affected ?? 0;
  }

  /** Removes some that are over; returns how many. */
  async prune(now: Date): Promise<number> {
    const rows = await this.database.manager.find(SessionRow, {
      select: { id: true },
      where: { expiresAt: LessThanOrEqual(now) },
      take: PRUNE,
    });
    if (rows.length === 0) return 0;
    return (
      (await this.database.manager.delete(SessionRow, { id: In(rows.map(({ id }) => id)) })).affected ?? 0
    );
  }
}
