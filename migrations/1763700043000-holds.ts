import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Ddl, instant, int, string } from '../src/platform/database/ddl.js';

/** Numbers from which the provider lets nothing go for long, and why. */
export class Holds1763700043000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await new Ddl(runner).table('whatsapp_hold', {
      number_id: string(40, { primary: true }),
      until_at: instant({ nullable: true }),
      times: int(),
      error_code: string(60, { nullable: true }),
      error_meaning: string(1000, { nullable: true }),
      error_advice: string(1000, { nullable: true }),
      error_meaning_en: string(1000, { nullable: true }),
      error_advice_en: string(1000, { nullable: true }),
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await new Ddl(runner).dropTable('whatsapp_hold');
  }
}
