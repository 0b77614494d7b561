import type { MigrationInterface, QueryRunner } from 'typeorm';
import { bool, Ddl, id36, instant, int, longtext, string } from '../src/platform/database/ddl.js';

/** Copies of an inventory: runs, clocks, pages, faults, and how prices and stocks changed. */
export class CatalogSync1763700026000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    await ddl.addColumn('catalog_product', 'source_version', string(200, { nullable: true }));
    await ddl.addColumn('catalog_product', 'attributes', longtext({ nullable: true }));
    await runs(ddl);
    await pages(ddl);
    await history(ddl);
  }

  async down(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    for (const table of ['catalog_history', 'catalog_fault', 'catalog_page', 'catalog_clock', 'catalog_run'])
      await ddl.dropTable(table);
    await ddl.dropColumn('catalog_product', 'attributes');
    await ddl.dropColumn('catalog_product', 'source_version');
  }
}

async function pages(ddl: Ddl): Promise<void> {
  await ddl.table('catalog_clock', {
    kind: string(12, { primary: true }),
    next_due_at: instant(),
    last_success_at: instant({ nullable: true }),
    last_complete_at: instant({ nullable: true }),
    failures: int(),
  });
  await ddl.table(
    'catalog_page',
    {
      kind: string(12, { primary: true }),
      position: string(200, { primary: true }),
      root_id: id36(),
      validator: string(300, { nullable: true }),
      remote_ids: longtext(),
    },
    { indices: [['root_id']] },
  );
  await ddl.table(
    'catalog_fault',
    {
      id: id36({ primary: true }),
      run_id: id36(),
      remote_id: string(400, { nullable: true }),
      name: string(400, { nullable: true }),
      reason: string(1000),
    },
    { indices: [['run_id', 'id']] },
  );
}

async function history(ddl: Ddl): Promise<void> {
  await ddl.table(
    'catalog_history',
    {
      id: id36({ primary: true }),
      product_id: id36(),
      field: string(12),
      old_value: string(60, { nullable: true }),
      new_value: string(60, { nullable: true }),
      changed_at: instant(),
    },
    {
      indices: [['product_id', 'id']],
      foreignKeys: [{ column: 'product_id', table: 'catalog_product', onDelete: 'CASCADE' }],
    },
  );
}

async function runs(ddl: Ddl): Promise<void> {
  await ddl.table(
    'catalog_run',
    {
      id: id36({ primary: true }),
      kind: string(12),
      slot: string(36),
      root_id: id36(),
      state: string(12),
      cause: string(12),
      actor: string(120),
      forced: bool(),
      complete: bool(),
      started_at: instant(),
      finished_at: instant({ nullable: true }),
      host: string(300),
      pid: int(),
      beats: int(),
      beat_at: instant(),
      is_stopped: bool(),
      position: string(200, { nullable: true }),
      pages: int(),
      expected: int({ nullable: true }),
      total: int(),
      added: int(),
      updated: int(),
      unchanged: int(),
      failed: int(),
      disabled: int(),
      api_calls: int(),
      api_ms: int(),
      database_ms: int(),
      duration_ms: int(),
      error_code: string(80, { nullable: true }),
      error: string(2000, { nullable: true }),
    },
    { uniques: [['slot']], indices: [['kind', 'id'], ['root_id']] },
  );
}
