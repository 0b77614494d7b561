import { Seen } from './seen.js';

describe('what was seen', () => {
  it('is known again, and nothing else is', () => {
    const seen = new Seen();
    expect([seen.add('a'), seen.add('b'), seen.add('a'), seen.add('')]).toEqual([true, true, false, true]);
    expect([seen.has('a'), seen.has('b'), seen.has(''), seen.has('c')]).toEqual([true, true, true, false]);
    expect(seen.size).toBe(3);
  });

  it('stays apart for twenty thousand ids that look alike, while it grows', () => {
    const seen = new Seen();
    const ids = Array.from({ length: 20_000 }, (_, n) => `product-${n}`);
    expect(ids.filter((id) => !seen.add(id))).toEqual([]);
    expect(ids.filter((id) => !seen.has(id))).toEqual([]);
    expect(ids.filter((_, n) => seen.has(`product-${n + 20_000}`))).toEqual([]);
  });
});
