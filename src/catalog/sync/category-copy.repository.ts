import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { BEFORE_ALL_IDS } from '../../platform/database/id-range.js';
import { CategoryRow } from '../products/category.entity.js';

const AT_ONCE = 500;

/** Categories as a source has them. */
@Injectable()
export class CategoryCopyRepository {
  constructor(private readonly database: Database) {}

  /** All of a source, by its ids. */
  async of(source: string): Promise<Map<string, CategoryRow>> {
    const found = new Map<string, CategoryRow>();
    for (let after = BEFORE_ALL_IDS; ;) {
      const page = { by: 'id', after, limit: AT_ONCE } as const;
      const rows = await this.database.read(CategoryRow, { where: { source }, page });
      for (const row of rows) found.set(row.sourceId, row);
      const last = rows.at(-1);
      if (last === undefined || rows.length < AT_ONCE) return found;
      after = last.id;
    }
  }

  add(rows: readonly CategoryRow[]): Promise<void> {
    return this.database.insertMany(CategoryRow, rows);
  }

  async change(rows: readonly CategoryRow[]): Promise<void> {
    await this.database.updateMany(
      CategoryRow,
      rows.map(({ id, name, parentId, active, syncedAt, changedAt }) => ({
        where: { id },
        set: { name, parentId, active, syncedAt, changedAt },
      })),
    );
  }
}
