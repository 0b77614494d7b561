import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type DataSource,
  type EntityManager,
  type ObjectLiteral,
  QueryRunnerAlreadyReleasedError,
} from 'typeorm';
import type { BetterSqlite3Driver } from 'typeorm/driver/better-sqlite3/BetterSqlite3Driver.js';
import { BetterSqlite3QueryRunner } from 'typeorm/driver/better-sqlite3/BetterSqlite3QueryRunner.js';
import { QueryResult } from 'typeorm/query-runner/QueryResult.js';
import { failed } from './faults.js';
import type { NodeSqlite } from './sqlite-driver.js';

type Work<T> = (manager: EntityManager) => Promise<T>;

/** A statement that went past the open transaction: it would wait for a turn that its own caller holds. */
export class StrayStatementError extends Error {
  constructor(sql: string) {
    super(
      `A statement inside a transaction has to go through the transaction's manager: ${sql.slice(0, 120)}`,
    );
    this.name = 'StrayStatementError';
  }
}

/**
 * Turns at the one connection of a SQLite data source, first come, first served: a transaction holds it from BEGIN
 * to COMMIT, a single statement for itself. Without them TypeORM shares one query runner among all callers, so that
 * transactions that overlap in time commit and roll back each other's work.
 */
export class SqliteTurns {
  private taken = false;
  private readonly waiting: (() => void)[] = [];
  private readonly inside = new AsyncLocalStorage<TurnRunner>();

  constructor(private readonly driver: BetterSqlite3Driver) {}

  /** Makes every query runner and transaction of the data source take turns. */
  static install(source: DataSource): SqliteTurns {
    const driver = source.driver as BetterSqlite3Driver;
    const turns = new SqliteTurns(driver);
    driver.createQueryRunner = () => new TurnRunner(driver, turns);
    turns.mark(source.manager);
    return turns;
  }

  get connection(): NodeSqlite {
    return this.driver.databaseConnection as NodeSqlite;
  }

  /** Runs synchronous work while nobody else is on the connection. */
  async alone<T>(work: (connection: NodeSqlite) => T): Promise<T> {
    if (!this.taken) return work(this.connection);
    await this.take();
    try {
      return work(this.connection);
    } finally {
      this.pass();
    }
  }

  /** Rows of a reading as lists of their values, without TypeORM's bookkeeping: in the manager's transaction, else in a turn of its own. */
  async lists(manager: EntityManager, sql: string, values: readonly unknown[]): Promise<unknown[][]> {
    const runner = manager.queryRunner;
    if (runner?.isReleased) throw new QueryRunnerAlreadyReleasedError();
    const isInside = runner instanceof TurnRunner && runner.isHolding;
    if (!isInside) this.refuseStray(sql);
    try {
      if (isInside) return this.connection.lists(sql, values);
      return await this.alone((connection) => connection.lists(sql, values));
    } catch (error) {
      throw failed(sql, error);
    }
  }

  /** Waits for a turn. Whoever took one has to pass it on. */
  async take(): Promise<void> {
    if (this.taken) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.taken = true;
  }

  pass(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.taken = false;
  }

  get busy(): boolean {
    return this.taken;
  }

  /** Refuses what would wait for ever: the caller is inside the transaction that holds the connection. */
  refuseStray(sql: string): void {
    if (this.inside.getStore()?.isTransactionActive) throw new StrayStatementError(sql);
  }

  /** Remembers, for all that a transaction's work calls, that it is inside. */
  private mark(manager: EntityManager): void {
    const begin = manager.transaction.bind(manager);
    manager.transaction = <T>(first: unknown, second?: Work<T>): Promise<T> => {
      this.refuseStray('BEGIN');
      const work = second ?? (first as Work<T>);
      return begin((inner) => this.inside.run(inner.queryRunner as TurnRunner, () => work(inner)));
    };
  }
}

class TurnRunner extends BetterSqlite3QueryRunner {
  private holding = false;

  constructor(
    driver: BetterSqlite3Driver,
    private readonly turns: SqliteTurns,
  ) {
    super(driver);
  }

  /** Whether it has its turn at the connection. */
  get isHolding(): boolean {
    return this.holding;
  }

  override async startTransaction(): Promise<void> {
    if (this.transactionDepth > 0) return super.startTransaction();
    this.turns.refuseStray('BEGIN');
    await this.turns.take();
    this.holding = true;
    try {
      this.execute('BEGIN IMMEDIATE', []);
    } catch (error) {
      this.letGo();
      throw error;
    }
    this.isTransactionActive = true;
    this.transactionDepth = 1;
  }

  override async commitTransaction(): Promise<void> {
    await super.commitTransaction();
    if (!this.isTransactionActive) this.letGo();
  }

  override async rollbackTransaction(): Promise<void> {
    const outermost = this.transactionDepth <= 1;
    try {
      await super.rollbackTransaction();
    } finally {
      if (outermost) this.letGo();
    }
  }

  override async query<T>(sql: string, values?: unknown[] | ObjectLiteral, whole = false): Promise<T> {
    if (this.isReleased) throw new QueryRunnerAlreadyReleasedError();
    const parameters: unknown[] = Array.isArray(values) ? values : [];
    if (this.holding) return this.execute(sql, parameters, whole) as T;
    this.turns.refuseStray(sql);
    return this.turns.alone(() => this.execute(sql, parameters, whole) as T);
  }

  override async release(): Promise<void> {
    this.letGo();
    this.isReleased = true;
    await super.release();
  }

  /** Runs a statement at once. TypeORM's own way has pauses in between, in which somebody could begin a transaction. */
  private execute(sql: string, values: unknown[], whole = false): unknown {
    const { logger } = this.dataSource;
    logger.logQuery(sql, values, this);
    try {
      const statement = this.turns.connection.prepare(sql);
      const result = new QueryResult();
      if (statement.reader) {
        result.raw = result.records = statement.all(...values);
      } else {
        const outcome = statement.run(...values);
        result.affected = Number(outcome.changes);
        result.raw = outcome.lastInsertRowid;
      }
      return whole ? result : result.raw;
    } catch (error) {
      const failure = failed(sql, error);
      logger.logQueryError(failure, sql, values, this);
      throw failure;
    }
  }

  /** Passes the turn on, never with a transaction still open on the connection. */
  private letGo(): void {
    if (!this.holding) return;
    this.holding = false;
    this.isTransactionActive = false;
    this.transactionDepth = 0;
    try {
      if (this.turns.connection.inTransaction) this.turns.connection.exec('ROLLBACK');
    } finally {
      this.turns.pass();
    }
  }
}
