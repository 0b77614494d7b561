import type { Pool, PoolClient } from 'pg';
import type { EntityManager, EntityMetadata, EntityTarget, ObjectLiteral } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { chunks } from './chunks.js';
import { columnOf } from './columns.js';
import type { PortableDataSource } from './data-source.js';
import type { Dialect } from './dialect.js';
import { failed } from './faults.js';
import type { Passage, Passages } from './passages.js';

/** Which rows to read, and which of their properties: all where `pick` is absent. */
export interface Wanted<E, K extends keyof E & string> {
  readonly pick?: readonly K[];
  /** Each property has this value, or one of these values. */
  readonly where: { readonly [P in keyof E & string]?: E[P] | readonly E[P][] };
  /** Each of these properties is no greater. */
  readonly upTo?: { readonly [P in keyof E & string]?: E[P] };
  /**
   * At most so many, in the order of this property, or of several; where `after` is given, only those in which the last of them is
   * greater. Not together with a long list.
   */
  readonly page?: {
    readonly by: (keyof E & string) | readonly (keyof E & string)[];
    readonly after?: string;
    readonly limit: number;
  };
}

/** A statement, made once and used for every read alike. */
interface Reading {
  /** None: planned anew each time. */
  readonly name: string | undefined;
  readonly sql: string;
  readonly columns: readonly ColumnMetadata[];
  readonly passages: readonly Passage[];
}

/** The order and the part of it that a page is. */
interface Slice {
  readonly columns: readonly ColumnMetadata[];
  readonly isAfter: boolean;
  readonly limit: number;
}

interface Asked {
  readonly column: ColumnMetadata;
  /** A list is asked for as one of its values. */
  readonly value: unknown;
  readonly isBound?: boolean;
}

/** The values of a row in the order of the columns. */
type Cells = readonly unknown[];

const CHUNK = 512;

/** Reads by key, on the paths where it is done for every message: what TypeORM spends on building a query would be most of its cost. */
export class Reads {
  private readonly known = new Map<string, Reading>();

  constructor(
    private readonly source: PortableDataSource,
    private readonly passages: Passages,
  ) {}

  async read<E extends ObjectLiteral, K extends keyof E & string>(
    manager: EntityManager,
    entity: EntityTarget<E>,
    { pick, where, upTo = {}, page }: Wanted<E, K>,
  ): Promise<Pick<E, K>[]> {
    const metadata = this.source.getMetadata(entity);
    const asked = [...askedOf(metadata, where, false), ...askedOf(metadata, upTo, true)];
    const slice = page && {
      columns: [page.by].flat().map((property) => columnOf(metadata, property as string)),
      isAfter: page.after !== undefined,
      limit: page.limit,
    };
    const rows: Pick<E, K>[] = [];
    for (const part of portions(asked)) {
      const reading = this.reading(metadata, pick, part, slice);
      const values = part.flatMap((each) => this.bound(each));
      const found = await this.run(
        manager,
        reading,
        page?.after === undefined ? values : [...values, page.after],
      );
      for (const cells of found) rows.push(hydrated(reading.passages, cells) as Pick<E, K>);
    }
    return rows;
  }

  private reading(
    metadata: EntityMetadata,
    pick: readonly string[] | undefined,
    asked: readonly Asked[],
    slice: Slice | undefined,
  ): Reading {
    const shape = asked
      .map(({ column, value, isBound }) => `${column.propertyName}${isBound ? '<' : this.width(value)}`)
      .join();
    const order = slice?.columns.map((column) => column.propertyName).join();
    const key = `${metadata.tableName} ${pick?.join()} ${shape} ${order} ${slice?.isAfter} ${slice?.limit}`;
    const known = this.known.get(key);
    if (known) return known;
    const columns = pick?.map((property) => columnOf(metadata, property)) ?? metadata.columns;
    const names = columns.map((column) => this.quoted(column.databaseName));
    let position = 0;
    const next = (): string => this.source.driver.createParameter('', position++);
    const conditions = asked.map((each) => this.condition(each, next));
    const last = slice?.isAfter === true ? slice.columns.at(-1) : undefined;
    if (last) conditions.push(`${this.quoted(last.databaseName)} > ${next()}`);
    const sql = `SELECT ${names.join(', ')} FROM ${this.quoted(metadata.tableName)} WHERE ${conditions.join(' AND ')}`;
    // What is paged is a queue, and nearly empty: a plan for average values would be a bad one.
    const made = {
      name: slice ? undefined : `relais_read_${this.known.size}`,
      sql: sql + this.paged(slice),
      columns,
      passages: this.passages.of(columns),
    };
    this.known.set(key, made);
    return made;
  }

