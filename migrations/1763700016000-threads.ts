import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Ddl, id36, instant, int, string } from '../src/platform/database/ddl.js';

const TABLE = 'conversation_session';
const INDICES = [['status', 'last_at', 'id'], ['assignee_id'], ['changed_at', 'id']] as const;
const COLUMNS = {
  channel: string(20, { nullable: true }),
  status: string(10, { default: 'bot' }),
  assignee_id: string(80, { nullable: true }),
  unread: int({ default: 0 }),
  last_at: instant({ nullable: true }),
  last_in_at: instant({ nullable: true }),
  last_direction: string(3, { nullable: true }),
  last_type: string(20, { nullable: true }),
  last_sealed: string(1500, { nullable: true }),
  labels: string(1000, { nullable: true }),
  flow: string(20, { nullable: true }),
  handover_at: instant({ nullable: true }),
  handover_reason: string(10, { nullable: true }),
  silent_until: instant({ nullable: true }),
  human_since: instant({ nullable: true }),
  closed_at: instant({ nullable: true }),
  changed_at: instant({ nullable: true }),
};

/** Conversations as the team sees them: what was said last, who looks after it, notes, and what is counted. */
export class Threads1763700016000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    for (const [name, column] of Object.entries(COLUMNS)) await ddl.addColumn(TABLE, name, column);
    await runner.query(
      `UPDATE ${TABLE} SET last_at = started_at, changed_at = started_at WHERE last_at IS NULL`,
    );
    for (const columns of INDICES) await ddl.index(TABLE, columns);
    await ddl.table(
      'conversation_note',
      {
        id: id36({ primary: true }),
        conversation_id: id36(),
        author_id: string(80),
        sealed: string(4000),
        created_at: instant(),
      },
      {
        indices: [['conversation_id', 'id']],
        foreignKeys: [{ column: 'conversation_id', table: TABLE, onDelete: 'CASCADE' }],
      },
    );
    await ddl.table(
      'conversation_event',
      {
        id: id36({ primary: true }),
        kind: string(12),
        number_id: string(40),
        happened_at: instant(),
      },
      { indices: [['happened_at', 'kind']] },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    for (const table of ['conversation_event', 'conversation_note']) await ddl.dropTable(table);
    for (const columns of INDICES) await ddl.dropIndex(TABLE, columns);
    for (const name of Object.keys(COLUMNS).toReversed()) await ddl.dropColumn(TABLE, name);
  }
}
