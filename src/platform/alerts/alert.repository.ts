import { Injectable } from '@nestjs/common';
import { In, LessThan } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Database } from '../database/database.js';
import { AFTER_ALL_IDS } from '../database/id-range.js';
import { AlertRow } from './alert.entity.js';
import type { Problem } from './alerts.js';
import { OpenProblemRow } from './open-problem.entity.js';

/** Alerts in the database. */
@Injectable()
export class AlertRepository {
  constructor(private readonly database: Database) {}

  /** Opens an alert, or counts one more time; `true` when it was opened now. Joins the transaction that is open. */
  async raise({ key, title, advice }: Problem, now: Date): Promise<boolean> {
    const id = uuid();
    const opened = await this.database.insertIfAbsent(
      OpenProblemRow,
      [{ problem: key, alertId: id }],
      ['problem'],
    );
    if (opened.length === 0) {
      await this.database.manager
        .createQueryBuilder()
        .update(AlertRow)
        .set({ occurrences: () => 'occurrences + 1', lastAt: now, title, advice })
        .where({ problem: key, isOpen: true })
        .execute();
      return false;
    }
    await this.database.insertMany(AlertRow, [
      {
        id,
        problem: key,
        isOpen: true,
        title,
        advice,
        occurrences: 1,
        openedAt: now,
        lastAt: now,
        closedAt: null,
      },
    ]);
    return true;
  }

  /** Closes the alert of a problem; the row that was closed, if there was one. Joins the transaction that is open. */
  async clear(key: string, now: Date): Promise<AlertRow | null> {
    const row = await this.database.manager.findOneBy(AlertRow, { problem: key, isOpen: true });
    if (row === null) return null;
    const closed = await this.database.manager.update(
      AlertRow,
      { id: row.id, isOpen: true },
      { isOpen: false, closedAt: now },
    );
    await this.database.manager.delete(OpenProblemRow, { problem: key });
    return closed.affected === 1 ? row : null;
  }

  async open(): Promise<AlertRow[]> {
    const problems = await this.database.manager.find(OpenProblemRow, { take: 500 });
    if (problems.length === 0) return [];
    return this.database.manager.find(AlertRow, {
      where: { id: In(problems.map(({ alertId }) => alertId)) },
      order: { id: 'ASC' },
    });
  }

  /** Open and closed ones, newest first, before an id. */
  list(before: string | null, limit: number): Promise<AlertRow[]> {
    return this.database.manager.find(AlertRow, {
      where: { id: LessThan(before ?? AFTER_ALL_IDS) },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  count(): Promise<number> {
    return this.database.manager.count(OpenProblemRow);
  }
}
