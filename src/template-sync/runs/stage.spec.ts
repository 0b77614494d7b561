import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stage } from './stage.js';

const home = mkdtempSync(join(tmpdir(), 'relais-stage-'));
afterAll(() => rmSync(home, { recursive: true }));

async function all<T>(stage: Stage<T>): Promise<T[]> {
  const values: T[] = [];
  for await (const batch of stage.batches()) values.push(...batch);
  return values;
}

describe('what waits to be written', () => {
  it.each([
    ['in memory', 1_000_000],
    ['in a file', 100],
  ])('comes back as it was, as often as needed: %s', async (_, inMemory) => {
    const stage = new Stage<{ n: number; text: string }>(inMemory, home);
    const values = Array.from({ length: 1_200 }, (_value, n) => ({ n, text: `ligne ${n}\n\u2028\r"é"` }));
    for (let n = 0; n < values.length; n += 100) await stage.add(values.slice(n, n + 100));
    expect(await all(stage)).toEqual(values);
    expect(await all(stage)).toEqual(values);
    await stage.discard();
  });

  it('comes back in batches, however long a line is', async () => {
    const stage = new Stage<string>(10, home);
    await stage.add(['a', 'b'.repeat(5_000_000), 'c']);
    const sizes: number[] = [];
    for await (const batch of stage.batches()) sizes.push(batch.length);
    expect(sizes).toEqual([2, 1]);
    await stage.discard();
  });

  it('leaves no file behind', async () => {
    const stage = new Stage<string>(10, home);
    await stage.add(['something that is longer than ten']);
    expect(readdirSync(home)).toHaveLength(1);
    await stage.discard();
    expect(readdirSync(home)).toEqual([]);
  });
});
