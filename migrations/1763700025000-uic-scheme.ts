import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Ddl, instant, longtext, string } from '../src/platform/database/ddl.js';

/** The formulas by which codes were made. */
export class UicScheme1763700025000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await new Ddl(runner).table('uic_scheme', {
      id: string(30, { primary: true }),
      fingerprint: string(64),
      definition: longtext(),
      first_used_at: instant(),
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await new Ddl(runner).dropTable('uic_scheme');
  }
}
