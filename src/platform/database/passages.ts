import type { DataSource } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { isPlain, portable } from './columns.js';
import type { Dialect } from './dialect.js';
import { momentIn, momentText } from './sqlite-moment.js';

/** A property and how its values pass between the program and the database. */
export interface Passage {
  readonly property: string;
  /** A value as the driver takes it. */
  readonly into: (value: unknown) => unknown;
  /** A value as the program has it. */
  readonly outOf: (value: unknown) => unknown;
}

/** The ways of values into and out of their columns. TypeORM's drivers look at the column anew for every value; here that is done once. */
export class Passages {
  private readonly known = new WeakMap<ColumnMetadata, Passage>();

  constructor(
    private readonly source: DataSource,
    private readonly dialect: Dialect,
  ) {}

  of(columns: readonly ColumnMetadata[]): Passage[] {
    return columns.map((column) => {
      const known = this.known.get(column);
      if (known) return known;
      const made = this.passage(column);
      this.known.set(column, made);
      return made;
    });
  }

  private passage(column: ColumnMetadata): Passage {
    const { driver } = this.source;
    const property = column.propertyName;
    if (isPlain(column)) return { property, into: portable, outOf: unchanged };
    const into = (value: unknown): unknown => driver.preparePersistentValue(value, column) as unknown;
    const outOf = (value: unknown): unknown => driver.prepareHydratedValue(value, column) as unknown;
    if (this.dialect !== 'sqlite' || column.type !== Date || column.transformer)
      return { property, into, outOf };
    return {
      property,
      into: (value) => (value instanceof Date && momentText(value)) || into(value),
      outOf: (value) => (typeof value === 'string' && momentIn(value)) || outOf(value),
    };
  }
}

const unchanged = (value: unknown): unknown => value;
