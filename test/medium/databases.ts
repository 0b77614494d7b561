import { Test, type TestingModule } from '@nestjs/testing';
import { type InjectionToken, type ModuleMetadata } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { migrations as allMigrations } from '../../migrations/list.js';
import type { PortableDataSource } from '../../src/platform/database/data-source.js';
import { Database } from '../../src/platform/database/database.js';
import { DatabaseModule } from '../../src/platform/database/database.module.js';
import type { Dialect } from '../../src/platform/database/dialect.js';
import { schemaDrift } from '../../src/platform/database/migrate.js';
import { availableServers } from './servers.js';
import type { TestServer, TestStore } from './test-server.js';

/**
 * Medium tests: the same test on every database that this run has.
 *
 * ```ts
 * describeEachDatabase('issuing codes', (open) => {
 *   const ground = open({ entities: [UicCode], providers: [UicRepository] });
 *
 *   it('gives the same person the same code', async () => {
 *     const repository = ground.get(UicRepository);
 *     …
 *   });
 * });
 * ```
 *
 * `open` is called while describing: before the first test it makes a fresh database with all migrations and a Nest
 * module over it, between tests it empties the tables of the entities, after the last it closes and drops all.
 * `ground` may be used inside tests and hooks only. SQLite is always there (a file); PostgreSQL and the Oracle double
 * where `TEST_POSTGRES_URL` is set, each in its own new database; a real Oracle, in place of the double, where
 * `TEST_ORACLE_URL` is set: its schema has to be for tests only. What is missing is said in one line.
 */
export function describeEachDatabase(title: string, tests: (open: Open) => void): void {
  describe(title, () => {
    for (const server of availableServers(title)) {
      describe(`on ${server.name}`, () => tests((wanted) => new GroundUnderTest(server, wanted ?? {})));
    }
  });
}

export type Open = (wanted?: Wanted) => GroundUnderTest;

export interface Wanted extends Pick<ModuleMetadata, 'imports' | 'providers' | 'controllers'> {
  readonly entities?: readonly (new () => object)[];
  /** All of the project unless told. */
  readonly migrations?: readonly (new () => object)[];
  readonly poolSize?: number;
  /** Whether the module's lifecycle hooks (`onModuleInit`, …) run. */
  readonly init?: boolean;
}

/** A database and the application over it, for the tests of one `describe`. */
export class GroundUnderTest {
  private store: TestStore | undefined;
  private readonly modules: TestingModule[] = [];
  private emptyAfterMigration: string[] = [];

  constructor(
    private readonly server: TestServer,
    private readonly wanted: Wanted,
  ) {
    // All migrations, on a machine that does much else.
    beforeAll(() => this.start(), 120_000);
    beforeEach(() => this.empty());
    afterAll(() => this.stop());
  }

  get dialect(): Dialect {
    return this.server.dialect;
  }

  get module(): TestingModule {
    const [module] = this.modules;
    if (!module) throw new Error('The ground is there inside tests and hooks only.');
    return module;
  }

  get database(): Database {
    return this.module.get(Database);
  }

  get source(): PortableDataSource {
    return this.module.get(DataSource);
  }

  /** The DATABASE_URL of this database. */
  get url(): string {
    return this.made.url;
  }

  /** Cuts all connections, or locks the file, and returns how that ends. */
  breakDown(): Promise<() => void> {
    if (!this.made.breakDown) throw new Error(`${this.server.name} cannot be made to break down.`);
    return this.made.breakDown();
  }

  get breakable(): boolean {
    return this.server.breakable;
  }

  get<T>(token: InjectionToken<T>): T {
    return this.module.get<T>(token, { strict: false });
  }

  /** One more instance of the application on the same database, closed with the first. */
  async another(): Promise<TestingModule> {
    const { entities = [], imports = [], providers = [], controllers = [], init, ...choices } = this.wanted;
    const module = await Test.createTestingModule({
      imports: [
        DatabaseModule.register({
          migrations: allMigrations,
          poolSize: 4,
          ...choices,
          url: this.url,
          migrate: true,
          attempts: 1,
        }),
        TypeOrmModule.forFeature([...entities]),
        ...imports,
      ],
      providers,
      controllers,
    }).compile();
    if (init) await module.init();
    this.modules.push(module);
    return module;
  }

  private get made(): TestStore {
    if (!this.store) throw new Error('The ground is there inside tests and hooks only.');
    return this.store;
  }

  private async start(): Promise<void> {
    this.store = await this.server.create(this.wanted.migrations ?? allMigrations);
    await this.another();
    this.emptyAfterMigration = await this.emptyTables();
  }

  private async stop(): Promise<void> {
    for (const module of this.modules.toReversed()) await module.close();
    await this.store?.drop();
  }

  /** Rows that migrations put in stay: they belong to the schema. */
  private async emptyTables(): Promise<string[]> {
    const empty: string[] = [];
    for (const metadata of this.source.entityMetadatas) {
      const table = this.source.driver.escape(metadata.tableName);
      const [row] = await this.source.query<Record<string, unknown>[]>(
        `SELECT COUNT(*) AS "n" FROM ${table}`,
      );
      if (Number(row?.['n']) === 0) empty.push(metadata.tableName);
    }
    return empty;
  }

  private async empty(): Promise<void> {
    const { source } = this;
    const emptied = source.entityMetadatas.filter(({ tableName }) =>
      this.emptyAfterMigration.includes(tableName),
    );
    const parents = new Map(
      emptied.map(({ tableName, foreignKeys }) => [
        tableName,
        foreignKeys.map((key) => key.referencedEntityMetadata.tableName),
      ]),
    );
    await source.transaction(async (manager) => {
      for (const table of childrenFirst(parents)) {
        await manager.query(`DELETE FROM ${source.driver.escape(table)}`);
      }
    });
  }
}

/** Proves that the entities of the module and the migrations describe the same tables. */
export async function expectNoDrift(ground: Pick<GroundUnderTest, 'source'>): Promise<void> {
  expect(await schemaDrift(ground.source)).toEqual([]);
}

function childrenFirst(parents: ReadonlyMap<string, readonly string[]>): string[] {
  const ordered: string[] = [];
  const visit = (table: string): void => {
    if (ordered.includes(table) || !parents.has(table)) return;
    for (const [child, theirs] of parents) if (child !== table && theirs.includes(table)) visit(child);
    ordered.push(table);
  };
  for (const table of parents.keys()) visit(table);
  return ordered;
}
