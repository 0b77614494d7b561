import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Ddl, id36, instant, string } from '../src/platform/database/ddl.js';

/** Users have passwords, browsers have sessions. */
export class Sessions1763700020000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    await ddl.addColumn('auth_user', 'password_hash', string(200, { nullable: true }));
    await ddl.table(
      'auth_session',
      {
        id: id36({ primary: true }),
        token_hash: string(64),
        holder: string(4),
        holder_id: string(80),
        created_at: instant(),
        last_used_at: instant(),
        expires_at: instant(),
      },
      { uniques: [['token_hash']], indices: [['expires_at']] },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    await ddl.dropTable('auth_session');
    await ddl.dropColumn('auth_user', 'password_hash');
  }
}
