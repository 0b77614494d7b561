import type { HeldAccount, HeldVersion } from './held.js';
import type { TokenState } from './token.contract.js';
import type { Inspection } from './token.port.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const SIXTY_DAYS_MS = 60 * DAY_MS;
const RENEWED_AT = 0.8;
const MARGIN_MS = 5 * MINUTE_MS;
/** Clocks that differ by more than this are no skew: the moments mean something else. */
const MOST_SKEW_MS = DAY_MS;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 15 * MINUTE_MS;
const LONGEST_PAUSE_WHILE_VALID_MS = 6 * 60 * MINUTE_MS;

type Aging = Pick<HeldVersion, 'kind' | 'issuedAt' | 'expiresAt' | 'createdAt'>;
type Judged = Pick<HeldVersion, 'verdict' | 'checkedAt'> & Aging;

/** What an inspection tells of a version, by our own clock. */
export type Facts = Pick<
  HeldVersion,
  'kind' | 'verdict' | 'issuedAt' | 'expiresAt' | 'missingScopes' | 'reason' | 'checkedAt'
>;

/**
 * How far our clock is ahead of the issuer's, where that can be told: from an expiry that was promised by our clock when the token
 * came, or from a token that was issued in our future.
 */
export function skewOf(inspection: Inspection, now: Date, promised: Date | null = null): number {
  const { expiresAt, issuedAt } = inspection;
  if (promised !== null && expiresAt !== null) return plausible(promised.getTime() - expiresAt.getTime());
  if (issuedAt !== null && issuedAt > now) return plausible(now.getTime() - issuedAt.getTime());
  return 0;
}

function plausible(skewMs: number): number {
  return Math.abs(skewMs) > MOST_SKEW_MS ? 0 : skewMs;
}

/** An inspection in our own time. */
export function factsOf(inspection: Inspection, now: Date, skewMs: number): Facts {
  const ours = (moment: Date | null) => (moment === null ? null : new Date(moment.getTime() + skewMs));
  const expiresAt = ours(inspection.expiresAt);
  const hasEnded = expiresAt !== null && expiresAt <= now;
  return {
    kind: inspection.kind,
    verdict: inspection.valid ? 'valid' : hasEnded ? 'expired' : 'invalid',
    issuedAt: ours(inspection.issuedAt),
    expiresAt,
    missingScopes: inspection.missingScopes,
    reason: inspection.reason,
    checkedAt: now,
  };
}

/** The moment at which 80 % of its life is over; `null` when it never ends or nobody knows when. */
export function renewAt({ kind, issuedAt, expiresAt, createdAt }: Aging): Date | null {
  if (expiresAt === null) return null;
  const end = expiresAt.getTime();
  const assumed = kind === '60-day' ? end - SIXTY_DAYS_MS : createdAt.getTime();
  const start = Math.min(end, issuedAt?.getTime() ?? assumed);
  return new Date(start + (end - start) * RENEWED_AT);
}

/** Whether it may no longer be used without asking: 5 minutes before its end. */
export function isSpent({ expiresAt }: Pick<HeldVersion, 'expiresAt'>, now: Date): boolean {
  return expiresAt !== null && now.getTime() >= expiresAt.getTime() - MARGIN_MS;
}

/** What to say of it now. The issuer's word counts more than our clock: what it found valid after its end still lives. */
export function stateOf(version: Judged | null, now: Date): TokenState {
  if (version === null || version.verdict === 'unknown') return 'unknown';
  if (version.verdict !== 'valid') return version.verdict;
  const { expiresAt, checkedAt } = version;
  if (expiresAt !== null && now >= expiresAt && (checkedAt === null || checkedAt < expiresAt))
    return 'expired';
  const due = renewAt(version);
  return due !== null && now >= due ? 'expiring' : 'valid';
}

/** Whole days until the end, rounded down. */
export function daysLeft({ expiresAt }: Pick<HeldVersion, 'expiresAt'>, now: Date): number | null {
  if (expiresAt === null) return null;
  return Math.max(0, Math.floor((expiresAt.getTime() - now.getTime()) / DAY_MS));
}

/** How long to wait after so many failures in a row. */
export function pauseAfter(attempts: number, isFallback: boolean): number {
  const longest = isFallback ? LONGEST_PAUSE_MS : LONGEST_PAUSE_WHILE_VALID_MS;
  return Math.min(longest, FIRST_PAUSE_MS * 2 ** Math.min(attempts, 20));
}

/** Whether the pause after a failure is over; also when another machine's clock wrote a moment that no pause reaches. */
export function mayRetry({ retryAt }: Pick<HeldAccount, 'retryAt'>, now: Date): boolean {
  if (retryAt === null) return true;
  const wait = retryAt.getTime() - now.getTime();
  return wait <= 0 || wait > LONGEST_PAUSE_WHILE_VALID_MS;
}

/** Whether a renewal is due: at 80 % of its life, after a failure not before the pause is over. */
export function isDue({ active, retryAt }: Pick<HeldAccount, 'active' | 'retryAt'>, now: Date): boolean {
  const due = active === null ? null : renewAt(active);
  return due !== null && now >= due && mayRetry({ retryAt }, now);
}
