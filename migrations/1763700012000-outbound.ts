import type { MigrationInterface, QueryRunner } from 'typeorm';
import { bool, Ddl, id36, instant, longtext, string } from '../src/platform/database/ddl.js';

/** What was asked for from outside: requests that may come twice, moments to come, templates that stand in. */
export class Outbound1763700012000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    await ddl.addColumn('whatsapp_outbox', 'cancelled_at', instant({ nullable: true }));
    await ddl.table(
      'whatsapp_schedule',
      { id: id36({ primary: true }), due_at: instant() },
      { indices: [['due_at', 'id']] },
    );
    await ddl.table(
      'whatsapp_request',
      {
        id: string(43, { primary: true }),
        fingerprint: string(43),
        contact_id: id36(),
        message_ids: longtext(),
        is_scheduled: bool(),
        is_fallback: bool(),
        created_at: instant(),
      },
      { indices: [['created_at']] },
    );
    await ddl.table('whatsapp_purpose', {
      id: string(40, { primary: true }),
      template: string(512),
      language: string(15),
      components: longtext(),
      updated_at: instant(),
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    for (const table of ['whatsapp_purpose', 'whatsapp_request', 'whatsapp_schedule'])
      await ddl.dropTable(table);
    await ddl.dropColumn('whatsapp_outbox', 'cancelled_at');
  }
}
