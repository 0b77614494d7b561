import { meanwhile } from './meanwhile.js';

describe('what is done meanwhile', () => {
  it('is done once for each value that does not come at once, before it', async () => {
    const told: string[] = [];
    let come = (): void => undefined;
    const late = new Promise<void>((resolve) => (come = resolve));
    async function* values(): AsyncGenerator<string> {
      yield 'a';
      yield 'b';
      await late;
      yield 'c';
    }
    const work = (): Promise<void> => {
      told.push('work');
      come();
      return Promise.resolve();
    };
    for await (const value of meanwhile(values(), work)) told.push(value);
    expect(told).toEqual(['a', 'b', 'work', 'c']);
  });

  it('lets failures through, and ends what it reads when nobody listens any more', async () => {
    let ended = 0;
    async function* values(): AsyncGenerator<number> {
      try {
        yield 1;
        yield 2;
        throw new Error('broken');
      } finally {
        ended += 1;
      }
    }
    const nothing = (): Promise<void> => Promise.resolve();
    const all = async (): Promise<void> => {
      for await (const value of meanwhile(values(), nothing)) expect(value).toBeLessThan(3);
    };
    await expect(all()).rejects.toThrow('broken');
    for await (const value of meanwhile(values(), nothing)) if (value === 1) break;
    await new Promise(setImmediate);
    expect(ended).toBe(2);
  });
});
