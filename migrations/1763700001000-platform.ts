import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Ddl, id36, instant, int, string } from '../src/platform/database/ddl.js';

/** Who is alive, who does what, and news on their way. */
export class Platform1763700001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    await ddl.table('job_instance', {
      id: id36({ primary: true }),
      host: string(300),
      pid: int(),
      beats: int(),
    });
    await ddl.table('job_shard', {
      id: string(60, { primary: true }),
      owner: string(36, { nullable: true }),
    });
    await ddl.table(
      'event_delivery',
      {
        id: id36({ primary: true }),
        event: string(80),
        subscriber: string(80),
        payload: string(2000),
        state: string(10),
        attempts: int(),
        due_at: instant(),
        error: string(500, { nullable: true }),
      },
      { indices: [['state', 'due_at']] },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    for (const table of ['event_delivery', 'job_shard', 'job_instance']) await ddl.dropTable(table);
  }
}
