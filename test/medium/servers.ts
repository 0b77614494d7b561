import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import type { Dialect } from '../../src/platform/database/dialect.js';

/** A database made for one group of tests. */
export interface TestStore {
  readonly url: string;
  /** Makes the database unusable as its kind can be, and returns how that ends: connections cut, the file locked. */
  breakDown(): Promise<() => void>;
  drop(): Promise<void>;
}

export interface TestServer {
  readonly name: string;
  readonly dialect: Dialect;
  create(migrations: readonly (new () => object)[]): Promise<TestStore>;
}

const sqlite: TestServer = {
  name: 'SQLite',
  dialect: 'sqlite',
  async create() {
    const folder = await mkdtemp(join(tmpdir(), 'relais-test-'));
    const file = join(folder, 'test.sqlite');
    return {
      url: `sqlite:${file}`,
      breakDown: async () => locked(file),
      drop: () => rm(folder, { recursive: true, force: true }),
    };
  },
};

function locked(file: string): () => void {
  const other = new DatabaseSync(file);
  other.exec('BEGIN EXCLUSIVE');
  return () => other.close();
}

function postgres(adminUrl: string): TestServer {
  return { name: 'PostgreSQL', dialect: 'postgres', create: () => freshDatabase(adminUrl) };
}

function oracleDouble(adminUrl: string): TestServer {
  return {
    name: 'the Oracle double',
    dialect: 'oracle',
    async create() {
      const store = await freshDatabase(adminUrl);
      const { serveOracleDouble } = await import('../oracle-double/oracle-double.js');
      const url = await serveOracleDouble(new URL(store.url).pathname.slice(1).toUpperCase(), store.url);
      return { ...store, url };
    },
  };
}

async function freshDatabase(adminUrl: string): Promise<TestStore> {
  const name = `relais_test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await administer(adminUrl, `CREATE DATABASE ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`;
  return {
    url: url.href,
    breakDown: async () => {
      await administer(adminUrl, cut);
      return () => undefined;
    },
    drop: () => administer(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

async function administer(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** The databases of this run; says which are missing and why. */
export function availableServers(title: string): TestServer[] {
  const { TEST_POSTGRES_URL: postgresUrl } = process.env;
  if (!postgresUrl) say(`${title}: not on PostgreSQL and the Oracle double, TEST_POSTGRES_URL is not set`);
  return [sqlite, ...(postgresUrl ? [postgres(postgresUrl), oracleDouble(postgresUrl)] : [])];
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
