import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Ddl, id36, instant, int, string } from '../src/platform/database/ddl.js';

/** Keys to the API, and the book of who did what. */
export class Auth1763700002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    await ddl.table(
      'auth_key',
      {
        id: id36({ primary: true }),
        name: string(400),
        role: string(20),
        prefix: string(16),
        secret_hash: string(64),
        created_at: instant(),
        created_by: string(80),
        last_used_at: instant({ nullable: true }),
        revoked_at: instant({ nullable: true }),
      },
      { uniques: [['secret_hash']], indices: [['role']] },
    );
    await ddl.table(
      'auth_audit',
      {
        seq: int({ primary: true }),
        recorded_at: instant(),
        actor_kind: string(10),
        actor_id: string(80),
        action: string(60),
        subject: string(120, { nullable: true }),
        detail: string(4000, { nullable: true }),
        outcome: string(10),
        request_id: string(64, { nullable: true }),
        hash: string(64),
      },
      { indices: [['subject']] },
    );
    await ddl.table('auth_audit_head', {
      id: int({ primary: true }),
      seq: int(),
      hash: string(64),
      seal: string(400, { nullable: true }),
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    for (const table of ['auth_audit_head', 'auth_audit', 'auth_key']) await ddl.dropTable(table);
  }
}
