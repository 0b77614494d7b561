import { setTimeout as pause } from 'node:timers/promises';
import { type Books, freshPostgresBooks, postgresOfThisRun, sqliteBooks } from './books.js';
import { Crowd } from './crowd.js';
import { type Account, account, Stage, undisturbed, UNHARMED } from './stage.js';
import { figures, percentile } from './figures.js';

const postgres = postgresOfThisRun('kill -9 under load');
const KILLS = Number(process.env['CHAOS_KILLS'] ?? 6);
const PEOPLE_AT_ONCE = Number(process.env['CHAOS_PEOPLE'] ?? 8);
/** A long rehearsal takes about two seconds a kill. */
const LIMIT_MS = 120_000 + KILLS * 10_000;

describe('kill -9 under load', () => {
  let stage: Stage;
  let books: Books;
  beforeEach(async () => {
    stage = new Stage();
    await stage.open();
  });
  afterEach(async () => {
    await stage.close();
    await books.drop();
  });

  async function rehearse(): Promise<Account> {
    const server = stage.add(books, { WHATSAPP_MAX_PER_SECOND: '400' });
    await server.start();
    const expected = await undisturbed(stage, books);
    const crowd = new Crowd(stage.postman, '2438100', 3);
    const writing = crowd.write(PEOPLE_AT_ONCE);
    const firstAnswers: number[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      await pause(100 + Math.random() * 900);
      await server.stop('SIGKILL');
      // Now and then it does not even come to its feet.
      if (Math.random() < 0.2) {
        const stillborn = server.start().catch(() => undefined);
        await pause(Math.random() * 700);
        await server.stop('SIGKILL');
        await stillborn;
      }
      const from = performance.now();
      const before = stage.graph.taken.length;
      await server.start();
      const first = () => stage.graph.taken[before]?.at;
      while (first() === undefined && performance.now() - from < 20_000) await pause(5);
      firstAnswers.push((first() ?? Infinity) - from);
    }
    crowd.hush();
    await writing;
    await stage.quiet(books);
    const outcome = await account(stage, books, crowd.people, expected);
    figures(`kill -9 under load on ${books.name}`, {
      kills: KILLS,
      people: crowd.people.length,
      'acknowledged updates': outcome.acknowledged,
      deliveries: outcome.deliveries,
      'messages out': stage.graph.taken.length,
      'calls at the stub': stage.graph.calls.length,
      lost: outcome.lost.length,
      doubled: outcome.doubled.length,
      misanswered: outcome.misanswered.length,
      'restart to first answer, p50 ms': percentile(firstAnswers, 0.5),
      'restart to first answer, max ms': percentile(firstAnswers, 1),
    });
    expect(await server.stop()).toBe(0);
    return outcome;
  }

  it(
    'loses nothing that was acknowledged, answers everybody once and in order, on SQLite',
    async () => {
      books = sqliteBooks(stage.folder);
      expect(await rehearse()).toMatchObject(UNHARMED);
    },
    LIMIT_MS,
  );

  if (postgres !== undefined) {
    it(
      'and on PostgreSQL',
      async () => {
        books = await freshPostgresBooks(postgres);
        expect(await rehearse()).toMatchObject(UNHARMED);
      },
      LIMIT_MS,
    );
  }
});
