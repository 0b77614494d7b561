import { setTimeout as pause } from 'node:timers/promises';
import { type DataSource, MigrationExecutor, type QueryRunner } from 'typeorm';
import type { PortableDataSource } from './data-source.js';
import { Ddl, int } from './ddl.js';
import { isConflict, isRetryable } from './faults.js';
import { portableName } from './naming.js';

const STEP_MS = 100;
const PATIENCE_MS = 120_000;
/** Any number that no other programme in the same PostgreSQL database locks. */
const ADVISORY_LOCK = 7_263_541_902;
const LOCK_TABLE = 'schema_lock';

/**
 * Runs the migrations that this database lacks and returns their names. Several instances may start at once: one
 * migrates, the others wait for it. On SQLite and PostgreSQL all of them are one transaction; Oracle commits after
 * each statement, so there an interrupted migration runs again and skips what it finds done.
 */
export async function migrate(source: PortableDataSource): Promise<string[]> {
  const runner = source.createQueryRunner();
  try {
    if (source.dialect === 'oracle') return await underRowLock(source, runner);
    await runner.beforeMigration();
    return await inOneTransaction(source, runner);
  } finally {
    if (!runner.isReleased) await runner.afterMigration();
    await runner.release();
  }
}

/** The names of the migrations that `migrate` would run. */
export async function pendingMigrations(source: PortableDataSource): Promise<string[]> {
  const pending = await new MigrationExecutor(source).getPendingMigrations();
  return pending.map(({ name }) => name);
}

/** What would have to be done to the tables so that they fit the entities: nothing, where the migrations are right. */
export async function schemaDrift(source: DataSource): Promise<string[]> {
  const { upQueries } = await source.driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => query);
}

async function inOneTransaction(source: PortableDataSource, runner: QueryRunner): Promise<string[]> {
  await patiently(() => runner.startTransaction());
  try {
    if (source.dialect === 'postgres') {
      await runner.query('SET LOCAL statement_timeout = 0');
      await runner.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCK]);
    }
    const names = await execute(source, runner, 'all');
    await runner.commitTransaction();
    return names;
  } catch (error) {
    await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  }
}

/** The lock is a row held by a second connection: it ends with that connection, whatever happens to this process. */
async function underRowLock(source: PortableDataSource, runner: QueryRunner): Promise<string[]> {
  const guard = source.createQueryRunner();
  try {
    await makeLockRow(guard);
    await patiently(async () => {
      await guard.startTransaction();
      await guard
        .query(`SELECT id FROM ${LOCK_TABLE} WHERE id = 1 FOR UPDATE NOWAIT`)
        .catch(async (error) => {
          await guard.rollbackTransaction();
          throw error;
        });
    });
    return await execute(source, runner, 'none');
  } finally {
    if (guard.isTransactionActive) await guard.rollbackTransaction();
    await guard.release();
  }
}

async function makeLockRow(guard: QueryRunner): Promise<void> {
  try {
    await new Ddl(guard).table(LOCK_TABLE, { id: int({ primary: true }) });
  } catch (error) {
    if (!(await guard.hasTable(portableName(LOCK_TABLE, 'oracle')))) throw error;
  }
  await guard.query(`INSERT INTO ${LOCK_TABLE} (id) VALUES (1)`).catch((error: unknown) => {
    if (!isConflict(error)) throw error;
  });
}

async function execute(
  source: PortableDataSource,
  runner: QueryRunner,
  transaction: 'all' | 'none',
): Promise<string[]> {
  const executor = new MigrationExecutor(source, runner);
  executor.transaction = transaction;
  const done = await executor.executePendingMigrations();
  return done.map(({ name }) => name);
}

/** Tries again while somebody else holds the lock. */
async function patiently(attempt: () => Promise<void>): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isRetryable(error) || Date.now() > until) throw error;
    }
    await pause(STEP_MS);
  }
}
