import { setTimeout as pause } from 'node:timers/promises';
import { sqliteBooks } from './books.js';
import { Crowd } from './crowd.js';
import { figures } from './figures.js';
import { account, Stage, undisturbed, UNHARMED } from './stage.js';

const STOPS = 2;

describe('SIGTERM under load', () => {
  const stage = new Stage();
  beforeAll(() => stage.open());
  afterAll(() => stage.close());

  it('ends within 10 s with code 0, leaves nothing in doubt, and the next start goes on where it was', async () => {
    const books = sqliteBooks(stage.folder);
    const server = stage.add(books);
    await server.start();
    const expected = await undisturbed(stage, books);
    const crowd = new Crowd(stage.postman, '2438300', 2);
    const writing = crowd.write(8);
    const took: number[] = [];
    const doubtful: number[] = [];
    for (let round = 0; round < STOPS; round += 1) {
      await pause(400 + Math.random() * 400);
      const from = performance.now();
      expect(await server.stop('SIGTERM')).toBe(0);
      took.push(performance.now() - from);
      const [row] = await books.query(
        "SELECT COUNT(*) AS n FROM whatsapp_outbox WHERE state IN ('SENDING', 'UNKNOWN')",
      );
      doubtful.push(Number(row?.['n']));
      await server.start();
    }
    crowd.hush();
    await writing;
    await stage.quiet(books);
    const outcome = await account(stage, books, crowd.people, expected);
    figures('SIGTERM under load', {
      stops: took.length,
      'longest stop, ms': Math.max(...took),
      'messages left in doubt': Math.max(...doubtful),
      'acknowledged updates': outcome.acknowledged,
      lost: outcome.lost.length,
      doubled: outcome.doubled.length,
      misanswered: outcome.misanswered.length,
    });
    expect(Math.max(...took)).toBeLessThan(10_000);
    expect(doubtful).toEqual(Array(STOPS).fill(0));
    expect(outcome).toMatchObject(UNHARMED);
  }, 120_000);
});
