import type { EntityManager, EntityMetadata } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { columnOf, isLong } from './columns.js';
import type { Passage, Passages } from './passages.js';

/** A value on its way into the database, as the driver takes it. */
export type Cell = unknown;

/** What a batched statement does, to which columns. */
export interface Shape {
  readonly kind: 'insert' | 'insert-absent' | 'update';
  readonly metadata: EntityMetadata;
  /** In the order of the cells; in an update first those to set, then those to look for. */
  readonly columns: readonly ColumnMetadata[];
  /** Positions of the key: the unique columns of an insert, those to look for in an update. */
  readonly keys: readonly number[];
}

/** A shape with its statement, made once and used for every batch alike. */
export interface Plan extends Shape {
  readonly name: string;
  readonly sql: string;
  /** How values come into the cells, in the same order. */
  readonly passages: readonly Passage[];
}

/** How one dialect writes a batch. */
export interface BatchWriter {
  /** Whether writers may wait for each other's rows: all of them then write in the same order. */
  readonly locksRows: boolean;
  /** The statement of a shape; it does not depend on the number of rows. */
  statement(shape: Shape): string;
  /** Writes the rows (at most a chunk) and returns the positions of those that were new or found. */
  write(manager: EntityManager, plan: Plan, rows: readonly (readonly Cell[])[]): Promise<number[]>;
}

/** The plans made so far, by entity, kind and properties. */
export class BatchPlans {
  private readonly known = new WeakMap<EntityMetadata, Map<string, Plan>>();
  private count = 0;

  constructor(
    private readonly writer: BatchWriter,
    private readonly passages: Passages,
  ) {}

  insert(metadata: EntityMetadata, properties: readonly string[]): Plan {
    return this.plan(metadata, `insert ${properties.join()}`, () => ({
      kind: 'insert',
      metadata,
      columns: columnsOf(metadata, properties),
      keys: [],
    }));
  }

  insertAbsent(metadata: EntityMetadata, properties: readonly string[], unique: readonly string[]): Plan {
    return this.plan(metadata, `absent ${properties.join()} ${unique.join()}`, () => {
      const columns = columnsOf(metadata, properties);
      const keys = unique.map((property) => columns.findIndex((column) => column.propertyName === property));
      if (!keys.length || keys.includes(-1))
        throw new Error(`Rows of ${metadata.name} lack their unique key.`);
      return { kind: 'insert-absent', metadata, columns, keys };
    });
  }

  update(metadata: EntityMetadata, set: readonly string[], where: readonly string[]): Plan {
    return this.plan(metadata, `update ${set.join()} ${where.join()}`, () => {
      if (!set.length || !where.length) throw new Error(`Changes of ${metadata.name} set or name nothing.`);
      const columns = [...columnsOf(metadata, set), ...columnsOf(metadata, where)];
      return { kind: 'update', metadata, columns, keys: where.map((_, index) => set.length + index) };
    });
  }

  private plan(metadata: EntityMetadata, key: string, shape: () => Shape): Plan {
    let plans = this.known.get(metadata);
    if (!plans) this.known.set(metadata, (plans = new Map()));
    let plan = plans.get(key);
    if (!plan) {
      const made = shape();
      const name = `relais_${++this.count}`;
      const passages = this.passages.of(made.columns);
      plans.set(key, (plan = { ...made, name, sql: this.writer.statement(made), passages }));
    }
    return plan;
  }
}

/**
 * The columns of the properties, long ones last: Oracle refuses a long text bound before a text that could be longer
 * than 4000 bytes (ORA-24816).
 */
function columnsOf(metadata: EntityMetadata, properties: readonly string[]): ColumnMetadata[] {
  const columns = properties.map((property) => columnOf(metadata, property));
  return [...columns.filter((column) => !isLong(column)), ...columns.filter(isLong)];
}
