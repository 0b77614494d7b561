import { PairLimit } from './pair-limit.js';

describe('the limit between a number and one person', () => {
  it('lets 45 messages leave at once and then one every 6 seconds', () => {
    const pairs = new PairLimit();
    const sent: number[] = [];
    for (let now = 1_000_000; now < 1_060_000; now += 100) {
      while (pairs.freeAt('ada') <= now) {
        pairs.take('ada', now);
        sent.push(now - 1_000_000);
      }
    }
    expect(sent.filter((at) => at === 0)).toHaveLength(45);
    expect(sent.slice(45)).toEqual([6_000, 12_000, 18_000, 24_000, 30_000, 36_000, 42_000, 48_000, 54_000]);
  });

  it('does not let one person hold up another', () => {
    const pairs = new PairLimit();
    for (let i = 0; i < 45; i += 1) pairs.take('ada', 0);
    expect(pairs.freeAt('ada')).toBeGreaterThan(0);
    expect(pairs.freeAt('ben')).toBeLessThanOrEqual(0);
  });

  it('forgets persons who owe nothing', () => {
    const pairs = new PairLimit();
    pairs.take('ada', 0);
    pairs.sweep(5_999);
    expect(pairs.size).toBe(1);
    pairs.sweep(6_000);
    expect(pairs.size).toBe(0);
  });
});
