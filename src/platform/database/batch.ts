import { setImmediate as breath } from 'node:timers/promises';
import type { DataSource, EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';
import { inKeyOrder, keyText } from './batch-key.js';
import { type BatchWriter, BatchPlans, type Cell, type Plan } from './batch-plan.js';
import type { Passage, Passages } from './passages.js';

/** A row to insert: properties of the entity, at the top level. All rows of a call have the same properties. */
export type Row<E> = Readonly<Partial<E>>;

/** Which row to change and what to set there. All changes of a call name the same properties. */
export interface Change<E> {
  readonly where: Readonly<Partial<E>>;
  readonly set: Readonly<Partial<E>>;
}

/** Where a batch is written: in the ambient transaction or in its own. */
export interface Ground {
  readonly manager: EntityManager;
  transaction<T>(work: () => Promise<T>): Promise<T>;
}

type Values = Readonly<Record<string, unknown>>;
type Cells = readonly Cell[];

const CHUNK = 500;

/** Many rows in few round trips: what `Database` promises, above what each dialect does in its own way. */
export class Batches {
  private readonly plans: BatchPlans;

  constructor(
    private readonly source: DataSource,
    private readonly ground: Ground,
    private readonly writer: BatchWriter,
    passages: Passages,
  ) {
    this.plans = new BatchPlans(writer, passages);
  }

  async insertMany<E extends ObjectLiteral>(entity: EntityTarget<E>, rows: readonly Row<E>[]): Promise<void> {
    const [first] = rows;
    if (!first) return;
    const plan = this.plans.insert(this.source.getMetadata(entity), Object.keys(first));
    await this.write(plan, cellsOf(plan.passages, rows));
  }

  async insertIfAbsent<E extends ObjectLiteral>(
    entity: EntityTarget<E>,
    rows: readonly Row<E>[],
    unique: readonly (keyof E & string)[],
  ): Promise<number[]> {
    const [first] = rows;
    if (!first) return [];
    const plan = this.plans.insertAbsent(this.source.getMetadata(entity), Object.keys(first), unique);
    const cells = cellsOf(plan.passages, rows);
    const keys = cells.map((row) => uniqueKey(plan, row));
    if (!this.writer.locksRows) return this.write(plan, cells);
    const order = inKeyOrder(keys).filter(
      (index, at, all) => at === 0 || keys[index] !== keys[all[at - 1] ?? -1],
    );
    return this.writeInOrder(plan, cells, order);
  }

  async updateMany<E extends ObjectLiteral>(
    entity: EntityTarget<E>,
    changes: readonly Change<E>[],
  ): Promise<number[]> {
    const [first] = changes;
    if (!first) return [];
    const metadata = this.source.getMetadata(entity);
    const set = Object.keys(first.set);
    const plan = this.plans.update(metadata, set, Object.keys(first.where));
    const toSet = cellsOf(
      plan.passages.slice(0, set.length),
      changes.map((change) => change.set),
    );
    const toFind = cellsOf(
      plan.passages.slice(set.length),
      changes.map((change) => change.where),
    );
    const cells = toSet.map((row, index) => row.concat(toFind[index] ?? []));
    if (!this.writer.locksRows) return this.write(plan, cells);
    return this.writeInOrder(plan, cells, inKeyOrder(toFind.map(keyText)));
  }

  /** Writes in the order given, so that two writers take their locks in the same order, and answers in the caller's. */
  private async writeInOrder(
    plan: Plan,
    cells: readonly Cells[],
    order: readonly number[],
  ): Promise<number[]> {
    const hits = await this.write(
      plan,
      order.map((index) => cells[index] ?? []),
    );
    return hits.map((position) => order[position] ?? -1).sort((a, b) => a - b);
  }

  private write(plan: Plan, rows: readonly Cells[]): Promise<number[]> {
    if (rows.length <= CHUNK) return this.writer.write(this.ground.manager, plan, rows);
    return this.ground.transaction(() => this.writeChunks(plan, rows));
  }

  private async writeChunks(plan: Plan, rows: readonly Cells[]): Promise<number[]> {
    const hits: number[] = [];
    for (let start = 0; start < rows.length; start += CHUNK) {
      const chunk = rows.slice(start, start + CHUNK);
      const found = await this.writer.write(this.ground.manager, plan, chunk);
      for (const position of found) hits.push(start + position);
      await breath();
    }
    return hits;
  }
}

/** The values of rows that all have the same properties. */
function cellsOf(passages: readonly Passage[], rows: readonly object[]): Cell[][] {
  return rows.map((row) => {
    const values = row as Values;
    if (Object.keys(values).length !== passages.length) throw unequal(passages);
    return passages.map(({ property, into }) => {
      const value = values[property];
      if (value === undefined && !(property in values)) throw unequal(passages);
      return into(value) ?? null;
    });
  });
}

function unequal(passages: readonly Passage[]): Error {
  const names = passages.map(({ property }) => property).join(', ');
  return new Error(`All rows of one call have the same properties; the first has: ${names}.`);
}

/** The unique key of a row; one with a null in it would be new each time. */
function uniqueKey(plan: Plan, row: Cells): string {
  const key = plan.keys.map((at) => row[at]);
  if (key.includes(null)) throw new Error(`A row of ${plan.metadata.name} has no value for its unique key.`);
  return keyText(key);
}
