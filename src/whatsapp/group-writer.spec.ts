import { GroupWriter } from './group-writer.js';

/** A writer whose writes end when the test says so. */
function slowWriter(width = 1, most = 100) {
  const batches: number[][] = [];
  const ends: ((error?: Error) => void)[] = [];
  const writer = new GroupWriter<number>(
    (items) => {
      batches.push([...items]);
      return new Promise((resolve, reject) => ends.push((error) => (error ? reject(error) : resolve())));
    },
    width,
    most,
  );
  return { writer, batches, ends };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('group commit', () => {
  it('writes together what arrived while a write was under way', async () => {
    const { writer, batches, ends } = slowWriter();
    const first = writer.add([1]);
    await turn();
    const others = [writer.add([2]), writer.add([3, 4])];
    await turn();
    expect(batches).toEqual([[1]]);
    ends[0]?.();
    await first;
    await turn();
    expect(batches).toEqual([[1], [2, 3, 4]]);
    ends[1]?.();
    await Promise.all(others);
  });

  it('says nothing before its own write has ended', async () => {
    const { writer, ends } = slowWriter();
    let told = false;
    const added = writer.add([1]).then(() => (told = true));
    await turn();
    await turn();
    expect(told).toBe(false);
    ends[0]?.();
    await added;
    expect(told).toBe(true);
  });

  it('tells everybody in a failed write, and goes on', async () => {
    const { writer, ends } = slowWriter();
    const failing = Promise.allSettled([writer.add([1]), writer.add([2])]);
    await turn();
    ends[0]?.(new Error('disk full'));
    expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const next = writer.add([3]);
    await turn();
    ends[1]?.();
    await expect(next).resolves.toBeUndefined();
  });

  it('never takes more than the most of a write, except for one that is larger by itself', async () => {
    const { writer, batches, ends } = slowWriter(1, 2);
    const all = [writer.add([1]), writer.add([2, 3]), writer.add([4, 5, 6]), writer.add([7])];
    for (let i = 0; i < 4; i += 1) {
      await turn();
      ends[i]?.();
      await turn();
    }
    await Promise.all(all);
    expect(batches).toEqual([[1], [2, 3], [4, 5, 6], [7]]);
  });

  it('lets something run alone between writes', async () => {
    const { writer, batches, ends } = slowWriter();
    const write = writer.add([1]);
    await turn();
    const seen: number[] = [];
    const alone = writer.exclusively(async () => void seen.push(batches.length));
    await turn();
    expect(seen).toEqual([]);
    ends[0]?.();
    await Promise.all([write, alone]);
    expect(seen).toEqual([1]);
  });

  it('rests after a write where that was asked for, and takes what came meanwhile in one', async () => {
    const batches: number[][] = [];
    const write = async (items: readonly number[]) => {
      batches.push([...items]);
      for (const begin = performance.now(); performance.now() - begin < 1;);
    };
    const writer = new GroupWriter<number>(write, 1, 100, 1_000);
    await writer.add([1]);
    const others = [writer.add([2])];
    await turn();
    others.push(writer.add([3]));
    await turn();
    expect(batches).toEqual([[1]]);
    await Promise.all(others);
    expect(batches).toEqual([[1], [2, 3]]);
  });
});
