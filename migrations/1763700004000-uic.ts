import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Ddl, id36, instant, int, string } from '../src/platform/database/ddl.js';

/** Codes, who holds them, and how often what happened. */
export class Uic1763700004000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    await ddl.table(
      'uic_code',
      {
        id: id36({ primary: true }),
        code: string(120),
        code_index: string(60),
        sequence: int(),
        scheme: string(30),
        rules: string(60),
        state: string(12),
        created_at: instant(),
        last_requested_at: instant(),
        request_count: int(),
      },
      { uniques: [['code_index', 'sequence']], indices: [['state', 'id']] },
    );
    await ddl.table(
      'uic_holder',
      {
        holder_id: id36({ primary: true }),
        code_id: id36({ primary: true }),
        created_at: instant(),
      },
      {
        indices: [['code_id']],
        foreignKeys: [{ column: 'code_id', table: 'uic_code', onDelete: 'CASCADE' }],
      },
    );
    await ddl.table('uic_tally', {
      day: string(10, { primary: true }),
      kind: string(12, { primary: true }),
      item: string(30, { primary: true }),
      amount: int(),
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    for (const table of ['uic_tally', 'uic_holder', 'uic_code']) await ddl.dropTable(table);
  }
}
