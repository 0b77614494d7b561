import { classOf, durationsOf } from './durations.js';

const SECOND = 1000;

function counted(...seconds: number[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const each of seconds) {
    const bound = classOf(each * SECOND);
    counts.set(bound, (counts.get(bound) ?? 0) + 1);
  }
  return counts;
}

describe('the time that conversations take', () => {
  it.each([
    [0, '10'],
    [10, '10'],
    [10.001, '13'],
    [61, '75'],
    [7200, '7200'],
    [90_000, '7200'],
    [-5, '10'],
    [Number.NaN, '10'],
  ])('of %d seconds is counted as at most %s', (seconds, bound) =>
    expect(classOf(seconds * SECOND)).toBe(bound),
  );

  it('is nothing where nobody was timed', () =>
    expect(durationsOf(new Map())).toEqual({ count: 0, medianSeconds: null, p90Seconds: null }));

  it('of a single one is its class', () =>
    expect(durationsOf(counted(100))).toEqual({ count: 1, medianSeconds: 120, p90Seconds: 120 }));

  it('is what half of them and nine of ten took at most', () => {
    const times = [15, 30, 45, 60, 100, 110, 200, 300, 400, 1700];
    expect(durationsOf(counted(...times))).toEqual({ count: 10, medianSeconds: 120, p90Seconds: 480 });
  });

  it('is never told further from the truth than a third', () => {
    for (let seconds = 10; seconds < 7200; seconds += 7) {
      const told = durationsOf(counted(seconds)).medianSeconds ?? 0;
      expect(told).toBeGreaterThanOrEqual(seconds);
      expect(told / seconds).toBeLessThan(1.34);
    }
  });
});
