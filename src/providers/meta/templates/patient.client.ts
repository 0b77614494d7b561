import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../../kernel/clock.js';
import type { AccountClient, AccountOutcome } from '../graph/account.client.js';
import { type Failure, failureOf, unreachable } from '../graph/failure.js';
import type { Answered, GraphCall } from '../graph/graph.client.js';
import { retryAfterMs } from '../../../platform/http/retry-after.js';
import { usageOf } from '../graph/usage.js';
import { NO_TOKEN } from './source-failure.js';

/** How a call ended after all attempts; `calls` counts them. */
export type Asked =
  | { ok: true; answer: Answered; calls: number }
  | { ok: false; failure: Failure; calls: number };

export type Pause = (ms: number, signal?: AbortSignal) => Promise<void>;

/** Most that is waited for a quota in one go; beyond, whoever asked is told. */
export const LONGEST_WAIT_MS = 10 * 60_000;
const MOST_ATTEMPTS = 5;
const FIRST_WAIT_MS = 1_000;

export const pause: Pause = async (ms, signal) => {
  await sleep(ms, undefined, { ref: false, ...(signal && { signal }) });
};

/** Calls that are no sends: what passes is waited for, as long as Meta says or twice as long each time. */
export class PatientClient {
  constructor(
    private readonly account: AccountClient,
    private readonly clock: Clock,
    private readonly wait: Pause = pause,
  ) {}

  /** One attempt after the other. A call that changes something is repeated only when it certainly did nothing. */
  async ask(call: GraphCall): Promise<Asked> {
    for (let calls = 1; ; calls += 1) {
      call.signal?.throwIfAborted();
      const outcome = await this.account.call(call);
      const failure = failureIn(outcome);
      if (outcome.end === 'answered' && !failure) return { ok: true, answer: outcome, calls };
      call.signal?.throwIfAborted();
      const waitMs = failure && calls < MOST_ATTEMPTS ? this.waitFor(outcome, failure, call, calls) : null;
      if (failure && waitMs === null) return { ok: false, failure, calls };
      await this.wait(waitMs ?? 0, call.signal);
    }
  }

  private waitFor(outcome: AccountOutcome, failure: Failure, call: GraphCall, calls: number): number | null {
    const asked = outcome.end === 'answered' ? this.askedWait(outcome) : 0;
    if (asked > LONGEST_WAIT_MS) return null;
    if (failure.cause === 'quota') return asked > 0 ? asked : null;
    if (failure.cause !== 'passing') return null;
    const mayHaveWorked = outcome.end === 'unknown' || outcome.end === 'answered';
    if (call.method !== 'GET' && mayHaveWorked) return null;
    return Math.max(asked, FIRST_WAIT_MS * 2 ** (calls - 1) * (0.5 + Math.random() / 2));
  }

  private askedWait({ headers }: Answered): number {
    return Math.max(retryAfterMs(headers, this.clock.now()), usageOf(headers).regainMs);
  }
}

function failureIn(outcome: AccountOutcome): Failure | null {
  if (outcome.end === 'answered') return failureOf(outcome);
  if (outcome.end === 'tokenless') return (outcome.answer && failureOf(outcome.answer)) ?? NO_TOKEN;
  return unreachable(outcome);
}
