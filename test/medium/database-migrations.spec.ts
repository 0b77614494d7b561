import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';
import { dataSourceOptions, PortableDataSource } from '../../src/platform/database/data-source.js';
import { Ddl, id36, int, string } from '../../src/platform/database/ddl.js';
import { migrate, pendingMigrations, schemaDrift } from '../../src/platform/database/migrate.js';
import { describeEachDatabase } from './databases.js';
import { Probe, ProbeParts1700000000002, probeMigrations, ProbePart, Probes1700000000001 } from './probe.js';

let broken = false;

/** Fails between its two steps while `broken`. */
class Notes1700000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    await ddl.table('note', { id: id36({ primary: true }), text: string(40) }, { indices: [['text']] });
    if (broken) throw new Error('on purpose');
    await ddl.addColumn('note', 'size', int({ default: 7 }));
    await ddl.index('note', ['size']);
  }

  async down(runner: QueryRunner): Promise<void> {
    const ddl = new Ddl(runner);
    await ddl.dropIndex('note', ['size']);
    await ddl.dropColumn('note', 'size');
    await ddl.dropTable('note');
  }
}

@Entity('probe_part')
class WiderPart {
  @PrimaryColumn('varchar', { length: 36 })
  id: string;

  @Column('varchar', { length: 80 })
  wider: string;
}

const all = [...probeMigrations, Notes1700000000003];
const names = all.map(({ name }) => name);

describeEachDatabase('migrations', (open) => {
  const ground = open({ migrations: [] });
  const sources: PortableDataSource[] = [];
  const connect = async (
    migrations: readonly (new () => object)[],
    entities: readonly (new () => object)[] = [],
  ): Promise<PortableDataSource> => {
    const options = dataSourceOptions({ url: ground.url, migrations, poolSize: 3 });
    const source = new PortableDataSource({ ...options, entities: [...entities] });
    sources.push(await source.initialize());
    return source;
  };
  const hasTable = async (name: string): Promise<boolean> => {
    const runner = ground.source.createQueryRunner();
    const found = await runner.hasTable(ground.dialect === 'oracle' ? name.toUpperCase() : name);
    await runner.release();
    return found;
  };

  beforeEach(() => {
    broken = false;
  });

  afterEach(async () => {
    for (const source of sources.splice(0)) await source.destroy();
    const runner = ground.source.createQueryRunner();
    for (const table of ['note', 'probe_part', 'probe', 'schema_migration', 'schema_lock']) {
      if (await hasTable(table)) await new Ddl(runner).dropTable(table);
    }
    await runner.release();
  });

  it('run once, in order, and then not again', async () => {
    const source = await connect(all);
    expect(await pendingMigrations(source)).toEqual(names);
    expect(await migrate(source)).toEqual(names);
    expect(await pendingMigrations(source)).toEqual([]);
    expect(await migrate(source)).toEqual([]);
  });

  it('run once when several instances start together', async () => {
    const instances = [await connect(all), await connect(all), await connect(all)];
    const done = await Promise.all(instances.map(migrate));
    expect(done.flat()).toEqual(names);
  });

  it('can be begun again after one failed half way', async () => {
    broken = true;
    await expect(migrate(await connect(all))).rejects.toThrow('on purpose');
    expect(await hasTable('note')).toBe(ground.dialect === 'oracle');
    broken = false;
    await migrate(await connect(all));
    await ground.database.manager.query("INSERT INTO note (id, text) VALUES ('1', 'a')");
    const [row] = await ground.database.manager.query<{ n: unknown }[]>('SELECT size AS "n" FROM note');
    expect(Number(row?.n)).toBe(7);
  });

  it('can be taken back', async () => {
    const source = await connect(all);
    await migrate(source);
    await source.undoLastMigration({ transaction: ground.dialect === 'oracle' ? 'none' : 'all' });
    expect(await hasTable('note')).toBe(false);
    expect(await pendingMigrations(source)).toEqual(['Notes1700000000003']);
  });

  it('are found to differ from entities that say something else', async () => {
    await migrate(await connect(probeMigrations));
    expect(await schemaDrift(await connect([], [Probe, ProbePart]))).toEqual([]);
    const drift = await schemaDrift(await connect([], [WiderPart]));
    expect(drift.join('\n').toLowerCase()).toContain('wider');
  });

  it('are refused a foreign key that no index holds', async () => {
    class Slow1700000000004 implements MigrationInterface {
      async up(runner: QueryRunner): Promise<void> {
        const foreignKeys = [{ column: 'probe_id', table: 'probe' }];
        await new Ddl(runner).table(
          'slow',
          { id: id36({ primary: true }), probe_id: id36() },
          { foreignKeys },
        );
      }

      async down(): Promise<void> {}
    }
    const source = await connect([Probes1700000000001, ProbeParts1700000000002, Slow1700000000004]);
    await expect(migrate(source)).rejects.toThrow('needs an index');
  });
});
