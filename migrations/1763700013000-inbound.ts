import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Ddl, id36, instant, string } from '../src/platform/database/ddl.js';

/** Reports know their message, contacts can become one, and what is old is erased bit by bit. */
export class Inbound1763700013000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    await ddl.addColumn('whatsapp_inbox', 'subject_id', id36({ nullable: true }));
    await ddl.addColumn('whatsapp_contact', 'name_index', string(60, { nullable: true }));
    await ddl.table(
      'whatsapp_contact_gone',
      { id: id36({ primary: true }), contact_id: id36(), gone_at: instant() },
      { indices: [['contact_id'], ['gone_at']] },
    );
    await ddl.table('whatsapp_retention', {
      name: string(40, { primary: true }),
      position: id36(),
      due_at: instant(),
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    await ddl.dropTable('whatsapp_retention');
    await ddl.dropTable('whatsapp_contact_gone');
    await ddl.dropColumn('whatsapp_contact', 'name_index');
    await ddl.dropColumn('whatsapp_inbox', 'subject_id');
  }
}
