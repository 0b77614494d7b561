import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { messageOf } from '../../kernel/error.js';
import { Batches, type Change, type Row } from './batch.js';
import { PortableDataSource } from './data-source.js';
import type { Dialect } from './dialect.js';
import { batchWriterFor } from './batch-writer.js';
import { isConflict, isRetryable, isUnavailable } from './faults.js';
import { Passages } from './passages.js';
import { Reads, type Wanted } from './reads.js';
import { schemaDrift } from './migrate.js';

const LONGEST_PAUSE_MS = 500;

interface Scope {
  readonly manager: EntityManager;
  readonly afterCommit: (() => void)[];
  open: boolean;
}

/** The ground under every repository: the ambient transaction, batched writes, and what a failure means. */
@Injectable()
export class Database {
  readonly dialect: Dialect;
  private readonly source: PortableDataSource;
  private readonly batches: Batches;
  private readonly reads: Reads;
  private readonly ambient = new AsyncLocalStorage<Scope>();
  private readonly logger = new Logger(Database.name);

  constructor(source: DataSource) {
    if (!(source instanceof PortableDataSource)) throw new Error('The data source is not one of ours.');
    this.source = source;
    this.dialect = source.dialect;
    const passages = new Passages(source, source.dialect);
    this.batches = new Batches(source, this, batchWriterFor(source), passages);
    this.reads = new Reads(source, passages);
  }

  /** The ambient transaction's manager, or, outside of one, a manager whose every statement commits by itself. */
  get manager(): EntityManager {
    return this.scope()?.manager ?? this.source.manager;
  }

  /**
   * Runs the work in a transaction: the ambient one if there is one, else a new one that is committed when the work
   * is done and rolled back when it throws. An error that leaves a joined transaction after something was written
   * has to leave the outermost one too: PostgreSQL refuses every statement after a failed one.
   * Everything started inside has to be awaited inside.
   */
  transaction<T>(work: () => Promise<T>): Promise<T> {
    return this.scope() ? work() : this.begin(work);
  }

  /**
   * As `transaction`, and run again (with growing pauses) when the database asks for that: deadlock, serialisation
   * failure, busy file. Joins an ambient transaction without repeating: only the outermost can be repeated.
   */
  async retrying<T>(work: () => Promise<T>, attempts = 5): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.transaction(work);
      } catch (error) {
        if (attempt >= attempts || this.scope() || !isRetryable(error)) throw error;
      }
      await pause(Math.random() * Math.min(LONGEST_PAUSE_MS, 20 * 2 ** attempt));
    }
  }

  /** Runs the work after the outermost commit, never when that rolls back; at once when no transaction is open. */
  afterCommit(work: () => void): void {
    const scope = this.scope();
    if (scope) scope.afterCommit.push(work);
    else work();
  }

  /**
   * Reads the rows that `where` names, or some properties of them, the short way: for the paths that every message takes.
   * `read(Person, { pick: ['id', 'name'], where: { id: ids } })`; a list means any of its values, and an empty one finds
   * nothing, as does a null. The rows come in no order, unless a `page` is asked for.
   */
  read<E extends ObjectLiteral, K extends keyof E & string = keyof E & string>(
    entity: EntityTarget<E>,
    wanted: Wanted<E, K>,
  ): Promise<Pick<E, K>[]> {
    return this.reads.read(this.manager, entity, wanted);
  }

  /** Inserts all rows, or none, one round trip for some hundred. A column that the rows do not name takes its default. */
  insertMany<E extends ObjectLiteral>(entity: EntityTarget<E>, rows: readonly Row<E>[]): Promise<void> {
    return this.batches.insertMany(entity, rows);
  }

  /**
   * Inserts the rows whose unique key is not there yet and returns the indexes of those that were new, ascending.
   * `unique` names the properties of one unique constraint, all given and not null. Of several rows with the same
   * key in one call only the first can be new. A row that meets another constraint fails the whole call.
   */
  insertIfAbsent<E extends ObjectLiteral>(
    entity: EntityTarget<E>,
    rows: readonly Row<E>[],
    unique: readonly (keyof E & string)[],
  ): Promise<number[]> {
    return this.batches.insertIfAbsent(entity, rows, unique);
  }

  /**
   * Sets in each row that `where` names what `set` says, and returns the indexes of the changes that found their
   * row, ascending. An optimistic version belongs into both:
   * `updateMany(Person, [{ where: { id, version: 3 }, set: { version: 4, state: 'DONE' } }])` and whoever is missing
   * from the answer was changed by somebody else. All changes of a call have the same properties in `where` and the
   * same in `set`; no two of them may name the same row; a null in `where` finds nothing.
   */
  updateMany<E extends ObjectLiteral>(
    entity: EntityTarget<E>,
    changes: readonly Change<E>[],
  ): Promise<number[]> {
    return this.batches.updateMany(entity, changes);
  }

  /** Asks the database for a sign of life; throws when there is none. */
  async ping(): Promise<void> {
    await this.source.query(this.dialect === 'oracle' ? 'SELECT 1 FROM dual' : 'SELECT 1');
  }

  /** The statements that would make the tables fit the entities: none, where the migrations are right. */
  drift(): Promise<string[]> {
    return schemaDrift(this.source);
  }

  /** Whether the database could not be reached or cannot write at the moment: keep the work and come back later. */
  isUnavailable(error: unknown): boolean {
    return isUnavailable(error);
  }

  /** Whether a unique key was already taken. */
  isConflict(error: unknown): boolean {
    return isConflict(error);
  }

  /** Whether the same transaction, run again from its beginning, can succeed at once. */
  isRetryable(error: unknown): boolean {
    return isRetryable(error);
  }

  private scope(): Scope | undefined {
    const scope = this.ambient.getStore();
    return scope?.open ? scope : undefined;
  }

  private async begin<T>(work: () => Promise<T>): Promise<T> {
    const afterCommit: (() => void)[] = [];
    const result = await this.source.transaction(async (manager) => {
      const scope: Scope = { manager, afterCommit, open: true };
      try {
        return await this.ambient.run(scope, work);
      } finally {
        scope.open = false;
      }
    });
    for (const each of afterCommit) this.tell(each);
    return result;
  }

  private tell(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.logger.error(`After a commit: ${messageOf(error)}`);
    }
  }
}
