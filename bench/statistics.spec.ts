import { latencyOf, median, medians, quantile } from './statistics.js';

describe('the median', () => {
  it('is the value in the middle, whatever the order', () => {
    expect(median([9, 1, 5])).toBe(5);
  });

  it('is the mean of two in the middle', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it('of nothing is no number', () => {
    expect(median([])).toBeNaN();
  });

  it('leaves the list as it was', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe('a quantile', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => i + 1);

  it('is a value that was measured', () => {
    expect(quantile(hundred, 0.5)).toBe(50);
    expect(quantile(hundred, 0.99)).toBe(99);
    expect(quantile(hundred, 1)).toBe(100);
  });

  it('of a single value is that value', () => {
    expect(quantile([7], 0.99)).toBe(7);
  });

  it('sees the one slow request in fifty', () => {
    const durations = new Float64Array(50).fill(1);
    durations[17] = 80;
    expect(latencyOf(durations)).toEqual({ p50: 1, p99: 80, max: 80 });
  });
});

describe('repetitions', () => {
  it('become the median of each number', () => {
    const runs = [
      { name: 'a', rate: 10, p99: 9 },
      { name: 'a', rate: 30, p99: 7 },
      { name: 'a', rate: 20, p99: 8 },
    ];
    expect(medians(runs)).toEqual({ name: 'a', rate: 20, p99: 8 });
  });

  it('pass over what a repetition could not measure', () => {
    expect(medians([{ p99: 5 }, { p99: undefined }, { p99: 7 }])).toEqual({ p99: 6 });
  });

  it('are at least one', () => {
    expect(() => medians([])).toThrow(/nothing/);
  });
});
