import { Injectable } from '@nestjs/common';
import { LessThanOrEqual } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { RegistrationRow } from '../registrations/registration.entity.js';

/** The codes for which somebody waits. Whoever takes one off this list tells the person, nobody else. */
@Injectable()
export class AwaitedRepository {
  constructor(private readonly database: Database) {}

  /** Those whose time is over. */
  async overdue(now: Date): Promise<{ id: string; codeId: string }[]> {
    const where = { awaited: true, urgentUntil: LessThanOrEqual(now) };
    const order = { urgentUntil: 'ASC', id: 'ASC' } as const;
    return this.database.manager.find(RegistrationRow, {
      select: { id: true, codeId: true },
      where,
      order,
      take: 100,
    });
  }

  /** `false` when somebody else has done it. Joins the transaction that is open. */
  async release(id: string): Promise<boolean> {
    const change = { where: { id, awaited: true }, set: { awaited: false } };
    return (await this.database.updateMany(RegistrationRow, [change])).length === 1;
  }

  atomically<T>(work: () => Promise<T>): Promise<T> {
    return this.database.retrying(work);
  }
}
