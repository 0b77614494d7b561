import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { messageOf } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';
import { Database } from '../../platform/database/database.js';
import { GroupWriter } from '../group-writer.js';
import { Failures } from './failures.js';
import type { OpenRow, Outcome } from './outbox-rows.js';
import { OutboxRepository } from './outbox.repository.js';

/** Only the next message to the same person waits for an outcome. */
const REST = 4;

interface Ending {
  row: OpenRow;
  outcome: Outcome;
}

/** Writes down how attempts ended, many to a commit, and tells of those that ended for good. */
@Injectable()
export class Endings {
  private readonly log = new Logger('Sender');
  private readonly writer = new GroupWriter<Ending>((endings) => this.settle(endings), 1, 500, REST);
  private closing = false;

  constructor(
    private readonly outbox: OutboxRepository,
    private readonly failures: Failures,
    private readonly database: Database,
  ) {}

  /** Resolves when it is written, however long the database is away. */
  async write(ending: Ending): Promise<void> {
    for (;;) {
      try {
        return await this.writer.add([ending]);
      } catch (error) {
        const reason = redact(messageOf(error));
        this.log.error(`the outcome of message ${ending.row.id} could not be written yet: ${reason}`);
        if (this.closing) return;
      }
      await pause(1_000, undefined, { ref: false });
    }
  }

  /** From now on an outcome that cannot be written is given up: the next process finds the message in doubt. */
  close(): void {
    this.closing = true;
  }

  private async settle(endings: readonly Ending[]): Promise<void> {
    const outcomes = endings.map(({ outcome }) => outcome);
    const failed = endings.filter(({ outcome }) => outcome.state === 'FAILED');
    if (failed.length === 0) {
      await this.outbox.settle(outcomes);
      return;
    }
    await this.database.retrying(async () => {
      const settled = await this.outbox.settle(outcomes);
      for (const { row, outcome } of failed)
        if (settled.has(row.id)) await this.failures.publish(row, outcome.errorCode);
    });
  }
}
