import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { BEFORE_ALL_IDS } from '../../platform/database/id-range.js';
import { RetentionRow } from './retention.entity.js';

/** How far the erasing of what is old has come, in the database: it goes on there after a restart. */
@Injectable()
export class RetentionRepository {
  constructor(private readonly database: Database) {}

  async find(name: string): Promise<RetentionRow> {
    const row = await this.database.manager.findOneBy(RetentionRow, { name });
    if (row !== null) return row;
    const first = { name, position: BEFORE_ALL_IDS, dueAt: new Date(0) };
    await this.database.insertIfAbsent(RetentionRow, [first], ['name']);
    return first;
  }

  async note({ name, ...set }: RetentionRow): Promise<void> {
    await this.database.manager.update(RetentionRow, { name }, set);
  }
}
