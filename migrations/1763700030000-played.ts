import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Ddl, instant } from '../src/platform/database/ddl.js';

/** When a voice message was listened to. */
export class Played1763700030000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await new Ddl(runner).addColumn('whatsapp_outbox', 'played_at', instant({ nullable: true }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await new Ddl(runner).dropColumn('whatsapp_outbox', 'played_at');
  }
}
