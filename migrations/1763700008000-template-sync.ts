import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  bool,
  type Column,
  Ddl,
  id36,
  instant,
  int,
  longtext,
  string,
} from '../src/platform/database/ddl.js';

const COUNTS = [
  'known',
  'pages',
  'total',
  'added',
  'updated',
  'unchanged',
  'failed',
  'disabled',
  'linked',
  'api_calls',
  'duration_ms',
];

/** Templates, their versions, what people wrote to them, who has them, and the runs that copied them. */
export class TemplateSync1763700008000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    await templates(ddl);
    await belongings(ddl);
    await runs(ddl);
  }

  async down(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    const tables = [
      'template_run',
      'whatsapp_user_templates',
      'template_meta',
      'template_version',
      'template',
    ];
    for (const table of tables) await ddl.dropTable(table);
  }
}

async function templates(ddl: Ddl): Promise<void> {
  await ddl.table(
    'template',
    {
      id: id36({ primary: true }),
      account_id: string(64),
      name: string(512),
      language: string(40),
      remote_id: string(64),
      category: string(60),
      status: string(60),
      parameter_format: string(20),
      quality: string(60, { nullable: true }),
      rejected_reason: string(1000, { nullable: true }),
      sub_category: string(60, { nullable: true }),
      previous_category: string(60, { nullable: true }),
      correct_category: string(60, { nullable: true }),
      components: longtext(),
      extra: longtext(),
      content_hash: string(64),
      active: bool(),
      search_text: string(2000, { nullable: true }),
      revision: int(),
      created_at: instant(),
      updated_at: instant(),
      status_at: instant({ nullable: true }),
      quality_at: instant({ nullable: true }),
      category_at: instant({ nullable: true }),
    },
    {
      uniques: [['account_id', 'name', 'language']],
      indices: [
        ['account_id', 'remote_id'],
        ['name', 'id'],
      ],
    },
  );
}

async function belongings(ddl: Ddl): Promise<void> {
  const ofTemplate = { column: 'template_id', table: 'template', onDelete: 'CASCADE' } as const;
  await ddl.table(
    'template_version',
    {
      id: id36({ primary: true }),
      template_id: id36(),
      revision: int(),
      cause: string(12),
      actor: string(120),
      run_id: id36({ nullable: true }),
      approved_edit: bool(),
      snapshot: longtext(),
      created_at: instant(),
    },
    { uniques: [['template_id', 'revision']], foreignKeys: [ofTemplate] },
  );
  await ddl.table('template_meta', {
    template_id: id36({ primary: true }),
    tags: longtext(),
    notes: longtext({ nullable: true }),
    owner: string(400, { nullable: true }),
    default_values: longtext(),
    updated_at: instant(),
    updated_by: string(120),
  });
  await ddl.table(
    'whatsapp_user_templates',
    { user_id: id36({ primary: true }), template_id: id36({ primary: true }), created_at: instant() },
    { indices: [['template_id']], foreignKeys: [ofTemplate] },
  );
}

async function runs(ddl: Ddl): Promise<void> {
  const counts: Record<string, Column> = Object.fromEntries(COUNTS.map((name) => [name, int()]));
  await ddl.table(
    'template_run',
    {
      id: id36({ primary: true }),
      invocation_id: id36(),
      account_id: string(64),
      slot: string(64),
      state: string(12),
      phase: string(12),
      kind: string(12),
      cause: string(12),
      actor: string(120),
      dry_run: bool(),
      started_at: instant(),
      finished_at: instant({ nullable: true }),
      host: string(300),
      pid: int(),
      beats: int(),
      beat_at: instant(),
      ...counts,
      usage: int({ nullable: true }),
      source_clock: instant({ nullable: true }),
      error_code: string(80, { nullable: true }),
      error: string(2000, { nullable: true }),
      details: longtext({ nullable: true }),
    },
    { uniques: [['slot']], indices: [['account_id', 'state', 'id'], ['invocation_id']] },
  );
}
