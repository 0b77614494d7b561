import type { GatewayFailure } from '../dhis2.port.js';
import { FIRST_PAUSE_MS, LONGEST_PAUSE_MS } from './progress.js';

/** Why nothing is sent at the moment. */
export interface Circuit {
  cause: string;
  outcome: GatewayFailure['outcome'];
  advice: string;
  openedAt: Date;
  /** One registration is tried then. */
  probeAt: Date;
  /** Failures of this cause in a row. */
  failures: number;
}

/** How the register is, as far as the last attempts tell. */
export interface Weather {
  /** `null`: it can be spoken to. */
  open: Circuit | null;
  /** The last failure that concerned everybody, and how many of its kind came in a row. */
  streak: { cause: string; failures: number } | null;
  /** How many may be under way at once: after a fault few at first, then more with each success. */
  limit: number;
}

/** What an attempt says about the register: `null` where it did its work, whatever became of the registration. */
export type Verdict = GatewayFailure | null;

const IN_A_ROW = 3;
const FIRST_PAUSE_UNAUTHORISED_MS = 5 * 60_000;

/** Whether the fault lies in what was registered, and the next one may do better. */
export function concernsOne({ outcome, review, partial }: GatewayFailure): boolean {
  return outcome === 'rejected' || review !== undefined || partial === true;
}

/** After an attempt; `wasProbe`: the one that was let through. What was under way when the circuit opened says nothing new. */
export function after(
  weather: Weather,
  verdict: Verdict,
  { now, most, wasProbe }: { now: Date; most: number; wasProbe: boolean },
): Weather {
  if (weather.open !== null && !wasProbe) return weather;
  if (verdict === null || concernsOne(verdict)) return fair(weather, most);
  const failures = weather.streak?.cause === verdict.cause ? weather.streak.failures + 1 : 1;
  const streak = { cause: verdict.cause, failures };
  const opens =
    weather.open !== null ||
    verdict.outcome === 'unauthorised' ||
    verdict.retryAfterMs !== undefined ||
    failures >= IN_A_ROW;
  if (!opens) return { ...weather, streak };
  return { open: opened(weather.open, verdict, failures, now), streak, limit: 1 };
}

/** The register answers: what had been held back comes gently. */
function fair({ open, limit }: Weather, most: number): Weather {
  return { open: null, streak: null, limit: open === null ? Math.min(most, limit * 2) : 1 };
}

function opened(before: Circuit | null, verdict: GatewayFailure, failures: number, now: Date): Circuit {
  const { cause, outcome, advice } = verdict;
  const lasts = before?.cause === cause ? before : null;
  const first = outcome === 'unauthorised' ? FIRST_PAUSE_UNAUTHORISED_MS : FIRST_PAUSE_MS;
  const waited = lasts === null ? 0 : lasts.probeAt.getTime() - lasts.openedAt.getTime() + first;
  const pause = Math.max(Math.min(LONGEST_PAUSE_MS, Math.max(first, waited)), verdict.retryAfterMs ?? 0);
  return {
    cause,
    outcome,
    advice,
    openedAt: lasts?.openedAt ?? now,
    probeAt: new Date(now.getTime() + pause),
    failures,
  };
}

/** A problem that the team should hear of, not a pause that the register asked for. */
export function isAlarming({ failures, outcome }: Circuit): boolean {
  return failures >= IN_A_ROW || outcome === 'unauthorised';
}
