import type { MigrationInterface, QueryRunner } from 'typeorm';
import { bool, Ddl, id36, instant, int, string } from '../src/platform/database/ddl.js';

/** Problems that last, and when regular work was begun. */
export class AlertsAndSchedules1763700006000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    await ddl.table('job_schedule', { name: string(80, { primary: true }), last_begun_at: instant() });
    await ddl.table(
      'platform_alert',
      {
        id: id36({ primary: true }),
        problem: string(120),
        is_open: bool(),
        title: string(500),
        advice: string(1000),
        occurrences: int(),
        opened_at: instant(),
        last_at: instant(),
        closed_at: instant({ nullable: true }),
      },
      { indices: [['problem', 'is_open']] },
    );
    await ddl.table('platform_open_problem', {
      problem: string(120, { primary: true }),
      alert_id: string(36),
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    for (const table of ['platform_open_problem', 'platform_alert', 'job_schedule'])
      await ddl.dropTable(table);
  }
}
