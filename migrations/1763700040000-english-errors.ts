import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Ddl, string } from '../src/platform/database/ddl.js';

const COLUMNS = ['error_meaning_en', 'error_advice_en'];

/** What went wrong with a message, in English as well. */
export class EnglishErrors1763700040000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    for (const column of COLUMNS)
      await ddl.addColumn('whatsapp_outbox', column, string(1000, { nullable: true }));
  }

  async down(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    for (const column of COLUMNS) await ddl.dropColumn('whatsapp_outbox', column);
  }
}
