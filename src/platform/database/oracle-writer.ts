import type {
  BindDefinition,
  BindParameters,
  Connection,
  DBError,
  DbType,
  ExecuteManyOptions,
} from 'oracledb';
import type { DataSource, EntityManager } from 'typeorm';
import type { OracleDriver } from 'typeorm/driver/oracle/OracleDriver.js';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { failed } from './faults.js';
import type { BatchWriter, Cell, Plan, Shape } from './batch-plan.js';

const UNIQUE_VIOLATED = 1;
/** Few sizes, so that batches of different texts share a cursor. */
const SIZES = [40, 200, 1000, 4000, 32_767];

interface Types {
  readonly DB_TYPE_VARCHAR: DbType;
  readonly DB_TYPE_CLOB: DbType;
  readonly DB_TYPE_NUMBER: DbType;
}

/** Array DML. Not MERGE: two of them at once both insert, and they take no text longer than 4000 bytes. */
export class OracleWriter implements BatchWriter {
  readonly locksRows = true;
  private readonly driver: OracleDriver;
  private readonly types: Types;

  constructor(source: DataSource) {
    this.driver = source.driver as OracleDriver;
    this.types = this.driver.oracle as Types;
  }

  statement(shape: Shape): string {
    const { metadata, columns, keys, kind } = shape;
    const table = this.driver.escape(metadata.tableName);
    const names = columns.map((column) => this.driver.escape(column.databaseName));
    if (kind !== 'update') {
      return `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((_, at) => `:${at + 1}`).join(', ')})`;
    }
    const sets = names.flatMap((name, at) => (keys.includes(at) ? [] : [`${name} = :${at + 1}`]));
    const finds = keys.map((at) => `${names[at]} = :${at + 1}`);
    return `UPDATE ${table} SET ${sets.join(', ')} WHERE ${finds.join(' AND ')}`;
  }

  async write(manager: EntityManager, plan: Plan, rows: readonly (readonly Cell[])[]): Promise<number[]> {
    const runner = manager.queryRunner;
    if (!runner) return manager.transaction((inner) => this.write(inner, plan, rows));
    const options = this.options(plan, rows);
    try {
      const connection = (await runner.connect()) as Connection;
      const result = await connection.executeMany(plan.sql, rows as Cell[][], options);
      if (plan.kind === 'update')
        return positions(rows, (position) => Boolean(result.dmlRowCounts?.[position]));
      const refused = new Set<number>();
      for (const error of result.batchErrors ?? []) {
        const position = error.offset ?? -1;
        if (!(await this.isAbout(connection, plan, error, rows[position] ?? []))) throw error;
        refused.add(position);
      }
      return positions(rows, (position) => !refused.has(position));
    } catch (error) {
      throw failed(plan.sql, error);
    }
  }

  /**
   * Whether the row was refused because its key is there already; any other refusal fails the call, and with it the
   * transaction. A row that meets two constraints at once is refused in the name of either.
   */
  private async isAbout(
    connection: Connection,
    plan: Plan,
    error: DBError,
    row: readonly Cell[],
  ): Promise<boolean> {
    if (error.errorNum !== UNIQUE_VIOLATED) return false;
    if (error.message.includes(`.${uniqueName(plan)})`)) return true;
    const names = plan.keys.map((at) => this.driver.escape(plan.columns[at]?.databaseName ?? ''));
    const finds = names.map((name, at) => `${name} = :${at + 1}`);
    const table = this.driver.escape(plan.metadata.tableName);
    const { rows } = await connection.execute(
      `SELECT ${names.join(', ')} FROM ${table} WHERE ${finds.join(' AND ')}`,
      plan.keys.map((at) => row[at]) as BindParameters,
    );
    return Boolean(rows?.length);
  }

  private options(plan: Plan, rows: readonly (readonly Cell[])[]): ExecuteManyOptions {
    return {
      bindDefs: plan.columns.map((column, at) => this.bind(column, rows, at)),
      batchErrors: plan.kind === 'insert-absent',
      dmlRowCounts: plan.kind === 'update',
      autoCommit: false,
    };
  }

  private bind(column: ColumnMetadata, rows: readonly (readonly Cell[])[], at: number): BindDefinition {
    const native = this.driver.columnTypeToNativeParameter(column.type) as DbType | undefined;
    const type = this.driver.normalizeType(column) === 'float' ? this.types.DB_TYPE_NUMBER : native;
    if (!type) throw new Error(`No batch can hold ${column.propertyName}.`);
    if (type !== this.types.DB_TYPE_VARCHAR && type !== this.types.DB_TYPE_CLOB) return { type };
    const longest = rows.reduce((most, row) => Math.max(most, bytesOf(row[at])), 1);
    return { type: this.types.DB_TYPE_VARCHAR, maxSize: SIZES.find((size) => size >= longest) ?? longest };
  }
}

const bytesOf = (cell: Cell): number => (typeof cell === 'string' ? Buffer.byteLength(cell) : 0);

function positions(rows: readonly unknown[], hit: (position: number) => boolean): number[] {
  return rows.map((_, position) => position).filter(hit);
}

/** The name of the constraint over exactly the key's columns. */
function uniqueName({ metadata, columns, keys }: Plan): string {
  const asked = keys.map((at) => columns[at]);
  const same = (others: readonly ColumnMetadata[]): boolean =>
    others.length === asked.length && others.every((other) => asked.includes(other));
  if (same(metadata.primaryColumns)) {
    const names = metadata.primaryColumns.map((column) => column.databaseName);
    return metadata.dataSource.namingStrategy.primaryKeyName(metadata.tableName, names);
  }
  const unique = metadata.uniques.find((one) => same(one.columns));
  if (!unique) throw new Error(`${metadata.name} declares no unique constraint over the key that was given.`);
  return unique.name;
}
