import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Ddl, id36, instant, int, string } from '../src/platform/database/ddl.js';

/** Where people are in their conversations, and what they consented to. */
export class Conversations1763700005000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    await ddl.table(
      'conversation_session',
      {
        id: id36({ primary: true }),
        contact_id: string(36),
        number_id: string(40),
        stage: string(10),
        sealed: string(4000),
        started_at: instant(),
        expires_at: instant({ nullable: true }),
        version: int(),
      },
      { uniques: [['contact_id', 'number_id']], indices: [['expires_at']] },
    );
    await ddl.table(
      'conversation_consent',
      {
        id: id36({ primary: true }),
        contact_id: string(36),
        message_id: string(36),
        text_version: string(43),
        language: string(12),
        given_at: instant(),
      },
      { indices: [['contact_id']] },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    for (const table of ['conversation_consent', 'conversation_session']) await ddl.dropTable(table);
  }
}
