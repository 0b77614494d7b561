import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { messageOf } from '../kernel/error.js';
import { redact } from '../kernel/redact.js';
import type { Outcome } from './demand.js';
import { Issuing } from './issuing.js';
import { isDue, isSpent, mayRetry } from './lifetime.js';
import { Revival } from './revival.js';
import { isUnconfirmed, TokenLedger } from './token-ledger.js';
import { TokenMemory } from './token-memory.js';

/** How long the answer about a token near its end is trusted. */
const TRUSTED_MS = 60_000;
/** How long to leave a success alone that could not be written down. */
const REST_MS = 5_000;

/** Keeps an eye on tokens: what callers report, what the clock says, what the issuer finds. */
@Injectable()
export class TokenWatch {
  private readonly log = new Logger('Token');
  private readonly asked = new Map<string, number>();
  private readonly confirming = new Map<string, number>();
  /** Work that nobody waits for must not run inside of its caller's transaction. */
  private readonly outside = AsyncLocalStorage.snapshot();

  constructor(
    private readonly memory: TokenMemory,
    private readonly revival: Revival,
    private readonly ledger: TokenLedger,
    private readonly issuing: Issuing,
    private readonly clock: Clock,
  ) {}

  /** Whether the token is so near its end that it may not be used without asking. From memory. */
  mustAsk(accountId: string): boolean {
    const held = this.memory.get(accountId);
    if (!held?.active || held.fallbackAt !== null) return false;
    const now = this.clock.now();
    return isSpent(held.active, now) && !isWithin(this.asked.get(accountId), now, TRUSTED_MS);
  }

  /** Renews a token near its end; one that cannot be renewed goes on as long as it works. */
  async ask(accountId: string): Promise<void> {
    try {
      await this.revival.run(accountId, { kind: 'due', urgent: true });
    } catch (error) {
      this.log.error(`account ${accountId} could not be renewed: ${redact(messageOf(error))}`);
    }
    this.asked.set(accountId, this.clock.now().getTime());
  }

  /** Whether a token works now. */
  async refused(accountId: string, version: string): Promise<boolean> {
    return (await this.revival.run(accountId, { kind: 'refused', version })).end === 'works';
  }

  refresh(accountId: string): Promise<Outcome> {
    return this.revival.run(accountId, { kind: 'refresh' });
  }

  /** A call succeeded: the earlier version goes; in fallback it is looked whether that is over. */
  worked(accountId: string, version: string): void {
    const held = this.memory.get(accountId);
    if (held?.active?.id !== version || (held.fallbackAt === null && !isUnconfirmed(held))) return;
    const now = this.clock.now();
    if (isWithin(this.confirming.get(accountId), now, REST_MS)) return;
    this.confirming.set(accountId, now.getTime());
    void this.outside(() => this.confirm(accountId, version));
  }

  /** Asks the issuer about the token in use and does what follows from the answer. */
  async check(accountId: string): Promise<void> {
    const { active, fallbackAt } = await this.memory.load(accountId);
    if (active === null) return;
    if (fallbackAt !== null) {
      await this.revival.run(accountId, { kind: 'retry' });
      return;
    }
    const inspection = await this.issuing.inspect(accountId, active);
    if ('cause' in inspection) {
      this.log.warn(`the token of account ${accountId} could not be inspected`);
      return;
    }
    await this.ledger.note(accountId, active.id, inspection);
    if (inspection.valid) await this.tend(accountId);
    else await this.revival.run(accountId, { kind: 'refused', version: active.id });
  }

  /** Does what the clock asks for; from memory when that is nothing. */
  async tend(accountId: string): Promise<void> {
    const held = this.memory.get(accountId);
    if (!held?.active) return;
    const now = this.clock.now();
    if (held.fallbackAt !== null) {
      if (mayRetry(held, now)) await this.revival.run(accountId, { kind: 'retry' });
    } else if (isDue(held, now)) await this.revival.run(accountId, { kind: 'due' });
    else if (this.mustAsk(accountId)) await this.ask(accountId);
  }

  private async confirm(accountId: string, version: string): Promise<void> {
    try {
      if (this.memory.get(accountId)?.fallbackAt instanceof Date) await this.lookAgain(accountId, version);
      else await this.ledger.confirm(accountId, version);
      this.confirming.delete(accountId);
    } catch (error) {
      this.log.warn(`account ${accountId}: ${redact(messageOf(error))}`);
    }
  }

  /** The success may be older than the refusal, so the issuer is asked; where it cannot be asked, the success has the last word. */
  private async lookAgain(accountId: string, version: string): Promise<void> {
    const outcome = await this.revival.run(accountId, { kind: 'retry' });
    if (isUnreachable(outcome)) await this.ledger.recover(accountId, version);
  }
}

function isUnreachable(outcome: Outcome): boolean {
  return outcome.end === 'failed' && outcome.trouble.cause === 'unreachable';
}

function isWithin(at: number | undefined, now: Date, ms: number): boolean {
  return at !== undefined && Math.abs(now.getTime() - at) < ms;
}
