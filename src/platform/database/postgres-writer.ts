import type { Pool, PoolClient } from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { keyText } from './batch-key.js';
import { failed } from './faults.js';
import { PromptRunner } from './postgres-runner.js';
import type { BatchWriter, Cell, Plan, Shape } from './batch-plan.js';

/**
 * One array per column, taken apart by `unnest`: the text stays the same whatever the number of rows, so that each
 * connection parses and plans it once.
 */
export class PostgresWriter implements BatchWriter {
  readonly locksRows = true;
  private readonly driver: PostgresDriver;

  constructor(source: DataSource) {
    this.driver = source.driver as PostgresDriver;
  }

  statement(shape: Shape): string {
    return shape.kind === 'update' ? this.update(shape) : this.insert(shape);
  }

  async write(manager: EntityManager, plan: Plan, rows: readonly (readonly Cell[])[]): Promise<number[]> {
    const values = plan.columns.map((_, at) => arrayText(rows.map((row) => row[at])));
    if (plan.kind === 'update') values.push(arrayText(rows.map((_, position) => position)));
    const answer = await this.run(manager, plan, values);
    if (plan.kind === 'insert') return [];
    if (plan.kind === 'update') return answer.map(([position]) => Number(position));
    if (answer.length === rows.length) return rows.map((_, position) => position);
    const fresh = new Set(answer.map(keyText));
    const isFresh = (row: readonly Cell[]): boolean => fresh.has(keyText(plan.keys.map((at) => row[at])));
    return rows.flatMap((row, position) => (isFresh(row) ? [position] : []));
  }

  private insert(shape: Shape): string {
    const { metadata, keys } = shape;
    const { names, arrays } = this.parts(shape);
    const sql = `INSERT INTO ${this.driver.escape(metadata.tableName)} (${names.join(', ')}) SELECT * FROM unnest(${arrays.join(', ')})`;
    if (shape.kind === 'insert') return sql;
    const unique = keys.map((at) => names[at]).join(', ');
    return `${sql} ON CONFLICT (${unique}) DO NOTHING RETURNING ${unique}`;
  }

  private update(shape: Shape): string {
    const { metadata, columns, keys } = shape;
    const { names, arrays } = this.parts(shape);
    const sets = names.flatMap((name, at) => (keys.includes(at) ? [] : [`${name} = given.c${at}`]));
    const finds = keys.map((at) => `target.${names[at]} = given.c${at}`);
    const given = columns.map((_, at) => `c${at}`);
    return (
      `UPDATE ${this.driver.escape(metadata.tableName)} AS target SET ${sets.join(', ')} ` +
      `FROM unnest(${arrays.join(', ')}, $${columns.length + 1}::integer[]) AS given(${given.join(', ')}, position) ` +
      `WHERE ${finds.join(' AND ')} RETURNING given.position`
    );
  }

  private parts({ columns }: Shape): { names: string[]; arrays: string[] } {
    return {
      names: columns.map((column) => this.driver.escape(column.databaseName)),
      arrays: columns.map((column, at) => `$${at + 1}::${this.driver.normalizeType(column)}[]`),
    };
  }

  /** Straight to the driver: a named statement is prepared once per connection, TypeORM's own way each time. */
  private async run(manager: EntityManager, plan: Plan, values: string[]): Promise<unknown[][]> {
    const runner = manager.queryRunner;
    const client = (await (runner?.connect() ?? this.driver.master)) as Pool | PoolClient;
    try {
      if (runner instanceof PromptRunner && runner.opening !== null) await runner.opening;
      const { rows } = await client.query<unknown[]>({
        name: plan.name,
        text: plan.sql,
        values,
        rowMode: 'array',
      });
      return rows;
    } catch (error) {
      throw failed(plan.sql, error);
    }
  }
}

/** A list as PostgreSQL reads one. The driver's own way replaces in every element what hardly any contains. */
function arrayText(cells: readonly Cell[]): string {
  return `{${cells.map(elementText).join()}}`;
}

function elementText(cell: Cell): string {
  if (cell === null || cell === undefined) return 'NULL';
  if (cell instanceof Date) return `"${cell.toISOString()}"`;
  if (Buffer.isBuffer(cell)) return `"\\\\x${cell.toString('hex')}"`;
  const text = typeof cell === 'string' ? cell : String(cell as number | boolean);
  return `"${/["\\]/.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`;
}
