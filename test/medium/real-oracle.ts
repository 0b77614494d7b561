import oracledb from 'oracledb';
import { parseAddress } from '../../src/platform/database/address.js';
import { dataSourceOptions, PortableDataSource } from '../../src/platform/database/data-source.js';
import { migrate } from '../../src/platform/database/migrate.js';
import type { TestServer } from './test-server.js';

const ABSENT = 942;
const DUPLICATE = 1;
const NAME_USED = 955;
const LOCK = 'relais_test_lock';

/**
 * An Oracle somewhere, with one schema for all test files: each takes the schema for itself, waits where another one
 * has it, and drops our tables before and after.
 */
export function realOracle(url: string): TestServer {
  return {
    name: 'Oracle',
    dialect: 'oracle',
    breakable: false,
    async create(migrations) {
      const connection = await connect(url);
      await takeSchema(connection);
      const tables = await tablesOf(migrations);
      await drop(url, tables);
      return {
        url,
        drop: async () => {
          await drop(url, tables);
          await connection.close();
        },
      };
    },
  };
}

async function connect(url: string): Promise<oracledb.Connection> {
  const address = parseAddress(url);
  if (address.dialect !== 'oracle') throw new Error('TEST_ORACLE_URL is no address of an Oracle.');
  return oracledb.getConnection({
    user: address.user,
    password: address.password,
    connectString: address.connect,
  });
}

/** Holds a row until the connection closes. */
async function takeSchema(connection: oracledb.Connection): Promise<void> {
  await unless(connection, NAME_USED, `CREATE TABLE ${LOCK} (id NUMBER PRIMARY KEY)`);
  await unless(connection, DUPLICATE, `INSERT INTO ${LOCK} (id) VALUES (1)`);
  await connection.commit();
  await connection.execute(`SELECT id FROM ${LOCK} WHERE id = 1 FOR UPDATE`);
}

async function unless(connection: oracledb.Connection, errorNum: number, sql: string): Promise<void> {
  try {
    await connection.execute(sql);
  } catch (error) {
    if ((error as oracledb.DBError).errorNum !== errorNum) throw error;
  }
}

/** The names of the tables that the migrations make, learned from an SQLite in memory. */
async function tablesOf(migrations: readonly (new () => object)[]): Promise<string[]> {
  const source = new PortableDataSource(dataSourceOptions({ url: 'sqlite::memory:', migrations }));
  await source.initialize();
  await migrate(source);
  const rows = await source.query<{ name: string }[]>("SELECT name FROM sqlite_master WHERE type = 'table'");
  await source.destroy();
  return [...rows.map(({ name }) => name), 'schema_lock'];
}

/** DDL commits, which would let the schema go: it has a connection of its own. */
async function drop(url: string, tables: readonly string[]): Promise<void> {
  const connection = await connect(url);
  for (const table of tables) {
    await unless(connection, ABSENT, `DROP TABLE "${table.toUpperCase()}" CASCADE CONSTRAINTS PURGE`);
  }
  await connection.close();
}
