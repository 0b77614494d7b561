import {
  daysLeft,
  factsOf,
  isDue,
  isSpent,
  mayRetry,
  pauseAfter,
  renewAt,
  skewOf,
  stateOf,
} from './lifetime.js';
import type { Inspection } from './token.port.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const now = new Date('2026-11-21T10:00:00Z');
const at = (ms: number): Date => new Date(now.getTime() + ms);

const inspection: Inspection = {
  valid: true,
  kind: '60-day',
  issuedAt: now,
  expiresAt: at(60 * DAY),
  missingScopes: [],
  reason: null,
};
const version = {
  kind: '60-day',
  verdict: 'valid',
  issuedAt: now,
  expiresAt: at(60 * DAY),
  createdAt: now,
  checkedAt: now,
} as const;

describe('the life of a token', () => {
  it.each([
    ['its whole life', version, 48 * DAY],
    [
      'sixty days, when nobody says when they began',
      { ...version, issuedAt: null, expiresAt: at(20 * DAY) },
      8 * DAY,
    ],
    [
      'since we know it, for other kinds',
      { ...version, kind: 'user', issuedAt: null, expiresAt: at(HOUR) } as const,
      48 * MINUTE,
    ],
    ['no time at all, when it ended before it began', { ...version, issuedAt: at(DAY), expiresAt: now }, 0],
  ])('is to be renewed after 80 %% of %s', (_, life, afterMs) => {
    expect(renewAt(life)).toEqual(at(afterMs));
  });

  it('never needs a renewal when it never ends', () => {
    expect(renewAt({ ...version, expiresAt: null })).toBeNull();
    expect(isDue({ active: { ...HELD, expiresAt: null }, retryAt: null }, at(9_999 * DAY))).toBe(false);
    expect(isSpent({ expiresAt: null }, at(9_999 * DAY))).toBe(false);
    expect(daysLeft({ expiresAt: null }, now)).toBeNull();
  });

  it('is spent five minutes before its end', () => {
    const expiresAt = at(HOUR);
    expect(isSpent({ expiresAt }, at(55 * MINUTE - 1))).toBe(false);
    expect(isSpent({ expiresAt }, at(55 * MINUTE))).toBe(true);
  });

  it.each([
    ['valid', version, 48 * DAY - 1],
    ['expiring', version, 48 * DAY],
    ['expired', version, 60 * DAY],
    ['expiring', { ...version, checkedAt: at(61 * DAY) }, 61 * DAY],
    ['valid', { ...version, expiresAt: null }, 9_999 * DAY],
    ['invalid', { ...version, verdict: 'invalid' } as const, 0],
    ['expired', { ...version, verdict: 'expired' } as const, 0],
    ['unknown', { ...version, verdict: 'unknown' } as const, 0],
    ['unknown', null, 0],
  ])('is %s', (state, seen, afterMs) => {
    expect(stateOf(seen, at(afterMs))).toBe(state);
  });

  it('counts whole days, and none below zero', () => {
    const days = [2 * DAY, 2 * DAY - 1, DAY - 1, 0, -5 * DAY].map((left) =>
      daysLeft({ expiresAt: at(left) }, now),
    );
    expect(days).toEqual([2, 1, 0, 0, 0]);
  });
});

describe('two clocks', () => {
  it('are told apart by an end that was promised in our time', () => {
    const behind = { ...inspection, issuedAt: at(-HOUR), expiresAt: at(60 * DAY - HOUR) };
    expect(skewOf(behind, now, at(60 * DAY))).toBe(HOUR);
    expect(factsOf(behind, now, HOUR)).toMatchObject({
      issuedAt: now,
      expiresAt: at(60 * DAY),
      verdict: 'valid',
    });
  });

  it('are told apart by a token from the future', () => {
    expect(skewOf({ ...inspection, issuedAt: at(HOUR) }, now)).toBe(-HOUR);
    expect(skewOf({ ...inspection, issuedAt: at(-HOUR) }, now)).toBe(0);
    expect(skewOf({ ...inspection, issuedAt: null, expiresAt: null }, now, at(DAY))).toBe(0);
  });

  it('do not differ by more than a day: then it was something else', () => {
    expect(skewOf(inspection, now, at(30 * DAY))).toBe(0);
    expect(skewOf({ ...inspection, issuedAt: at(2 * DAY) }, now)).toBe(0);
  });
});

describe('what the issuer says', () => {
  it.each([
    ['valid', inspection],
    ['invalid', { ...inspection, valid: false }],
    ['invalid', { ...inspection, valid: false, expiresAt: null }],
    ['expired', { ...inspection, valid: false, expiresAt: at(-1) }],
    ['valid', { ...inspection, expiresAt: at(-HOUR) }],
  ])('is kept as %s', (verdict, said) => {
    expect(factsOf(said, now, 0).verdict).toBe(verdict);
  });
});

describe('the pauses between attempts', () => {
  it('grow from 5 seconds to 15 minutes while nothing works, to 6 hours while something does', () => {
    const pauses = (isFallback: boolean) =>
      [0, 1, 2, 7, 8, 12, 13, 500].map((n) => pauseAfter(n, isFallback) / 1_000);
    expect(pauses(true)).toEqual([5, 10, 20, 640, 900, 900, 900, 900]);
    expect(pauses(false)).toEqual([5, 10, 20, 640, 1_280, 20_480, 21_600, 21_600]);
  });

  it('end, also when another machine’s clock wrote them down', () => {
    expect(mayRetry({ retryAt: null }, now)).toBe(true);
    expect(mayRetry({ retryAt: at(1) }, now)).toBe(false);
    expect(mayRetry({ retryAt: now }, now)).toBe(true);
    expect(mayRetry({ retryAt: at(7 * HOUR) }, now)).toBe(true);
  });
});

const HELD = {
  ...version,
  id: 'v',
  origin: 'settings',
  token: { reveal: () => 'x' },
  ending: null,
  skewMs: 0,
  missingScopes: [],
  reason: null,
} as unknown as NonNullable<Parameters<typeof isDue>[0]['active']>;
