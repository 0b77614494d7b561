import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { say } from '../medium/servers.js';
import { until } from '../until.js';
import { type Books, postgresBooks, postgresOfThisRun, sqliteBooks } from './books.js';
import { Crowd } from './crowd.js';
import { figures } from './figures.js';
import { OwnPostgres } from './own-postgres.js';
import { type Account, account, Stage, undisturbed, UNHARMED } from './stage.js';

const AWAY_MS = 2_000;
const LIMIT_MS = 180_000;

/** Takes the database away; resolves with what brings it back. */
type TakeAway = () => Promise<() => Promise<void>>;

describe('the database away and back under load', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = new Stage();
    await stage.open();
  });
  afterEach(() => stage.close());

  async function rehearse(books: Books, takeAway: TakeAway): Promise<Account> {
    const server = stage.add(books, { WHATSAPP_MAX_PER_SECOND: '400' });
    await server.start();
    const expected = await undisturbed(stage, books);
    const readiness = async () => (await fetch(`${server.address}/health/ready`)).status;
    expect(await readiness()).toBe(200);
    const crowd = new Crowd(stage.postman, '2438200', 2);
    const writing = crowd.write(6);
    await pause(500);

    const bringBack = await takeAway();
    const before = stage.postman.acknowledged.size;
    const from = performance.now();
    await until('it says that it is not ready', async () => (await readiness()) === 503);
    await pause(Math.max(0, AWAY_MS - (performance.now() - from)));
    const meanwhile = stage.postman.acknowledged.size - before;
    await bringBack();
    const back = performance.now();
    await until('it is ready again', async () => (await readiness()) === 200);
    const ready = performance.now() - back;
    crowd.hush();
    await writing;
    await stage.quiet(books);
    const quiet = performance.now() - back;

    const outcome = await account(stage, books, crowd.people, expected);
    figures(`${books.name} away for ${AWAY_MS / 1_000} s`, {
      people: crowd.people.length,
      'acknowledged updates': outcome.acknowledged,
      'acknowledged meanwhile': meanwhile,
      'refused with 503': stage.postman.refusals.get(503) ?? 0,
      'no answer': stage.postman.refusals.get(0) ?? 0,
      lost: outcome.lost.length,
      doubled: outcome.doubled.length,
      misanswered: outcome.misanswered.length,
      'ready again after, ms': ready,
      'everything answered after, ms': quiet,
    });
    expect(meanwhile).toBeGreaterThan(0);
    // No answer (0) is as good as 503: a loop that a locked file holds up may be late, and the delivery comes again.
    expect([...stage.postman.refusals.keys()].filter((status) => status !== 503 && status !== 0)).toEqual([]);
    // The same process as at the beginning, and one that ends as it should.
    expect(await server.stop()).toBe(0);
    return outcome;
  }

  it(
    'keeps everything, answers it in order and once, with a SQLite file that another process has locked',
    async () => {
      const books = sqliteBooks(stage.folder);
      const lock: TakeAway = async () => {
        const other = new DatabaseSync(books.url.slice('sqlite:'.length), { timeout: 5_000 });
        other.exec('BEGIN EXCLUSIVE');
        return async () => other.close();
      };
      expect(await rehearse(books, lock)).toMatchObject(UNHARMED);
    },
    LIMIT_MS,
  );

  const programs = postgresOfThisRun('the database away') === undefined ? undefined : OwnPostgres.programs();
  if (programs === undefined) say('the database away: no PostgreSQL server of our own to stop, left out');
  else {
    it(
      'and with a PostgreSQL server that fell over',
      async () => {
        const postgres = await OwnPostgres.create(programs);
        try {
          const books = postgresBooks(postgres.url, async () => undefined);
          const fall: TakeAway = async () => {
            await postgres.crash();
            return () => postgres.start();
          };
          expect(await rehearse(books, fall)).toMatchObject(UNHARMED);
        } finally {
          await postgres.destroy();
        }
      },
      LIMIT_MS,
    );
  }
});
