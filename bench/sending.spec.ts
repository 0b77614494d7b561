import { fullestSecond, shareOf, tooEarly } from './sending.js';

const every = (ms: number, count: number, from = 0) => Array.from({ length: count }, (_, n) => from + n * ms);

describe('the fullest second', () => {
  it('of an even flow holds its rate', () => {
    expect(fullestSecond(every(12.5, 800))).toBe(80);
  });

  it('is found across the edge of two counted seconds', () => {
    expect(fullestSecond([...every(1, 80, 920), ...every(1, 80, 1_000)])).toBe(160);
  });

  it('of nothing is empty', () => {
    expect(fullestSecond([])).toBe(0);
  });
});

describe('the share of a rate', () => {
  const about = { perSecond: 80, windowMs: 10_000, from: 0, until: 30_000 };

  it('is whole when every window is full', () => {
    const { least, mean } = shareOf(every(12.5, 2_400), about);
    expect(least).toBeCloseTo(1, 2);
    expect(mean).toBeCloseTo(1, 2);
  });

  it('shows the one window in which nothing came', () => {
    const { least, mean } = shareOf([...every(12.5, 800), ...every(12.5, 800, 20_000)], about);
    expect(least).toBe(0);
    expect(mean).toBeCloseTo(0.667, 2);
  });

  it('is no number where not one window fits', () => {
    expect(shareOf(every(12.5, 80), { ...about, until: 5_000 }).least).toBeNaN();
  });
});

describe('the limit of a pair', () => {
  const limit = { burst: 45, spaceMs: 6_000, toleranceMs: 0 };

  it('lets a burst through, then one per space', () => {
    expect(tooEarly([...every(10, 45), ...every(6_000, 10, 6_000)], limit)).toBe(0);
  });

  it('counts what a burst has too many', () => {
    expect(tooEarly(every(10, 47), limit)).toBe(2);
  });

  it('counts who comes before the space is over', () => {
    expect(tooEarly([...every(10, 45), 5_000], limit)).toBe(1);
  });
});
