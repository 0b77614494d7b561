import type { GatewayFailure } from '../dhis2.port.js';
import {
  type End,
  FIRST_PAUSE_MS,
  GIVEN_UP_AFTER_MS,
  LONGEST_PAUSE_MS,
  next,
  pauseAfter,
} from './progress.js';

const NOW = new Date(Date.UTC(2026, 10, 21, 8));
const HOUR = 3_600_000;
const fresh = { tries: 0, queuedAt: NOW };
const MIDDLE = 0.5;

const failure = (over: Partial<GatewayFailure> = {}): GatewayFailure => ({
  outcome: 'retryable',
  cause: 'http-503',
  words: 'Unavailable',
  advice: 'Attendez.',
  ...over,
});
const failed = (over: Partial<GatewayFailure> = {}, reached: Partial<End & { end: 'failed' }> = {}) =>
  ({
    end: 'failed',
    step: 'create',
    failure: failure(over),
    clientId: null,
    outcome: null,
    known: [],
    unsure: false,
    ...reached,
  }) as const satisfies End;

describe('the way of a registration', () => {
  it('ends where the register has the client, and needs no answers any more', () => {
    const end = {
      end: 'registered',
      step: 'create',
      outcome: 'created',
      clientId: 'c',
      told: false,
    } as const;
    expect(next({ ...fresh, tries: 3 }, end, NOW, MIDDLE)).toEqual({
      state: 'DONE',
      outcome: 'created',
      clientId: 'c',
      nextAttemptAt: null,
      tries: 0,
      cause: null,
      words: '',
      advice: '',
      known: [],
      unsure: false,
      keepsPayload: false,
    });
  });

  it('keeps as a remark what the register would not hear of a pair', () => {
    const remark = failure({ outcome: 'rejected', cause: 'E1' });
    const end = {
      end: 'registered',
      step: 'flag',
      outcome: 'created',
      clientId: 'c',
      told: true,
      remark,
    } as const;
    expect(next(fresh, end, NOW, MIDDLE)).toMatchObject({
      state: 'DONE',
      outcome: 'created',
      cause: 'E1',
      words: 'Unavailable',
    });
  });

  it('stops before a person where somebody else has the code, and keeps what a decision needs', () => {
    const end = { end: 'contested', step: 'search', known: ['x'], words: 'w', advice: 'a' } as const;
    expect(next(fresh, end, NOW, MIDDLE)).toMatchObject({
      state: 'NEEDS_REVIEW',
      outcome: 'used-by-another',
      known: ['x'],
      keepsPayload: true,
      nextAttemptAt: null,
    });
  });

  it.each(['retryable', 'unknown', 'misconfigured', 'unauthorised'] as const)(
    'comes back after %s',
    (outcome) => {
      expect(next(fresh, failed({ outcome }), NOW, MIDDLE)).toMatchObject({
        state: 'RETRY',
        outcome,
        tries: 1,
        nextAttemptAt: new Date(NOW.getTime() + FIRST_PAUSE_MS),
        keepsPayload: true,
      });
    },
  );

  it('is given up at once where no attempt can help', () => {
    expect(next(fresh, failed({ outcome: 'rejected' }), NOW, MIDDLE)).toMatchObject({
      state: 'DEAD',
      nextAttemptAt: null,
    });
  });

  it.each(['rejected', 'misconfigured'] as const)(
    'is a task where a person can help, even if %s',
    (outcome) => {
      expect(next(fresh, failed({ outcome, review: 'unclear' }), NOW, MIDDLE)).toMatchObject({
        state: 'NEEDS_REVIEW',
        outcome,
      });
    },
  );

  it('of a client that was deleted there leaves no doubt whether it is there', () => {
    const end = failed({ outcome: 'rejected', review: 'gone' }, { unsure: true });
    expect(next(fresh, end, NOW, MIDDLE)).toMatchObject({
      state: 'NEEDS_REVIEW',
      outcome: 'gone',
      unsure: false,
      keepsPayload: true,
    });
  });

  it('is given up when it fails three days after it was queued, not before', () => {
    const at = (age: number) => ({ tries: 9, queuedAt: new Date(NOW.getTime() - age) });
    expect(next(at(GIVEN_UP_AFTER_MS - 1), failed(), NOW, MIDDLE).state).toBe('RETRY');
    expect(next(at(GIVEN_UP_AFTER_MS), failed(), NOW, MIDDLE).state).toBe('DEAD');
  });

  it('waits at least as long as the register asks for, and not shorter than its own pause', () => {
    const due = (retryAfterMs: number) => next(fresh, failed({ retryAfterMs }), NOW, MIDDLE).nextAttemptAt;
    expect(due(HOUR)).toEqual(new Date(NOW.getTime() + HOUR));
    expect(due(1)).toEqual(new Date(NOW.getTime() + FIRST_PAUSE_MS));
  });

  it('remembers doubt, a client that exists, and others with the code', () => {
    expect(
      next(fresh, failed({ outcome: 'unknown' }, { unsure: true, known: ['x'] }), NOW, MIDDLE),
    ).toMatchObject({
      unsure: true,
      known: ['x'],
      keepsPayload: true,
    });
    expect(next(fresh, failed({}, { step: 'flag', clientId: 'c' }), NOW, MIDDLE)).toMatchObject({
      clientId: 'c',
      keepsPayload: false,
    });
  });

  it('comes back at once, and counts no failure, where the house was closed', () => {
    const end = { ...failed({}, { unsure: true }), end: 'interrupted' } as const;
    expect(next({ ...fresh, tries: 2 }, end, NOW, MIDDLE)).toMatchObject({
      state: 'RETRY',
      nextAttemptAt: NOW,
      tries: 2,
      unsure: true,
      cause: null,
    });
  });
});

describe('the pauses', () => {
  it('double from 30 seconds to six hours', () => {
    const seconds = Array.from({ length: 12 }, (_, n) => pauseAfter(n + 1, MIDDLE) / 1000);
    expect(seconds).toEqual([30, 60, 120, 240, 480, 960, 1920, 3840, 7680, 15360, 21600, 21600]);
    expect(pauseAfter(500, MIDDLE)).toBe(LONGEST_PAUSE_MS);
  });

  it('differ by a fifth at most', () => {
    expect([pauseAfter(1, 0), pauseAfter(1, 1)]).toEqual([24_000, 36_000]);
  });
});
