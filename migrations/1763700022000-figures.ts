import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Ddl, float, instant, int, string } from '../src/platform/database/ddl.js';

/** Counts of messages by the hour. */
export class Figures1763700022000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await new Ddl(runner).table(
      'whatsapp_hour',
      {
        id: string(90, { primary: true }),
        hour: instant(),
        number_id: string(40),
        flow: string(20),
        received: int(),
        sent: int(),
        delivered: int(),
        seen: int(),
        failed: int(),
        answered: int(),
        response_ms: float(),
        spread: string(400),
        costs: string(1000),
      },
      { indices: [['hour']] },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await new Ddl(runner).dropTable('whatsapp_hour');
  }
}