  private condition({ column, value, isBound }: Asked, next: () => string): string {
    const name = this.quoted(column.databaseName);
    if (isBound) return `${name} <= ${next()}`;
    if (!Array.isArray(value)) return `${name} = ${next()}`;
    if (this.dialect === 'postgres') {
      const type = (this.source.driver as PostgresDriver).normalizeType(column);
      return `${name} = ANY (${next()}::${type}[])`;
    }
    return `${name} IN (${Array.from({ length: this.width(value) }, next).join(', ')})`;
  }

  private paged(slice: Slice | undefined): string {
    if (!slice) return '';
    const limit = this.dialect === 'oracle' ? `FETCH FIRST ${slice.limit} ROWS ONLY` : `LIMIT ${slice.limit}`;
    return ` ORDER BY ${slice.columns.map((column) => this.quoted(column.databaseName)).join(', ')} ${limit}`;
  }

  /** How many parameters a list takes: few different numbers, so that few statements serve all lengths; 0 for a single value. */
  private width(value: unknown): number {
    if (!Array.isArray(value)) return 0;
    return this.dialect === 'postgres' ? 1 : 2 ** Math.ceil(Math.log2(Math.max(1, value.length)));
  }

  /** The value or values as the driver takes them; a list is filled up with its last value. */
  private bound({ column, value }: Asked): unknown[] {
    const prepared = (each: unknown): unknown => this.source.driver.preparePersistentValue(each, column);
    if (!Array.isArray(value)) return [prepared(value)];
    const values = value.map(prepared);
    if (this.dialect === 'postgres') return [values];
    return Array.from({ length: this.width(value) }, (_, at) => values[Math.min(at, values.length - 1)]);
  }

  private async run(manager: EntityManager, reading: Reading, values: unknown[]): Promise<Cells[]> {
    const { name, sql, columns } = reading;
    const { turns, driver } = this.source;
    if (turns) return turns.lists(manager, sql, values);
    if (this.dialect === 'oracle') {
      const rows: Readonly<Record<string, unknown>>[] = await manager.query(sql, values);
      return rows.map((row) => columns.map(({ databaseName }) => row[databaseName]));
    }
    const client = (await (manager.queryRunner?.connect() ?? (driver as PostgresDriver).master)) as
      | Pool
      | PoolClient;
    try {
      // A named statement is prepared once per connection, TypeORM's own way each time.
      return (await client.query<unknown[]>({ name, text: sql, values, rowMode: 'array' })).rows;
    } catch (error) {
      throw failed(sql, error);
    }
  }

  private get dialect(): Dialect {
    return this.source.dialect;
  }

  private quoted(name: string): string {
    return this.source.driver.escape(name);
  }
}

function askedOf(metadata: EntityMetadata, values: object, isBound: boolean): Asked[] {
  return Object.entries(values).map(([property, value]) => ({
    column: columnOf(metadata, property),
    value: value as unknown,
    isBound,
  }));
}

function hydrated(passages: readonly Passage[], cells: Cells): object {
  const row: Record<string, unknown> = {};
  let at = 0;
  for (const { property, outOf } of passages) row[property] = outOf(cells[at++]);
  return row;
}

/** The same question in pieces where its first list is long; nothing at all where a list is empty. */
function portions(asked: readonly Asked[]): (readonly Asked[])[] {
  if (asked.some(({ value }) => Array.isArray(value) && value.length === 0)) return [];
  const long = asked.findIndex(({ value }) => Array.isArray(value) && value.length > CHUNK);
  const list = asked[long];
  if (list === undefined) return [asked];
  return chunks(list.value as unknown[], CHUNK).map((value) =>
    asked.map((each, at) => (at === long ? { ...each, value } : each)),
  );
}
