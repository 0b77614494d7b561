import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Ddl, id36, instant, string } from '../src/platform/database/ddl.js';

/** How many codes people obtained within a day before they erased everything; each row lives for that day. */
export class Departures1763700032000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    await ddl.table(
      'conversation_departure',
      { id: id36({ primary: true }), person_index: string(60), obtained_at: instant() },
      { indices: [['obtained_at']] },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await new Ddl(runner).dropTable('conversation_departure');
  }
}
