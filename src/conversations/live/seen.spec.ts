import { Seen } from './seen.js';
import type { News } from './watcher.service.js';

const news = (key: string, isLoose = false): News => ({ name: 'message', key, isLoose, data: () => key });
const keys = (list: readonly News[]): string[] => list.map(({ key }) => key);

describe('what screens are told', () => {
  it('is told once while its stretch of time is looked at', () => {
    const seen = new Seen(5_000);
    expect(keys(seen.fresh([news('a')], 0))).toEqual(['a']);
    expect(keys(seen.fresh([news('a'), news('b')], 1_000))).toEqual(['b']);
    expect(keys(seen.fresh([news('a'), news('b')], 4_999))).toEqual([]);
  });

  it('is told a second time at the end when it may have changed under the same name', () => {
    const seen = new Seen(5_000);
    expect(keys(seen.fresh([news('report', true), news('received')], 0))).toEqual(['report', 'received']);
    expect(keys(seen.fresh([news('report', true)], 2_000))).toEqual([]);
    expect(keys(seen.fresh([], 5_000))).toEqual(['report']);
    expect(keys(seen.fresh([], 10_000))).toEqual([]);
  });

  it('is told anew to whoever begins to look', () => {
    const seen = new Seen(5_000);
    seen.fresh([news('a', true)], 0);
    seen.forget();
    expect(keys(seen.fresh([news('a')], 1))).toEqual(['a']);
  });
});
