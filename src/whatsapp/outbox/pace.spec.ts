import { Pace } from './pace.js';

/** Sends as fast as the pace allows, looking at it at uneven moments, as timers do. */
function sendTimes(perSecond: number, forMs: number, lateness: (i: number) => number): number[] {
  const pace = new Pace(perSecond);
  const times: number[] = [];
  for (let now = 0, i = 0; now < forMs; i += 1) {
    const count = pace.allowed(now);
    for (let n = 0; n < count; n += 1) {
      pace.take(now);
      times.push(now);
    }
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

  /** A process that does something else for a while, now and then. */
  const busy = (i: number) => (i % 41 === 0 ? 120 : i % 7 === 0 ? 15 : 1);

  it('uses at least 95 % of what is allowed where other work holds it up for 120 ms at a time', () => {
    expect(sendTimes(80, 60_000, busy).length).toBeGreaterThan(80 * 60 * 0.95);
  });

  it.each([1, 20, 80, 1000])(
    'catches up within the second only: never more than %i arrive in any, where the network is 25 ms slower at times',
    (limit) => {
      const times = sendTimes(limit, 60_000, busy);
      const arrivals = times.map((time) => time + (Math.floor(time / 700) % 2 === 0 ? 25 : 0));
      expect(mostInAnySecond(arrivals.toSorted((a, b) => a - b))).toBeLessThanOrEqual(limit);
    },
  );

  it('loses nothing where the process stands still for 380 ms now and then, as beside long commits', () => {
    const standing = (i: number) => (i % 200 === 199 ? 380 : 1);
    const times = sendTimes(80, 60_000, standing);
    expect(times.length).toBeGreaterThan(80 * 60 * 0.965);
    expect(mostInAnySecond(times)).toBeLessThanOrEqual(80);
  });

  it('after a rest four tenths of a second may leave at once, and no more', () => {
    const pace = new Pace(80);
    pace.take(0);
    expect(pace.allowed(60_000)).toBeLessThanOrEqual(32);
  });

  it('a second that is full is full, however long it was quiet before', () => {
    const pace = new Pace(4);
    for (const now of [0, 260, 520, 780]) pace.take(now);
    expect([pace.allowed(1_027), pace.allowed(1_029)]).toEqual([0, 1]);
  });

  it('counts from when a message goes onto the wire, where that is later than it was to', () => {
    const pace = new Pace(2);
    const places = [0, 514].map((now) => pace.take(now));
    pace.delayed(places[0] ?? 0, 400);
    expect([pace.allowed(1_427), pace.allowed(1_429)]).toEqual([0, 1]);
  });

  it('never lets more arrive than the limit, however long messages take to leave', () => {
    const pace = new Pace(80);
    const left: { at: number; place: number }[] = [];
    const arrivals: number[] = [];
    for (let now = 0; now < 30_000; now += 1) {
      // Now and then the process is held up between the decision and the wire.
      const hold = now % 3_000 < 900 ? now % 250 : 0;
      for (let n = pace.allowed(now); n > 0; n -= 1) left.push({ at: now + hold, place: pace.take(now) });
      for (const { at, place } of left.splice(0)) {
        if (at > now) left.push({ at, place });
        else {
          pace.delayed(place, now);
          arrivals.push(now);
        }
      }
    }
    expect(mostInAnySecond(arrivals)).toBeLessThanOrEqual(80);
    expect(arrivals.length).toBeGreaterThan(80 * 30 * 0.85);
  });

  it('begins evenly: whoever sent from the number before may have filled the second', () => {
    const pace = new Pace(80);
    expect(pace.allowed(5_000)).toBe(1);
    pace.take(5_000);
    expect([pace.allowed(5_012), pace.allowed(5_013), pace.allowed(5_026)]).toEqual([0, 1, 2]);
  });

  it('counts what another instance sent in the same second', () => {
    const pace = new Pace(4);
    pace.recall([100, 100, 700, 900]);
    expect([pace.allowed(1_000), pace.allowed(1_128)]).toEqual([0, 1]);
    pace.take(1_128);
    expect(pace.waitMs(1_128)).toBe(257);
  });

  it('forgets nothing of what left when the rate changes', () => {
    const pace = new Pace(1);
    pace.take(0);
    pace.change(100);
    expect([pace.allowed(500), pace.allowed(1_027)]).toEqual([0, 0]);
    expect(pace.allowed(1_029)).toBe(1);
  });

  it('a slower rate counts what left at the quicker one', () => {
    const pace = new Pace(100);
    for (let now = 0; now < 1_000; now += 20) pace.take(now);
    pace.change(10);
    expect(pace.allowed(1_100)).toBe(0);
  });
});
