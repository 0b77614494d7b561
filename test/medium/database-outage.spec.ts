import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { dataSourceOptions, PortableDataSource } from '../../src/platform/database/data-source.js';
import { Database } from '../../src/platform/database/database.js';
import { isUnavailable } from '../../src/platform/database/faults.js';
import { describeEachDatabase } from './databases.js';
import { say } from './servers.js';
import { gate, Probe, probe, probeMigrations } from './probe.js';

const thrownBy = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

/** Repeats a ping until the database answers; everything before has to be told as an outage. */
async function recovered(database: Database): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const error = await thrownBy(database.ping());
    if (!error) return;
    if (!database.isUnavailable(error)) throw error;
    await pause(5);
  }
  throw new Error('The database did not come back.');
}

describeEachDatabase('an outage', (open) => {
  const ground = open({ entities: [Probe], migrations: probeMigrations });

  it('does not take what is under way when the application closes', async () => {
    const instance = await ground.another();
    const database = instance.get(Database);
    const began = gate();
    const work = database.transaction(async () => {
      await database.insertMany(Probe, [probe(1)]);
      began.open();
      await pause(20);
      await database.insertMany(Probe, [probe(2)]);
    });
    await began.opened;
    await instance.close();
    await work;
    expect(await ground.database.manager.count(Probe)).toBe(2);
  });

  if (!ground.breakable) {
    say(`an outage: not rehearsed on a real ${ground.dialect} database, that needs its administrator`);
    return;
  }

  it('in the middle of a transaction is told as one and leaves nothing half done', async () => {
    const { database } = ground;
    let end = (): void => undefined;
    if (database.dialect === 'sqlite') end = await ground.breakDown();
    const work = database.transaction(async () => {
      await database.insertMany(Probe, [probe(1)]);
      end = await ground.breakDown();
      await database.insertMany(Probe, [probe(2)]);
    });
    const error = await thrownBy(work);
    end();
    expect(database.isUnavailable(error)).toBe(true);
    expect(database.isConflict(error)).toBe(false);
    await recovered(database);
    expect(await database.manager.count(Probe)).toBe(0);
  });

  it('is over when it is over', async () => {
    const { database } = ground;
    const end = await ground.breakDown();
    const error = await thrownBy(database.insertMany(Probe, [probe(1)]));
    expect(error === undefined || database.isUnavailable(error)).toBe(true);
    end();
    await recovered(database);
    await database.insertMany(Probe, [probe(2)]);
    expect(await database.manager.countBy(Probe, { id: 'id-2' })).toBe(1);
  });
});

describe('a database that was never there', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'relais-test-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each([
    ['a folder in place of a SQLite file', () => `sqlite:${folder}`],
    ['a port where no PostgreSQL listens', () => 'postgres://nobody:secret@127.0.0.1:1/none'],
    ['a port where no Oracle listens', () => 'oracle://nobody:secret@127.0.0.1:1/NONE'],
  ])('is an outage too: %s', async (_, url) => {
    const source = new PortableDataSource(dataSourceOptions({ url: url(), migrations: [] }));
    const error = await thrownBy(source.initialize());
    expect(isUnavailable(error)).toBe(true);
    expect(String(error)).not.toContain('secret');
  });
});
