import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Ddl, id36, instant, int, string } from '../src/platform/database/ddl.js';

const maybe = { nullable: true };

/** Files that people sent or that are sent to them: what the storage holds, and what became of the rest. */
export class Media1763700014000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await new Ddl(runner).table(
      'whatsapp_media',
      {
        id: id36({ primary: true }),
        direction: string(3),
        message_id: id36(maybe),
        contact_id: id36(maybe),
        kind: string(10),
        mime: string(100, maybe),
        byte_count: int(maybe),
        sha256: string(64, maybe),
        filename: string(1500, maybe),
        storage_key: string(100, maybe),
        state: string(8),
        attempts: int(),
        due_at: instant(),
        leased_until: instant(),
        created_at: instant(),
        used_at: instant(),
        error: string(40, maybe),
      },
      {
        uniques: [['message_id']],
        indices: [
          ['state', 'due_at'],
          ['state', 'used_at'],
          ['contact_id'],
          ['storage_key'],
          ['direction', 'id'],
        ],
      },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await new Ddl(runner).dropTable('whatsapp_media');
  }
}
