import type { MigrationInterface, QueryRunner } from 'typeorm';
import { bool, Ddl, string } from '../src/platform/database/ddl.js';

const maybe = { nullable: true };

/** Problems say where they come from, in two languages, and not all of them call somebody. */
export class ErrorLog1763700021000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    await ddl.addColumn('platform_alert', 'is_critical', bool({ default: true }));
    await ddl.addColumn('platform_alert', 'service', string(30, maybe));
    await ddl.addColumn('platform_alert', 'code', string(60, maybe));
    await ddl.addColumn('platform_alert', 'title_en', string(1000, maybe));
    await ddl.addColumn('platform_alert', 'advice_en', string(1000, maybe));
    await ddl.addColumn('platform_alert', 'context', string(1000, maybe));
    await ddl.index('platform_alert', ['is_open', 'is_critical', 'last_at']);
  }

  async down(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    await ddl.dropIndex('platform_alert', ['is_open', 'is_critical', 'last_at']);
    for (const column of ['context', 'advice_en', 'title_en', 'code', 'service', 'is_critical'])
      await ddl.dropColumn('platform_alert', column);
  }
}
