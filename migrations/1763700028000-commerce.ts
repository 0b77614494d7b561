import type { MigrationInterface, QueryRunner } from 'typeorm';
import { bool, Ddl, id36, instant, int, longtext, string } from '../src/platform/database/ddl.js';

/** What the commerce catalogues of buyers know of our products: items, the batches that told them, and the exports. */
export class Commerce1763700028000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    await exports(ddl);
    await batches(ddl);
    await items(ddl);
  }

  async down(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    for (const table of ['catalog_commerce_item', 'catalog_commerce_batch', 'catalog_commerce_export'])
      await ddl.dropTable(table);
  }
}

async function exports(ddl: Ddl): Promise<void> {
  await ddl.table(
    'catalog_commerce_export',
    {
      id: id36({ primary: true }),
      catalog_id: string(100),
      slot: string(100),
      state: string(12),
      cause: string(12),
      actor: string(120),
      forced: bool(),
      seen_until: instant(),
      started_at: instant(),
      finished_at: instant({ nullable: true }),
      host: string(300),
      pid: int(),
      beats: int(),
      beat_at: instant(),
      sent: int(),
      accepted: int(),
      refused: int(),
      removed: int(),
      failures: int(),
      error_code: string(80, { nullable: true }),
      error: string(2000, { nullable: true }),
    },
    { uniques: [['slot']], indices: [['catalog_id', 'id']] },
  );
}

async function batches(ddl: Ddl): Promise<void> {
  await ddl.table(
    'catalog_commerce_batch',
    {
      id: id36({ primary: true }),
      catalog_id: string(100),
      state: string(12),
      handle: longtext({ nullable: true }),
      items: int(),
      accepted: int(),
      refused: int(),
      sent_at: instant(),
      polled_at: instant({ nullable: true }),
      finished_at: instant({ nullable: true }),
      error: string(2000, { nullable: true }),
    },
    { indices: [['catalog_id', 'id']] },
  );
}

async function items(ddl: Ddl): Promise<void> {
  await ddl.table(
    'catalog_commerce_item',
    {
      id: id36({ primary: true }),
      catalog_id: string(100),
      sku: string(400),
      state: string(12),
      hash_accepted: string(64, { nullable: true }),
      hash_sent: string(64),
      batch_id: id36(),
      errors: longtext({ nullable: true }),
      warnings: longtext({ nullable: true }),
      changed_at: instant(),
    },
    {
      uniques: [['catalog_id', 'sku']],
      indices: [['catalog_id', 'id'], ['catalog_id', 'state', 'id'], ['batch_id']],
    },
  );
}
