import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { chunks } from '../../platform/database/chunks.js';
import { Database } from '../../platform/database/database.js';
import { CategoryRow } from '../products/category.entity.js';
import { lastChange } from '../products/category.repository.js';
import { ProductRow } from '../products/product.entity.js';
import { GramRow, PostingRow } from './posting.entity.js';
import { keysOf, wholeKey } from './words.js';

/** On a table, where other statements are cut off sooner. */
const LONGEST_WORK_MS = 600_000;

/** A product whose words are not in the index as they are. */
export type Unindexed = Pick<ProductRow, 'id' | 'revision' | 'name' | 'description' | 'categoryId'>;

/** The words of products, written. */
@Injectable()
export class PostingRepository {
  constructor(private readonly database: Database) {}

  unindexed(limit: number): Promise<Unindexed[]> {
    return this.database.manager.find(ProductRow, {
      select: { id: true, revision: true, name: true, description: true, categoryId: true },
      where: { isIndexed: false },
      order: { id: 'ASC' },
      take: limit,
    });
  }

  /** When a product was changed last, in milliseconds; 0: never. */
  lastChange(): Promise<number> {
    return lastChange(this.database, ProductRow);
  }

  /** The names of these categories. */
  async namesOf(categoryIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const where = { id: [...new Set(categoryIds)] };
    const rows = await this.database.read(CategoryRow, { pick: ['id', 'name'], where });
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  /** Marks them as indexed in this transaction, which keeps everybody else away; the ids of those that had not changed meanwhile. */
  async claim(products: readonly Unindexed[]): Promise<ReadonlySet<string>> {
    const hits = await this.database.updateMany(
      ProductRow,
      products.map(({ id, revision }) => ({
        where: { id, revision, isIndexed: false },
        set: { isIndexed: true },
      })),
    );
    return new Set(hits.flatMap((at) => products[at]?.id ?? []));
  }

  /** The words of these products and no others. One that is indexed for the first time has none before. */
  async replace(products: readonly Unindexed[], postings: readonly PostingRow[]): Promise<void> {
    const before = products.filter(({ revision }) => revision > 1).map(({ id }) => id);
    for (const part of chunks(before))
      await this.database.manager.delete(PostingRow, { productId: In(part) });
    await this.database.insertMany(PostingRow, postings);
  }

  /** Lets words be found by their pieces. */
  async learn(words: readonly string[]): Promise<void> {
    const own = words.map((word) => ({ gram: wholeKey(word), word }));
    const added = await this.database.insertIfAbsent(GramRow, own, ['gram', 'word']);
    const pieces = added.flatMap((at) => {
      const word = words[at] ?? '';
      return keysOf(word).map((gram) => ({ gram, word }));
    });
    await this.database.insertIfAbsent(GramRow, pieces, ['gram', 'word']);
  }

  /**
   * Lets the database count what there is: PostgreSQL plans for tables of no size until it has, and its own round may come late. SQLite
   * is asked so that it needs no counts, Oracle counts by itself.
   */
  count(): Promise<void> {
    return this.onEachTable('ANALYZE');
  }

  /**
   * Lets PostgreSQL note which of its pages everybody may see, too: until then it looks up in the table each row that it finds in an
   * index, which made a search five times as expensive.
   */
  tidy(): Promise<void> {
    return this.onEachTable('VACUUM (ANALYZE, SKIP_LOCKED)');
  }

  private async onEachTable(work: string): Promise<void> {
    if (this.database.dialect !== 'postgres') return;
    const runner = this.database.manager.dataSource.createQueryRunner();
    try {
      await runner.query(`SET statement_timeout = ${LONGEST_WORK_MS}`);
      try {
        for (const table of ['catalog_product', 'catalog_posting', 'catalog_gram'])
          await runner.query(`${work} ${table}`);
      } finally {
        await runner.query('RESET statement_timeout');
      }
    } finally {
      await runner.release();
    }
  }
}
