import type { MigrationInterface, QueryRunner } from 'typeorm';
import { bool, Ddl, id36, instant, int, longtext, string } from '../src/platform/database/ddl.js';

const maybe = { nullable: true };

/** Contacts, what they sent, what was sent to them. */
export class WhatsApp1763700003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    await ddl.table(
      'whatsapp_contact',
      {
        id: id36({ primary: true }),
        phone_index: string(60, maybe),
        phone: string(200, maybe),
        user_index: string(60, maybe),
        user_id: string(400, maybe),
        name: string(1500, maybe),
        is_opted_out: bool(),
        created_at: instant(),
      },
      { uniques: [['phone_index'], ['user_index']] },
    );
    await this.inbox(ddl);
    await this.outbox(ddl);
  }

  async down(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    for (const table of ['whatsapp_outbox', 'whatsapp_inbox', 'whatsapp_contact']) await ddl.dropTable(table);
  }

  private inbox(ddl: Ddl): Promise<void> {
    return ddl.table(
      'whatsapp_inbox',
      {
        id: id36({ primary: true }),
        dedupe_key: string(43),
        kind: string(10),
        channel: string(20),
        number_id: string(40),
        lane: string(60),
        shard: int(),
        state: string(10),
        topic: string(60),
        body: longtext(maybe),
        received_at: instant(),
        attempts: int(),
        due_at: instant(),
        done_at: instant(maybe),
        contact_id: string(36, maybe),
        error: string(500, maybe),
      },
      {
        uniques: [['dedupe_key']],
        indices: [
          ['state', 'kind', 'id'],
          ['contact_id', 'id'],
        ],
      },
    );
  }

  private outbox(ddl: Ddl): Promise<void> {
    return ddl.table(
      'whatsapp_outbox',
      {
        id: id36({ primary: true }),
        contact_id: string(36),
        channel: string(20),
        number_id: string(40),
        state: string(12),
        is_open: bool(),
        is_sensitive: bool(),
        type: string(20),
        body: longtext(maybe),
        attempts: int(),
        created_at: instant(),
        due_at: instant(),
        claimed_at: instant(maybe),
        unknown_at: instant(maybe),
        sent_at: instant(maybe),
        delivered_at: instant(maybe),
        read_at: instant(maybe),
        failed_at: instant(maybe),
        provider_key: string(43, maybe),
        provider_id: string(500, maybe),
        pricing: string(30, maybe),
        error_code: string(40, maybe),
        error_meaning: string(1000, maybe),
        error_advice: string(1000, maybe),
      },
      {
        indices: [
          ['number_id', 'is_open', 'id'],
          ['contact_id', 'id'],
          ['provider_key'],
          ['state', 'id'],
          ['number_id', 'claimed_at'],
        ],
      },
    );
  }
}
