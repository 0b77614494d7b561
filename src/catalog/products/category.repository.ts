import { Injectable } from '@nestjs/common';
import { fold } from '../../kernel/fold.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import { CategoryRow } from './category.entity.js';
import { ProductRow } from './product.entity.js';

export type Shelf = Pick<CategoryRow, 'id' | 'name' | 'parentId'>;

/** A category as its source has it. */
export interface CategoryDraft {
  sourceId: string;
  name: string;
  parentId: string | null;
}

const AT_ONCE = 500;

/** Categories in the database. */
@Injectable()
export class CategoryRepository {
  constructor(private readonly database: Database) {}

  /** The active ones. */
  all(): Promise<Shelf[]> {
    return this.database.read(CategoryRow, { pick: ['id', 'name', 'parentId'], where: { active: true } });
  }

  /** All, active or not, after an id, whose folded name holds these folded words. */
  async list(words: string, after: string, limit: number): Promise<CategoryRow[]> {
    const found: CategoryRow[] = [];
    let last = after;
    for (;;) {
      const rows = await this.database.read(CategoryRow, {
        where: {},
        page: { by: 'id', after: last, limit: AT_ONCE },
      });
      found.push(...rows.filter(({ name }) => fold(name).includes(words)));
      last = rows.at(-1)?.id ?? last;
      if (rows.length < AT_ONCE || found.length >= limit) return found.slice(0, limit);
    }
  }

  /** Our ids of those that have this id here; else of those that have it where they come from. */
  async called(id: string): Promise<string[]> {
    const pick = ['id'] as const;
    const ours = await this.database.read(CategoryRow, { pick, where: { id: id.toLowerCase() } });
    const rows =
      ours.length > 0 ? ours : await this.database.read(CategoryRow, { pick, where: { sourceId: id } });
    return rows.map((row) => row.id);
  }

  /** When one was last changed; 0 where there is none. */
  lastChange(): Promise<number> {
    return lastChange(this.database, CategoryRow);
  }

  /** The id of a category of this source, made where there is none yet. */
  async ensure(source: string, { sourceId, name, parentId }: CategoryDraft, at: Date): Promise<string> {
    const known = await this.known(source, sourceId);
    if (known !== undefined) return known;
    const row: CategoryRow = {
      id: newId(),
      source,
      sourceId,
      name,
      parentId,
      active: true,
      syncedAt: at,
      changedAt: at,
    };
    const [added] = await this.database.insertIfAbsent(CategoryRow, [row], ['source', 'sourceId']);
    return added === undefined ? ((await this.known(source, sourceId)) ?? row.id) : row.id;
  }

  private async known(source: string, sourceId: string): Promise<string | undefined> {
    const where = { source, sourceId };
    const [row] = await this.database.read(CategoryRow, { pick: ['id'], where });
    return row?.id;
  }
}

/** The latest change of a table that tells it, as a number; 0 where there is none. */
export async function lastChange(
  database: Database,
  entity: typeof CategoryRow | typeof ProductRow,
): Promise<number> {
  const [row] = await database.manager.find<CategoryRow | ProductRow>(entity, {
    select: { id: true, changedAt: true },
    order: { changedAt: 'DESC' },
    take: 1,
  });
  return row?.changedAt.getTime() ?? 0;
}
