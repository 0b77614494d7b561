import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Ddl, id36, instant, string } from '../src/platform/database/ddl.js';

/** Who works with this installation. */
export class Users1763700009000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await new Ddl(runner).table(
      'auth_user',
      {
        id: id36({ primary: true }),
        name: string(400),
        role: string(20),
        created_at: instant(),
        disabled_at: instant({ nullable: true }),
      },
      { uniques: [['name']] },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await new Ddl(runner).dropTable('auth_user');
  }
}
