import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Ddl, id36, instant, int, longtext, string } from '../src/platform/database/ddl.js';

/** Access tokens: which one serves each account, and all that served before. */
export class Token1763700007000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    await accounts(ddl);
    await versions(ddl);
  }

  async down(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    for (const table of ['token_version', 'token_account']) await ddl.dropTable(table);
  }
}

async function accounts(ddl: Ddl): Promise<void> {
  await ddl.table('token_account', {
    account_id: string(64, { primary: true }),
    revision: int(),
    active_id: string(36, { nullable: true }),
    previous_id: string(36, { nullable: true }),
    fallback_at: instant({ nullable: true }),
    trouble: string(12, { nullable: true }),
    reason: string(4000, { nullable: true }),
    attempts: int(),
    retry_at: instant({ nullable: true }),
    renewed_at: instant({ nullable: true }),
    settings_hash: string(64, { nullable: true }),
    lease_owner: string(36),
    lease_beat: int(),
  });
}

async function versions(ddl: Ddl): Promise<void> {
  await ddl.table(
    'token_version',
    {
      id: id36({ primary: true }),
      account_id: string(64),
      origin: string(10),
      state: string(10),
      sealed_token: longtext({ nullable: true }),
      sealed_secret: longtext({ nullable: true }),
      ending: string(16, { nullable: true }),
      kind: string(20),
      verdict: string(10),
      issued_at: instant({ nullable: true }),
      expires_at: instant({ nullable: true }),
      skew_ms: int(),
      missing_scopes: string(2000, { nullable: true }),
      reason: string(4000, { nullable: true }),
      created_at: instant(),
      checked_at: instant({ nullable: true }),
      retired_at: instant({ nullable: true }),
    },
    { indices: [['account_id', 'state']] },
  );
}
