import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Ddl, id36, instant, longtext, string } from '../src/platform/database/ddl.js';

/** Keys to the inventories of others. */
export class InventoryKeys1763700027000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await new Ddl(runner).table('catalog_inventory_key', {
      id: id36({ primary: true }),
      label: string(400),
      state: string(10),
      sealed: longtext({ nullable: true }),
      ending: string(16, { nullable: true }),
      mark: string(64, { nullable: true }),
      created_at: instant(),
      created_by: string(80),
      last_used_at: instant({ nullable: true }),
      refused_at: instant({ nullable: true }),
      paused_until: instant({ nullable: true }),
      revoked_at: instant({ nullable: true }),
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await new Ddl(runner).dropTable('catalog_inventory_key');
  }
}
