import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { messageOf, RelaisError } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';
import { Database } from '../../platform/database/database.js';
import { InboxRepository, type WaitingRow } from './inbox.repository.js';

const MAX_ATTEMPTS = 5;

/** What a failure costs an update: it waits (1 s, 4 s, 16 s, 64 s), and is dead after the fifth time. */
@Injectable()
export class Strikes {
  private readonly log = new Logger('Dispatch');

  constructor(
    private readonly inbox: InboxRepository,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The database is away, or another instance was quicker: no update is to blame. */
  isNobodysFault(error: unknown): boolean {
    if (error instanceof RelaisError && error.retryable) return true;
    return this.database.isUnavailable(error) || this.database.isRetryable(error);
  }

  /** Notes a failure; resolves `true` when it was the last. `contactOf` tells to whom the dead letter belongs. */
  async count(
    row: WaitingRow,
    error: unknown,
    contactOf: (row: WaitingRow) => Promise<string | null>,
  ): Promise<boolean> {
    const attempts = row.attempts + 1;
    const isDead = attempts >= MAX_ATTEMPTS;
    const reason = redact(messageOf(error)).slice(0, 500);
    const dueAt = new Date(this.clock.now().getTime() + 1_000 * 4 ** row.attempts);
    this.log.error(
      `message ${row.id} failed (${attempts}/${MAX_ATTEMPTS})${isDead ? ' and is dead' : ''}: ${reason}`,
    );
    if (isDead) await this.inbox.bury(row, await contactOf(row), reason);
    else await this.inbox.postpone(row, dueAt, reason);
    return isDead;
  }
}
