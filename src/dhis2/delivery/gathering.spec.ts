import { Gathering } from './gathering.js';

describe('writing together', () => {
  it('what arrives during a write goes into the next one, each with its own answer', async () => {
    const batches: (readonly number[])[] = [];
    const gathering = new Gathering<number, number>(async (items) => {
      batches.push(items);
      await new Promise((resolve) => setTimeout(resolve, 5));
      return items.map((item) => item * 10);
    }, 3);
    const first = gathering.add(1);
    await new Promise((resolve) => setTimeout(resolve, 1));
    const rest = [2, 3, 4, 5].map((item) => gathering.add(item));
    expect(gathering.size).toBe(4);
    expect(await Promise.all([first, ...rest])).toEqual([10, 20, 30, 40, 50]);
    expect(batches).toEqual([[1], [2, 3, 4], [5]]);
    await gathering.drained();
  });

  it('a write that lingers takes along what comes soon after, and all of it is written when it is drained', async () => {
    const batches: (readonly number[])[] = [];
    const gathering = new Gathering<number, void>(
      async (items) => {
        batches.push(items);
        return Promise.resolve([]);
      },
      3,
      20,
    );
    const first = gathering.add(1);
    await new Promise((resolve) => setTimeout(resolve, 1));
    void gathering.add(2);
    await first;
    for (const item of [3, 4, 5, 6]) void gathering.add(item);
    await gathering.drained();
    expect(batches).toEqual([[1, 2], [3, 4, 5], [6]]);
  });

  it('a write that fails is told to those in it, and the next ones go on', async () => {
    let fails = true;
    const gathering = new Gathering<number, number>(async (items) => {
      if (fails) throw new Error('away');
      return items;
    }, 10);
    await expect(Promise.all([gathering.add(1), gathering.add(2)])).rejects.toThrow('away');
    fails = false;
    expect(await gathering.add(3)).toBe(3);
  });
});
