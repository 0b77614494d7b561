import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { courteously, restAfter } from './courtesy.js';

const STEPS = 100;
const STEP_MS = 10;
const LONG_MS = 250;
const AT_ONCE = 64;

/** Keeps the thread busy. */
function work(): void {
  const until = performance.now() + STEP_MS;
  while (performance.now() < until);
}

/** Milliseconds of rest, up to a long one, in long work while a server of this process is asked, or is not. */
async function restedWhile(isAsked: boolean): Promise<number> {
  const server = createServer((_, response) => void response.end('ok'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  let isOver = false;
  const ask = async (): Promise<void> => {
    while (!isOver) await (await fetch(url)).text();
  };
  await fetch(url);
  const asking = isAsked ? Array.from({ length: AT_ONCE }, ask) : [];
  let rested = 0;
  await courteously(async (rest) => {
    for (let step = 0; step < STEPS && rested < LONG_MS; step += 1) {
      work();
      await new Promise((resolve) => setImmediate(resolve));
      const begin = performance.now();
      await rest();
      rested += performance.now() - begin;
    }
  });
  isOver = true;
  await Promise.all(asking);
  server.close();
  return rested;
}

describe('long work beside the service', () => {
  it('does not rest while nobody is served', async () => {
    expect(await restedWhile(false)).toBeLessThan(LONG_MS);
  });

  it('rests while many are', async () => {
    expect(await restedWhile(true)).toBeGreaterThanOrEqual(LONG_MS);
  });

  it('the more requests come, the longer it rests, within bounds', () => {
    const rest = (perSecond: number, perWorked: number, busyMs = 10): number =>
      restAfter(busyMs, { perSecond, perWorked });
    expect([rest(200, 100), rest(200, 150), rest(200, 300), rest(200, 5_000)]).toEqual([0, 5, 20, 80]);
    expect(rest(200, 5_000, 400)).toBe(500);
    expect(rest(50, 5_000)).toBe(0);
  });
});
