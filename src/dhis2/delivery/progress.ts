import type { GatewayFailure } from '../dhis2.port.js';
import type { RegistrationOutcome, Step } from '../registrations/registration.js';

/** How one attempt ended. `step`: its last call. */
export type End =
  /** The register has the client, and was told what there was to tell; `remark`: all but that. */
  | {
      end: 'registered';
      step: Step;
      outcome: RegistrationOutcome;
      clientId: string;
      /** The matter with the client of another code is closed. */
      told: boolean;
      remark?: GatewayFailure;
    }
  /** Somebody else has the code, and two clients may not have one. */
  | { end: 'contested'; step: Step; known: readonly string[]; words: string; advice: string }
  | ({ end: 'failed'; failure: GatewayFailure } & Unfinished)
  /** The house was being closed. */
  | ({ end: 'interrupted' } & Unfinished)
  /** The row is in other hands: nothing is to be written. */
  | { end: 'abandoned' };

interface Unfinished {
  step: Step;
  clientId: string | null;
  outcome: RegistrationOutcome | null;
  known: readonly string[];
  unsure: boolean;
}

/** What of a registration the rule needs. */
export interface Standing {
  /** Failures since it was queued. */
  tries: number;
  queuedAt: Date;
}

/** What becomes of a registration. */
export interface Change {
  state: 'DONE' | 'RETRY' | 'NEEDS_REVIEW' | 'DEAD';
  /** Only with `RETRY`. */
  nextAttemptAt: Date | null;
  tries: number;
  outcome: RegistrationOutcome | null;
  cause: string | null;
  words: string;
  advice: string;
  clientId: string | null;
  known: readonly string[];
  unsure: boolean;
  /** Whether the characters and answers are still needed. */
  keepsPayload: boolean;
}

export const FIRST_PAUSE_MS = 30_000;
export const LONGEST_PAUSE_MS = 6 * 3_600_000;
export const GIVEN_UP_AFTER_MS = 3 * 24 * 3_600_000;

/** Each pause is shortened or lengthened by up to this part, so that what failed together does not come back together. */
const JITTER = 0.2;

/** How long to wait after the n-th failure (from 1); `chance` from 0 to 1. */
export function pauseAfter(failures: number, chance: number): number {
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1));
  return Math.round(pause * (1 - JITTER + 2 * JITTER * chance));
}

/** The way of a registration: what follows from the end of an attempt. Pure: `chance`, from 0 to 1, is the jitter. */
export function next(
  at: Standing,
  end: Exclude<End, { end: 'abandoned' }>,
  now: Date,
  chance: number,
): Change {
  switch (end.end) {
    case 'registered':
      return registered(end);
    case 'contested':
      return contested(end);
    case 'interrupted':
      return {
        ...unfinished(end),
        state: 'RETRY',
        nextAttemptAt: now,
        tries: at.tries,
        outcome: end.outcome,
      };
    case 'failed':
      return failed(at, end, now, chance);
  }
}

function registered({ outcome, clientId, remark }: End & { end: 'registered' }): Change {
  const said = { cause: remark?.cause ?? null, words: remark?.words ?? '', advice: remark?.advice ?? '' };
  const rest = { nextAttemptAt: null, tries: 0, known: [], unsure: false, keepsPayload: false };
  return { state: 'DONE', outcome, clientId, ...said, ...rest };
}

function contested({ known, words, advice }: End & { end: 'contested' }): Change {
  return {
    state: 'NEEDS_REVIEW',
    nextAttemptAt: null,
    tries: 0,
    outcome: 'used-by-another',
    cause: 'used-by-another',
    words,
    advice,
    clientId: null,
    known,
    unsure: false,
    keepsPayload: true,
  };
}

function failed(at: Standing, end: End & { end: 'failed' }, now: Date, chance: number): Change {
  const { failure } = end;
  const tries = at.tries + 1;
  const { cause, words, advice } = failure;
  const change = { ...unfinished(end), tries, outcome: failure.outcome, cause, words, advice };
  if (failure.review !== undefined)
    return {
      ...change,
      state: 'NEEDS_REVIEW',
      nextAttemptAt: null,
      ...(failure.review === 'gone' && { outcome: 'gone', unsure: false }),
    };
  const isOver = now.getTime() - at.queuedAt.getTime() >= GIVEN_UP_AFTER_MS;
  if (failure.outcome === 'rejected' || isOver) return { ...change, state: 'DEAD', nextAttemptAt: null };
  const pause = Math.max(pauseAfter(tries, chance), failure.retryAfterMs ?? 0);
  return { ...change, state: 'RETRY', nextAttemptAt: new Date(now.getTime() + pause) };
}

/** What has been reached is kept: a client that exists needs no answers any more. */
function unfinished({
  clientId,
  known,
  unsure,
}: Unfinished): Omit<Change, 'state' | 'nextAttemptAt' | 'tries' | 'outcome'> {
  return { cause: null, words: '', advice: '', clientId, known, unsure, keepsPayload: clientId === null };
}
