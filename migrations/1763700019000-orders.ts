import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Ddl, id36, instant, longtext, string } from '../src/platform/database/ddl.js';

/** Orders, and free questions that wait for their answer. */
export class Orders1763700019000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    await ddl.table(
      'conversation_order',
      {
        id: id36({ primary: true }),
        number: string(12, { nullable: true }),
        contact_id: id36(),
        channel: string(20),
        number_id: string(40),
        state: string(10),
        lines: longtext(),
        total: string(30),
        currency: string(3),
        language: string(12),
        created_at: instant(),
        changed_at: instant(),
        confirmed_at: instant({ nullable: true }),
      },
      {
        uniques: [['number']],
        indices: [
          ['contact_id', 'id'],
          ['state', 'id'],
        ],
      },
    );
    await this.questions(ddl);
  }

  async down(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    await ddl.dropTable('conversation_question');
    await ddl.dropTable('conversation_order');
  }

  private questions(ddl: Ddl): Promise<void> {
    return ddl.table(
      'conversation_question',
      {
        id: id36({ primary: true }),
        contact_id: id36(),
        channel: string(20),
        number_id: string(40),
        message_id: id36(),
        language: string(12),
        sealed: longtext(),
        asked_at: instant(),
        leased_until: instant({ nullable: true }),
      },
      { indices: [['contact_id', 'id']] },
    );
  }
}
