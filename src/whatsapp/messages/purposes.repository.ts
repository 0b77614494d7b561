import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { PurposeRow } from './purpose.entity.js';

/** Purposes in the database. */
@Injectable()
export class PurposesRepository {
  constructor(private readonly database: Database) {}

  all(): Promise<PurposeRow[]> {
    return this.database.manager.find(PurposeRow, { order: { id: 'ASC' } });
  }

  find(id: string): Promise<PurposeRow | null> {
    return this.database.manager.findOneBy(PurposeRow, { id });
  }

  async put(row: PurposeRow): Promise<void> {
    const isNew = (await this.database.insertIfAbsent(PurposeRow, [row], ['id'])).length > 0;
    const { id, ...set } = row;
    if (!isNew) await this.database.updateMany(PurposeRow, [{ where: { id }, set }]);
  }

  async remove(id: string): Promise<boolean> {
    return ((await this.database.manager.delete(PurposeRow, { id })).affected ?? 0) > 0;
  }
}
