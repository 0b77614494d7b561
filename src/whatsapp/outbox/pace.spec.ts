import { Pace } from './pace.js';

/** Sends as fast as the pace allows, looking at it at uneven moments, as timers do. */
function sendTimes(perSecond: number, forMs: number, lateness: (i: number) => number): number[] {
  const pace = new Pace(perSecond);
  const times: number[] = [];
  for (let now = 0, i = 0; now < forMs; i += 1) {
    const count = pace.allowed(now);
    if (count > 0) pace.take(count, now);
    for (let n = 0; n < count; n += 1) times.push(now);
    now += Math.max(0.1, pace.waitMs(now)) + lateness(i);
  }
  return times;
}

function mostInAnySecond(times: number[]): number {
  let most = 0;
  for (let from = 0, to = 0; to < times.length; to += 1) {
    while ((times[to] ?? 0) - (times[from] ?? 0) >= 1_000) from += 1;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

describe('the pace of a number', () => {
  it.each([1, 20, 80, 1000])(
    'never lets more than %i leave in any second, however late the timers are',
    (limit) => {
      const times = sendTimes(limit, 60_000, (i) => (i % 7) * 0.9);
      expect(mostInAnySecond(times)).toBeLessThanOrEqual(limit);
    },
  );

  it.each([1, 20, 80, 1000])(
    'lets no more than %i arrive in any second where the network is 25 ms slower at times',
    (limit) => {
      const times = sendTimes(limit, 60_000, (i) => (i % 7) * 0.9);
      const arrivals = times.map((time) => time + (Math.floor(time / 1_500) % 2 === 0 ? 25 : 0));
      expect(mostInAnySecond(arrivals.toSorted((a, b) => a - b))).toBeLessThanOrEqual(limit);
    },
  );

  it('uses at least 95 % of what is allowed when timers are a millisecond late', () => {
    expect(sendTimes(80, 60_000, () => 1).length).toBeGreaterThan(80 * 60 * 0.95);
  });

  it('uses at least 95 % of what is allowed when timers are at times 12 ms late, as beside commits', () => {
    const late = (i: number) => (i % 9 === 0 ? 12 : 2);
    expect(sendTimes(80, 60_000, late).length).toBeGreaterThan(80 * 60 * 0.95);
  });

  it('does not catch up after a pause, except for what a late timer missed', () => {
    const pace = new Pace(80);
    pace.take(pace.allowed(0), 0);
    expect(pace.allowed(60_000)).toBe(1);
  });

  it('forgets nothing of what left when the rate changes', () => {
    const pace = new Pace(1);
    pace.take(1, 0);
    pace.change(100);
    expect([pace.allowed(500), pace.allowed(1_027)]).toEqual([0, 0]);
    expect(pace.allowed(1_029)).toBe(1);
  });
});
