import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import impl from 'oracledb/lib/impl/index.js';
import settings from 'oracledb/lib/settings.js';
import 'oracledb/lib/thin/index.js';
import { Client } from 'pg';
import { DoubleConnection, services } from './connection.js';
import { DoubleResultSet } from './execution.js';
import { DoublePool } from './pool.js';

/**
 * An Oracle for tests where there is none.
 *
 * node-oracledb itself is the real package: its public API, its checks of arguments and binds, its pool with queue and
 * session callback, its fetch types. Only what speaks Oracle's network protocol underneath is replaced, by a
 * translation to a local PostgreSQL (15 or later) that refuses what Oracle 19c refuses. TypeORM's real OracleDriver,
 * query runner, schema builder and migrations run above it unchanged.
 *
 * It proves nothing about the network protocol, types on the wire, plans, privileges, NLS, write-consistency restarts,
 * open-cursor limits or differences between Oracle versions: for these the same tests run on a real Oracle.
 */
export async function serveOracleDouble(name: string, postgresUrl: string): Promise<string> {
  settings.thin = true;
  impl.ConnectionImpl = DoubleConnection;
  impl.PoolImpl = DoublePool;
  impl.ResultSetImpl = DoubleResultSet;
  const client = new Client({ connectionString: postgresUrl });
  await client.connect();
  try {
    await client.query(await readFile(join(import.meta.dirname, 'look-alikes.sql'), 'utf8'));
  } finally {
    await client.end();
  }
  services.set(`127.0.0.1:1521/${name}`, postgresUrl);
  return `oracle://app:app@127.0.0.1:1521/${name}`;
}
