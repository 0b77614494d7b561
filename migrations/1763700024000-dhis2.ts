import type { MigrationInterface, QueryRunner } from 'typeorm';
import { bool, Ddl, id36, instant, int, longtext, string } from '../src/platform/database/ddl.js';

/** What the national register must know, every attempt to tell it, and why it cannot be told at the moment. */
export class Dhis21763700024000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    await ddl.table('dhis2_registration', REGISTRATION, {
      uniques: [['code_id']],
      indices: [
        ['state', 'lane', 'next_attempt_at'],
        ['awaited', 'urgent_until'],
        ['linked_code_id'],
        ['link', 'state'],
      ],
    });
    await ddl.table(
      'dhis2_attempt',
      {
        id: id36({ primary: true }),
        registration_id: id36(),
        ordinal: int(),
        at: instant(),
        step: string(12),
        outcome: string(20),
        cause: string(60, { nullable: true }),
        status: int({ nullable: true }),
        words: longtext({ nullable: true }),
        duration_ms: int(),
      },
      {
        indices: [['registration_id', 'ordinal']],
        foreignKeys: [{ column: 'registration_id', table: 'dhis2_registration', onDelete: 'CASCADE' }],
      },
    );
    await ddl.table('dhis2_circuit', {
      cause: string(60, { primary: true }),
      outcome: string(20),
      advice: string(2000, { nullable: true }),
      opened_at: instant(),
      probe_at: instant(),
      failures: int(),
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    for (const table of ['dhis2_circuit', 'dhis2_attempt', 'dhis2_registration']) await ddl.dropTable(table);
  }
}

const REGISTRATION = {
  id: id36({ primary: true }),
  code_id: id36(),
  state: string(12),
  lane: int(),
  payload: longtext({ nullable: true }),
  code_key: string(60, { nullable: true }),
  refs: longtext(),
  client_id: string(120, { nullable: true }),
  known: longtext(),
  unsure: bool(),
  attempts: int(),
  tries: int(),
  queued_at: instant(),
  next_attempt_at: instant({ nullable: true }),
  outcome: string(20, { nullable: true }),
  cause: string(60, { nullable: true }),
  words: longtext({ nullable: true }),
  advice: string(2000, { nullable: true }),
  awaited: bool(),
  urgent_until: instant({ nullable: true }),
  erased: bool(),
  link: string(12, { nullable: true }),
  linked_code_id: id36({ nullable: true }),
  version: int(),
  created_at: instant(),
  updated_at: instant(),
};
