import type { MigrationInterface, QueryRunner } from 'typeorm';
import { bool, Ddl, id36, instant, string } from '../src/platform/database/ddl.js';

const INDICES = [['remote_index'], ['successor_id'], ['pending_until']];

/** What happens to codes after their issue: the register's own characters, successors, pairs to be looked at. */
export class UicProgramme1763700023000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    await ddl.addColumn('uic_code', 'successor_id', id36({ nullable: true }));
    await ddl.addColumn('uic_code', 'pending_until', instant({ nullable: true }));
    await ddl.addColumn('uic_code', 'remote_code', string(400, { nullable: true }));
    await ddl.addColumn('uic_code', 'remote_index', string(60, { nullable: true }));
    await ddl.addColumn('uic_code', 'remote_counts', bool({ default: false }));
    for (const index of INDICES) await ddl.index('uic_code', index);
    await ddl.table(
      'uic_pair',
      {
        id: id36({ primary: true }),
        kind: string(10),
        kept_id: id36(),
        other_id: id36(),
        differs: string(40, { nullable: true }),
        state: string(10),
        decided_by: string(80, { nullable: true }),
        decided_at: instant({ nullable: true }),
      },
      {
        uniques: [['kept_id', 'other_id']],
        indices: [['other_id'], ['state', 'id']],
        foreignKeys: [
          { column: 'kept_id', table: 'uic_code', onDelete: 'CASCADE' },
          { column: 'other_id', table: 'uic_code', onDelete: 'CASCADE' },
        ],
      },
    );
    await runner.query(PAIRS_OF_BEFORE);
  }

  async down(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    await ddl.dropTable('uic_pair');
    for (const index of INDICES) await ddl.dropIndex('uic_code', index);
    for (const name of ['remote_counts', 'remote_index', 'remote_code', 'pending_until', 'successor_id'])
      await ddl.dropColumn('uic_code', name);
  }
}

/** Codes that waited for somebody to look at them become pairs with the first of their characters. */
const PAIRS_OF_BEFORE = `
  INSERT INTO uic_pair (id, kind, kept_id, other_id, state)
  SELECT o.id, 'same-code', k.id, o.id, 'OPEN'
  FROM uic_code o
  JOIN uic_code k ON k.code_index = o.code_index
  WHERE o.state = 'NEEDS_REVIEW'
    AND k.id <> o.id
    AND k.sequence = (SELECT MIN(f.sequence) FROM uic_code f WHERE f.code_index = o.code_index)
    AND NOT EXISTS (SELECT 1 FROM uic_pair p WHERE p.other_id = o.id)`;
