import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../until.js';
import { type Books, freshPostgresBooks, postgresOfThisRun } from './books.js';
import { Crowd } from './crowd.js';
import { figures, percentile } from './figures.js';
import { account, Stage, undisturbed, UNHARMED } from './stage.js';

const postgres = postgresOfThisRun('several instances');
const SETTINGS = { WHATSAPP_MAX_PER_SECOND: '400', DATABASE_POOL_SIZE: '5' };

/** Roles of the processes; those of the second list are killed in the middle, one after the other, and not started again. */
const HOUSES: [name: string, roles: readonly string[], killed: readonly number[]][] = [
  ['two full instances', ['all', 'all'], [0]],
  ['one that receives and two that work', ['web', 'worker', 'worker'], [1]],
];

(postgres === undefined ? describe.skip : describe)('several instances over one database', () => {
  let stage: Stage;
  let books: Books;
  beforeEach(async () => {
    stage = new Stage();
    await stage.open();
    books = await freshPostgresBooks(postgres ?? '');
  });
  afterEach(async () => {
    await stage.close();
    await books.drop();
  });

  it.each(HOUSES)(
    '%s answer everybody once and in order, and take over from one that is killed',
    async (name, roles, killed) => {
      const servers = roles.map((role) => stage.add(books, { ...SETTINGS, PROCESS_ROLE: role }));
      // The first makes the tables.
      await servers[0]?.start();
      await Promise.all(servers.slice(1).map((server) => server.start()));
      const expected = await undisturbed(stage, books);
      const crowd = new Crowd(stage.postman, '2438600', 5);
      const writing = crowd.write(8);
      const gaps: number[] = [];
      for (const at of killed) {
        await pause(1_500);
        const server = servers[at];
        if (server === undefined) continue;
        stage.reachable(server, false);
        await server.stop('SIGKILL');
        const from = performance.now();
        const latest = crowd.people.length;
        await until(
          'somebody who came afterwards is answered',
          () => crowd.people.slice(latest).some(({ waId }) => stage.graph.wordsTo(waId).length > 0),
          20_000,
        );
        gaps.push(performance.now() - from);
        await pause(1_500);
      }
      crowd.hush();
      await writing;
      await stage.quiet(books);
      const outcome = await account(stage, books, crowd.people, expected);
      figures(name, {
        killed: killed.length,
        people: crowd.people.length,
        'acknowledged updates': outcome.acknowledged,
        deliveries: outcome.deliveries,
        lost: outcome.lost.length,
        doubled: outcome.doubled.length,
        misanswered: outcome.misanswered.length,
        'newcomer answered after the kill, ms': percentile(gaps, 1),
      });
      expect(outcome).toMatchObject(UNHARMED);
    },
    180_000,
  );
});
