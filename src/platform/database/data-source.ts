import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Connection, Pool as OraclePool } from 'oracledb';
import type { Pool as PostgresPool } from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import type { OracleDriver } from 'typeorm/driver/oracle/OracleDriver.js';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { messageOf } from '../../kernel/error.js';
import { type Address, parseAddress } from './address.js';
import { portable, settleColumns } from './columns.js';
import { type Dialect, dialectOf } from './dialect.js';
import { cased, PortableNaming } from './naming.js';
import { StatementLog } from './statement-log.js';
import { NodeSqlite } from './sqlite-driver.js';
import { PromptRunner } from './postgres-runner.js';
import { SqliteTurns } from './sqlite-turns.js';

const POOL_SIZE = 10;
const CONNECT_MS = 5_000;
const STATEMENT_MS = 30_000;
const IDLE_TRANSACTION_MS = 60_000;
/** Our questions are short: to compile one, or to start processes for it, takes longer than to answer it. */
const PLANNING = '-c jit=off -c max_parallel_workers_per_gather=0';
const SLOW_MS = 1_000;
const DRAIN_MS = 5_000;
const DRAIN_STEP_MS = 10;
const PREFETCHED_ROWS = 100;

export interface DataSourceChoices {
  /** `sqlite:./data/relais.sqlite`, `sqlite::memory:`, `postgres://…`, `oracle://user:pass@host:1521/SERVICE`. */
  readonly url: string;
  /** Connections on PostgreSQL and Oracle, 10 unless told; SQLite has one. */
  readonly poolSize?: number;
  readonly migrations: readonly (new () => object)[];
}

/** TypeORM's options for the address, the same behaviour asked from each driver. */
export function dataSourceOptions({ url, poolSize, migrations }: DataSourceChoices): DataSourceOptions {
  const address = parseAddress(url);
  return {
    ...driverOptions(address, poolSize ?? POOL_SIZE),
    namingStrategy: new PortableNaming(address.dialect),
    migrations: [...migrations],
    migrationsTableName: cased('schema_migration', address.dialect),
    synchronize: false,
    logger: new StatementLog(),
    maxQueryExecutionTime: SLOW_MS,
  };
}

function driverOptions(address: Address, poolSize: number): DataSourceOptions {
  switch (address.dialect) {
    case 'sqlite': {
      const database = address.file === ':memory:' ? address.file : resolve(address.file);
      return { type: 'better-sqlite3', driver: NodeSqlite, database };
    }
    case 'postgres':
      return postgresOptions(address.url, poolSize);
    case 'oracle': {
      const { user: username, password, connect: connectString } = address;
      const extra = oracleExtra(poolSize);
      return { type: 'oracle', username, password, connectString, poolSize, useUTC: true, extra };
    }
  }
}

function postgresOptions(url: string, poolSize: number): DataSourceOptions {
  const logger = new Logger('Database');
  return {
    type: 'postgres',
    url,
    poolSize,
    applicationName: 'relais',
    connectTimeoutMS: CONNECT_MS,
    installExtensions: false,
    /** A connection that dies while nobody uses it, as in a restart of the server; the pool makes another. */
    poolErrorHandler: (error: unknown) => logger.warn(`A connection was lost: ${messageOf(error)}`),
    extra: {
      statement_timeout: STATEMENT_MS,
      idle_in_transaction_session_timeout: IDLE_TRANSACTION_MS,
      options: PLANNING,
      keepAlive: true,
      /** What is asked at once on one connection goes onto the wire at once. */
      pipeline: true,
    },
  };
}

function oracleExtra(poolSize: number): object {
  return {
    poolMin: Math.min(2, poolSize),
    poolIncrement: 1,
    queueTimeout: CONNECT_MS,
    connectTimeout: CONNECT_MS / 1000,
    stmtCacheSize: 100,
    poolPingInterval: 30,
    expireTime: 1,
    maxLifetimeSession: 3600,
    sessionCallback: (connection: Connection, _tag: string, done: () => void) => {
      connection.callTimeout = STATEMENT_MS;
      done();
    },
  };
}

/**
 * A data source whose three drivers behave alike: an empty text is null as on Oracle, columns of long texts and bytes
 * have a type of this database, transactions on SQLite take turns, and closing waits for what is under way.
 */
export class PortableDataSource extends DataSource {
  readonly dialect: Dialect;
  /** On SQLite only. */
  readonly turns: SqliteTurns | undefined;

  constructor(options: DataSourceOptions) {
    assertUtc();
    super(options);
    this.dialect = dialectOf(options.type);
    this.turns = this.dialect === 'sqlite' ? SqliteTurns.install(this) : undefined;
    if (this.dialect === 'postgres') PromptRunner.install(this);
    const { driver } = this;
    const prepare = driver.preparePersistentValue.bind(driver);
    driver.preparePersistentValue = (value, column) => portable(prepare(value, column));
    if (this.dialect === 'oracle') (driver as OracleDriver).oracle.prefetchRows = PREFETCHED_ROWS;
  }

  override async initialize(): Promise<this> {
    try {
      return await super.initialize();
    } catch (error) {
      await this.abandon();
      throw error;
    }
  }

  override async destroy(): Promise<void> {
    const until = Date.now() + DRAIN_MS;
    while (this.isBusy() && Date.now() < until) await pause(DRAIN_STEP_MS);
    await super.destroy();
  }

  protected override async buildMetadatas(): Promise<void> {
    await super.buildMetadatas();
    for (const { columns } of this.entityMetadatas) settleColumns(columns, this.dialect);
  }

  /** An Oracle pool that never connected goes on trying in the background until it is closed. */
  private async abandon(): Promise<void> {
    if (this.dialect !== 'oracle') return;
    const pool = (this.driver as OracleDriver).master as OraclePool | undefined;
    await pool?.close(0).catch(() => undefined);
  }

  private isBusy(): boolean {
    if (this.turns) return this.turns.busy;
    if (this.dialect === 'oracle') {
      const pool = (this.driver as OracleDriver).master as OraclePool | undefined;
      return (pool?.connectionsInUse ?? 0) > 0;
    }
    const pool = (this.driver as PostgresDriver).master as PostgresPool | undefined;
    return pool !== undefined && pool.totalCount > pool.idleCount;
  }
}

/** Moments without a zone, as all three databases keep them, are only right in a process that runs in UTC. */
function assertUtc(): void {
  const year = new Date().getFullYear();
  const shifted = [0, 6].some((month) => new Date(year, month, 1).getTimezoneOffset() !== 0);
  if (shifted) throw new Error('The process has to run in UTC: start it with TZ=UTC.');
}
