import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Ddl, id36, instant, int, string } from '../src/platform/database/ddl.js';

/** Several accounts and numbers of ours, added and changed while the application runs. */
export class Numbers1763700015000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    await ddl.table('whatsapp_account', {
      id: string(64, { primary: true }),
      channel: string(20),
      label: string(400, { nullable: true }),
      source: string(10),
      stamp: id36(),
      created_at: instant(),
    });
    await ddl.table(
      'whatsapp_number',
      {
        id: string(40, { primary: true }),
        channel: string(20),
        account_id: string(64),
        label: string(400, { nullable: true }),
        phone: string(20, { nullable: true }),
        state: string(10),
        per_second: int({ nullable: true }),
        entry_flow: string(20, { nullable: true }),
        catalog_id: string(64, { nullable: true }),
        source: string(10),
        created_at: instant(),
      },
      { indices: [['account_id']] },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    for (const table of ['whatsapp_number', 'whatsapp_account']) await ddl.dropTable(table);
  }
}
