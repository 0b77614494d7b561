import { setTimeout as pause } from 'node:timers/promises';
import { Clock } from '../../kernel/clock.js';
import type { Database } from '../../platform/database/database.js';
import { Indexing } from './indexing.service.js';
import type { PostingRepository, Unindexed } from './posting.repository.js';

const NOW = Date.UTC(2026, 10, 21, 8);
class StandingClock extends Clock {
  now(): Date {
    return new Date(NOW);
  }
}

const WORK_MS = 20;

/** So many products whose words are not in the index yet; it takes a moment to put two hundred of them there. */
function indexing(left: number, lastChange = 0) {
  const counted: number[] = [];
  const tidied: number[] = [];
  const repository = {
    unindexed: (limit: number) =>
      Promise.resolve(Array.from({ length: Math.min(left, limit) }, (): Partial<Unindexed> => ({}))),
    lastChange: () => Promise.resolve(lastChange),
    count: () => Promise.resolve(void counted.push(left)),
    tidy: () => Promise.resolve(void tidied.push(left)),
  };
  const retrying = async (): Promise<void> => {
    await pause(lastChange === 0 ? 0 : WORK_MS);
    left = Math.max(0, left - 200);
  };
  const made = new Indexing(
    repository as unknown as PostingRepository,
    { retrying } as unknown as Database,
    new StandingClock(),
  );
  return { counted, tidied, indexing: made };
}

describe('putting words into the index', () => {
  it('goes on until nothing is left, and lets the database count the more there are the less often', async () => {
    const { counted, tidied, indexing: all } = indexing(30_100);
    while (await all.run());
    expect(counted).toEqual([25_100, 15_100]);
    expect(tidied).toEqual([0]);
  });

  it('the tables are tidied at the end, however few came since they were counted', async () => {
    const { counted, tidied, indexing: all } = indexing(15_400);
    while (await all.run());
    expect(counted).toEqual([10_400, 400]);
    expect(tidied).toEqual([0]);
  });

  it('after a few changes the tables are neither counted nor tidied', async () => {
    const { counted, tidied, indexing: few } = indexing(700);
    while (await few.run());
    expect([counted, tidied]).toEqual([[], []]);
  });

  it('gives way to whoever is writing products', async () => {
    const begin = performance.now();
    await indexing(10, NOW - 100).indexing.run();
    expect(performance.now() - begin).toBeGreaterThan(WORK_MS * 3);
  });
});
