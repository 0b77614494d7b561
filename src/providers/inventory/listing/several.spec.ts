import { several } from './several.js';

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('several at once', () => {
  it('are never more than agreed, and all are done', async () => {
    let busy = 0;
    let busiest = 0;
    const done: number[] = [];
    const work = async (n: number): Promise<number> => {
      busiest = Math.max(busiest, (busy += 1));
      await soon();
      busy -= 1;
      return n;
    };
    for await (const n of several([1, 2, 3, 4, 5, 6, 7], 3, work)) done.push(n);
    expect([busiest, done.toSorted((a, b) => a - b)]).toEqual([3, [1, 2, 3, 4, 5, 6, 7]]);
  });

  it('end with the first that fails, and call off the others', async () => {
    const calledOff: number[] = [];
    const work = async (n: number, signal: AbortSignal): Promise<number> => {
      signal.addEventListener('abort', () => calledOff.push(n));
      if (n === 2) throw new Error('broken');
      await soon();
      return n;
    };
    const reading = (async () => {
      for await (const _ of several([1, 2, 3], 3, work));
    })();
    await expect(reading).rejects.toThrow('broken');
    expect(calledOff).toEqual([1, 2, 3]);
  });

  it('of nothing are over at once', async () => {
    const results: unknown[] = [];
    for await (const each of several([], 3, () => Promise.resolve(1))) results.push(each);
    expect(results).toEqual([]);
  });
});
