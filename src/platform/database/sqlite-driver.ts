import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

const MEMORY = ':memory:';
/** node:sqlite is synchronous: while it waits for another process's lock, everybody here waits. Callers try again. */
const BUSY_TIMEOUT_MS = 250;
const STATEMENTS_KEPT = 300;
/** How long the log grows, in pages of 4 KiB, before it is copied back: a page that many commits touch is copied once. */
const LOG_PAGES = 4_000;

interface Outcome {
  readonly changes: number | bigint;
  readonly lastInsertRowid: number | bigint;
}

/** A prepared statement as TypeORM's better-sqlite3 driver uses it. */
export class Statement {
  /** Whether it gives rows. */
  readonly reader: boolean;

  constructor(private readonly statement: StatementSync) {
    this.reader = statement.columns().length > 0;
  }

  all(...values: readonly unknown[]): unknown[] {
    return this.statement.all(...values.map(bound));
  }

  run(...values: readonly unknown[]): Outcome {
    return this.statement.run(...values.map(bound));
  }
}

/**
 * What TypeORM's better-sqlite3 driver needs of a connection, on the SQLite built into Node: nothing to compile.
 * Durable (WAL with a sync at each commit), foreign keys on, a new file readable by its owner only.
 */
export class NodeSqlite {
  private readonly database: DatabaseSync;
  private readonly statements = new Map<string, Statement>();
  private readonly listing = new Map<string, StatementSync>();

  constructor(file: string) {
    if (file !== MEMORY) prepareFile(file);
    this.database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
    try {
      this.database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
      this.database.exec(`PRAGMA wal_autocheckpoint = ${LOG_PAGES}`);
    } catch (error) {
      this.database.close();
      throw error;
    }
  }

  /** Whether a BEGIN was not yet followed by its COMMIT or ROLLBACK; SQLite itself rolls back on a full disk. */
  get inTransaction(): boolean {
    return this.database.isTransaction;
  }

  /** A prepared statement, from the last ones used where possible. */
  prepare(sql: string): Statement {
    const known = this.statements.get(sql);
    if (known) return known;
    const statement = new Statement(this.database.prepare(sql));
    keep(this.statements, sql, statement);
    return statement;
  }

  /** The rows of a reading as lists of their values, without names. */
  lists(sql: string, values: readonly unknown[]): unknown[][] {
    let statement = this.listing.get(sql);
    if (statement === undefined) {
      statement = this.database.prepare(sql);
      statement.setReturnArrays(true);
      keep(this.listing, sql, statement);
    }
    return statement.all(...values.map(bound)) as unknown as unknown[][];
  }

  exec(sql: string): void {
    this.database.exec(sql);
  }

  pragma(sql: string): unknown[] {
    return this.database.prepare(`PRAGMA ${sql}`).all();
  }

  close(): void {
    this.statements.clear();
    this.listing.clear();
    this.database.close();
  }
}

/** Keeps a statement, and lets go of the oldest where there are too many. */
function keep<S>(statements: Map<string, S>, sql: string, statement: S): void {
  statements.set(sql, statement);
  if (statements.size <= STATEMENTS_KEPT) return;
  const oldest = statements.keys().next();
  if (!oldest.done) statements.delete(oldest.value);
}

function prepareFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
}

/** A value as SQLite stores it: moments in the very text that TypeORM writes and compares, truth as 0 and 1. */
function bound(value: unknown): SQLInputValue {
  if (value === undefined) return null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Date) return value.toISOString().replace('T', ' ').slice(0, -1);
  return value as SQLInputValue;
}
