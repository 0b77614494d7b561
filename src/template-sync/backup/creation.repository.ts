import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { CreationRow } from './creation.entity.js';

/** The creations of each account, in the database: all processes share them, and a restart forgets none. */
@Injectable()
export class CreationRepository {
  constructor(private readonly database: Database) {}

  /** The places of an account, the one unused for longest first. */
  places(accountId: string): Promise<CreationRow[]> {
    return this.database.manager.find(CreationRow, {
      where: { accountId },
      order: { takenAt: 'ASC', place: 'ASC' },
    });
  }

  /** Takes a place that was never used; `false` when somebody else was quicker. */
  async open(accountId: string, place: number, takenAt: Date): Promise<boolean> {
    const row: CreationRow = { accountId, place, takenAt, revision: 1 };
    return (await this.database.insertIfAbsent(CreationRow, [row], ['accountId', 'place'])).length === 1;
  }

  /** Takes a place again; `false` when somebody else was quicker. */
  async reuse({ accountId, place, revision }: CreationRow, takenAt: Date): Promise<boolean> {
    const change = { where: { accountId, place, revision }, set: { takenAt, revision: revision + 1 } };
    return (await this.database.updateMany(CreationRow, [change])).length === 1;
  }
}
