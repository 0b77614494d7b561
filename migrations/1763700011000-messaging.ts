import type { MigrationInterface, QueryRunner } from 'typeorm';
import { bool, Ddl, id36, int, string } from '../src/platform/database/ddl.js';

const QUEUE = ['number_id', 'is_open', 'priority', 'id'];
const OLD_QUEUE = ['number_id', 'is_open', 'id'];

/** Messages have a priority, an origin and a cause; a person may refuse marketing alone. */
export class Messaging1763700011000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    await ddl.addColumn('whatsapp_outbox', 'priority', int({ default: 0 }));
    await ddl.addColumn('whatsapp_outbox', 'origin', string(10, { default: 'bot' }));
    await ddl.addColumn('whatsapp_outbox', 'flow', string(20, { nullable: true }));
    await ddl.addColumn('whatsapp_outbox', 'cause_id', id36({ nullable: true }));
    await ddl.addColumn('whatsapp_outbox', 'is_billable', bool({ nullable: true }));
    await ddl.index('whatsapp_outbox', QUEUE);
    await ddl.dropIndex('whatsapp_outbox', OLD_QUEUE);
    await ddl.addColumn('whatsapp_contact', 'is_marketing_opted_out', bool({ default: false }));
  }

  async down(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    await ddl.dropColumn('whatsapp_contact', 'is_marketing_opted_out');
    await ddl.index('whatsapp_outbox', OLD_QUEUE);
    await ddl.dropIndex('whatsapp_outbox', QUEUE);
    for (const column of ['is_billable', 'cause_id', 'flow', 'origin', 'priority'])
      await ddl.dropColumn('whatsapp_outbox', column);
  }
}
