import { ahead } from './ahead.js';

describe('reading ahead', () => {
  it('asks for the next page while this one is worked on', async () => {
    const asked: number[] = [];
    const source = async function* (): AsyncGenerator<number> {
      for (let n = 0; n < 4; n++) {
        asked.push(n);
        yield n;
      }
    };
    const seen: [number, number][] = [];
    for await (const value of ahead(source())) {
      await Promise.resolve();
      seen.push([value, asked.length]);
    }
    expect(seen).toEqual([
      [0, 2],
      [1, 3],
      [2, 4],
      [3, 4],
    ]);
  });

  it('fails where the source failed, after all that came before', async () => {
    const source = async function* (): AsyncGenerator<number> {
      yield 1;
      throw new Error('cut');
    };
    const seen: number[] = [];
    const reading = (async () => {
      for await (const value of ahead(source())) {
        await new Promise((resolve) => setImmediate(resolve));
        seen.push(value);
      }
    })();
    await expect(reading).rejects.toThrow('cut');
    expect(seen).toEqual([1]);
  });

  it('lets the source go when nobody wants more', async () => {
    let isLetGo = false;
    const source = async function* (): AsyncGenerator<number> {
      try {
        for (;;) yield 1;
      } finally {
        isLetGo = true;
      }
    };
    for await (const value of ahead(source())) if (value === 1) break;
    await new Promise((resolve) => setImmediate(resolve));
    expect(isLetGo).toBe(true);
  });
});
