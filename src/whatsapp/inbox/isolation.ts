import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { messageOf, RelaisError } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';
import { Database } from '../../platform/database/database.js';
import { InboxRepository, type WaitingRow } from './inbox.repository.js';
import { Turns } from './turns.js';
import type { InboundHandler } from '../whatsapp.port.js';

const MAX_ATTEMPTS = 5;

/**
 * Handles many messages at once and, when that fails, finds the one at fault: person by person, then message by message. A message
 * that fails alone waits (1 s, 4 s, 16 s, 64 s), holding back only its own person, and is dead after the fifth time.
 */
@Injectable()
export class Isolation {
  private readonly log = new Logger('Dispatch');

  constructor(
    private readonly turns: Turns,
    private readonly inbox: InboxRepository,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async handle(rows: readonly WaitingRow[], handler: InboundHandler): Promise<void> {
    try {
      return await this.turns.take(rows, handler);
    } catch (error) {
      if (this.isNobodysFault(error)) throw error;
      if (rows.length === 1 && rows[0] !== undefined) return void (await this.strike(rows[0], error));
    }
    for (const line of byLane(rows)) await this.handleLine(line, handler, line.length < rows.length);
  }

  private async handleLine(rows: WaitingRow[], handler: InboundHandler, together: boolean): Promise<void> {
    if (together) {
      try {
        return await this.turns.take(rows, handler);
      } catch (error) {
        if (this.isNobodysFault(error)) throw error;
      }
    }
    for (const row of rows) {
      try {
        await this.turns.take([row], handler);
      } catch (error) {
        if (this.isNobodysFault(error)) throw error;
        const isDead = await this.strike(row, error);
        // Those behind wait with it, unless it is out of the way for good.
        if (!isDead) return;
      }
    }
  }

  /** The database is away, or another instance was quicker: no message is to blame. */
  private isNobodysFault(error: unknown): boolean {
    if (error instanceof RelaisError && error.retryable) return true;
    return this.database.isUnavailable(error) || this.database.isRetryable(error);
  }

  private async strike(row: WaitingRow, error: unknown): Promise<boolean> {
    const attempts = row.attempts + 1;
    const isDead = attempts >= MAX_ATTEMPTS;
    const reason = redact(messageOf(error)).slice(0, 500);
    const dueAt = new Date(this.clock.now().getTime() + 1_000 * 4 ** row.attempts);
    this.log.error(
      `message ${row.id} failed (${attempts}/${MAX_ATTEMPTS})${isDead ? ' and is dead' : ''}: ${reason}`,
    );
    if (isDead) await this.inbox.bury(row, await this.turns.contactOf(row), reason);
    else await this.inbox.postpone(row, dueAt, reason);
    return isDead;
  }
}

function byLane(rows: readonly WaitingRow[]): WaitingRow[][] {
  const lanes = new Map<string, WaitingRow[]>();
  for (const row of rows) {
    const line = lanes.get(row.lane);
    if (line === undefined) lanes.set(row.lane, [row]);
    else line.push(row);
  }
  return [...lanes.values()];
}
