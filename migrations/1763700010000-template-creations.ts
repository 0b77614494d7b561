import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Ddl, instant, int, string } from '../src/platform/database/ddl.js';

/** The templates that each account made within an hour. */
export class TemplateCreations1763700010000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await new Ddl(runner).table('template_creation', {
      account_id: string(64, { primary: true }),
      place: int({ primary: true }),
      taken_at: instant(),
      revision: int(),
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await new Ddl(runner).dropTable('template_creation');
  }
}
