import type { MigrationInterface, QueryRunner } from 'typeorm';
import { bool, Ddl, decimal, id36, instant, int, longtext, string } from '../src/platform/database/ddl.js';

/** Products, their categories, and the words by which they are found. */
export class Catalog1763700017000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    await categories(ddl);
    await products(ddl);
    await words(ddl);
  }

  async down(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    const tables = ['catalog_gram', 'catalog_term', 'catalog_posting', 'catalog_product', 'catalog_category'];
    for (const table of tables) await ddl.dropTable(table);
  }
}

async function categories(ddl: Ddl): Promise<void> {
  await ddl.table(
    'catalog_category',
    {
      id: id36({ primary: true }),
      source: string(40),
      source_id: string(400),
      name: string(400),
      parent_id: id36({ nullable: true }),
      active: bool(),
      synced_at: instant(),
      changed_at: instant(),
    },
    { uniques: [['source', 'source_id']], indices: [['parent_id'], ['changed_at']] },
  );
}

async function products(ddl: Ddl): Promise<void> {
  await ddl.table(
    'catalog_product',
    {
      id: id36({ primary: true }),
      sku: string(400),
      sku_key: string(400, { nullable: true }),
      name: string(800),
      name_key: string(400),
      description: longtext({ nullable: true }),
      price: decimal(14, 4),
      currency: string(3),
      stock: int({ nullable: true }),
      category_id: id36({ nullable: true }),
      images: longtext(),
      active: bool(),
      source: string(40),
      source_id: string(400, { nullable: true }),
      hash: string(64),
      revision: int(),
      is_indexed: bool(),
      synced_at: instant(),
      changed_at: instant(),
    },
    {
      uniques: [['sku']],
      indices: [
        ['sku_key'],
        ['name_key', 'id'],
        ['category_id', 'active', 'name_key', 'id'],
        ['is_indexed', 'id'],
        ['changed_at'],
        ['source', 'source_id'],
      ],
      foreignKeys: [{ column: 'category_id', table: 'catalog_category', onDelete: 'SET NULL' }],
    },
  );
}

async function words(ddl: Ddl): Promise<void> {
  await ddl.table(
    'catalog_posting',
    {
      word: string(128, { primary: true }),
      product_id: id36({ primary: true }),
      place: int({ primary: true }),
    },
    { indices: [['product_id']] },
  );
  await ddl.table('catalog_gram', {
    gram: string(132, { primary: true }),
    word: string(128, { primary: true }),
  });
}
