import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Ddl, id36, instant, int, string } from '../src/platform/database/ddl.js';

/** What each call of a language model took and cost. */
export class Assistant1763700018000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await new Ddl(runner).table(
      'assistant_call',
      {
        id: id36({ primary: true }),
        at: instant(),
        person_index: string(60),
        model: string(120),
        outcome: string(16),
        attempts: int(),
        duration_ms: int(),
        input_tokens: int(),
        output_tokens: int(),
        tools: string(400, { nullable: true }),
      },
      {
        indices: [
          ['person_index', 'at'],
          ['at', 'id'],
        ],
      },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await new Ddl(runner).dropTable('assistant_call');
  }
}
