import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { realOracle } from './real-oracle.js';
import type { TestServer, TestStore } from './test-server.js';

const sqlite: TestServer = {
  name: 'SQLite',
  dialect: 'sqlite',
  breakable: true,
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
  return { name: 'PostgreSQL', dialect: 'postgres', breakable: true, create: () => freshDatabase(adminUrl) };
}

function oracleDouble(adminUrl: string): TestServer {
  return {
    name: 'the Oracle double',
    dialect: 'oracle',
    breakable: true,
    async create() {
      const store = await freshDatabase(adminUrl);
      const { serveOracleDouble } = await import('../oracle-double/oracle-double.js');
      const url = await serveOracleDouble(new URL(store.url).pathname.slice(1).toUpperCase(), store.url);
      return { ...store, url };
    },
  };
}

/** A new, empty PostgreSQL database. */
export async function freshDatabase(adminUrl: string): Promise<TestStore> {
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
  const { TEST_POSTGRES_URL: postgresUrl, TEST_ORACLE_URL: oracleUrl } = process.env;
  const servers = [sqlite];
  const missing: string[] = [];
  if (postgresUrl) servers.push(postgres(postgresUrl));
  else missing.push('PostgreSQL (TEST_POSTGRES_URL is not set)');
  if (oracleUrl) servers.push(realOracle(oracleUrl));
  else missing.push('a real Oracle (TEST_ORACLE_URL is not set)');
  if (postgresUrl && !oracleUrl) servers.push(oracleDouble(postgresUrl));
  else if (!oracleUrl) missing.push('the Oracle double (it needs TEST_POSTGRES_URL)');
  if (missing.length) say(`${title}: not run on ${missing.join(', ')}`);
  return servers;
}

/** One clear line about what this run leaves out. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
