import type { DataSource, EntityManager } from 'typeorm';
import { failed } from './faults.js';
import type { BatchWriter, Cell, Plan, Shape } from './batch-plan.js';
import type { NodeSqlite } from './sqlite-driver.js';
import type { SqliteTurns } from './sqlite-turns.js';

/**
 * SQLite runs inside this process, so that there is no round trip to save: one prepared statement, run for each row
 * in one transaction, is quicker than any single statement over a JSON array and says of each row what happened.
 */
export class SqliteWriter implements BatchWriter {
  readonly locksRows = false;

  constructor(
    private readonly source: DataSource,
    private readonly turns: SqliteTurns,
  ) {}

  statement(shape: Shape): string {
    const { metadata, columns, keys, kind } = shape;
    const table = this.source.driver.escape(metadata.tableName);
    const names = columns.map((column) => this.source.driver.escape(column.databaseName));
    if (kind === 'update') {
      const sets = names.filter((_, at) => !keys.includes(at)).map((name) => `${name} = ?`);
      const finds = keys.map((at) => `${names[at]} = ?`);
      return `UPDATE ${table} SET ${sets.join(', ')} WHERE ${finds.join(' AND ')}`;
    }
    const sql = `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
    if (kind === 'insert') return sql;
    return `${sql} ON CONFLICT (${keys.map((at) => names[at]).join(', ')}) DO NOTHING`;
  }

  async write(manager: EntityManager, plan: Plan, rows: readonly (readonly Cell[])[]): Promise<number[]> {
    const inside = Boolean(manager.queryRunner);
    if (!inside) this.turns.refuseStray(plan.sql);
    try {
      if (inside) return runEach(this.turns.connection, plan.sql, rows);
      return await this.turns.alone((connection) => together(connection, plan.sql, rows));
    } catch (error) {
      throw failed(plan.sql, error);
    }
  }
}

function together(connection: NodeSqlite, sql: string, rows: readonly (readonly Cell[])[]): number[] {
  connection.exec('BEGIN IMMEDIATE');
  try {
    const hits = runEach(connection, sql, rows);
    connection.exec('COMMIT');
    return hits;
  } catch (error) {
    if (connection.inTransaction) connection.exec('ROLLBACK');
    throw error;
  }
}

function runEach(connection: NodeSqlite, sql: string, rows: readonly (readonly Cell[])[]): number[] {
  const statement = connection.prepare(sql);
  const hits: number[] = [];
  rows.forEach((row, position) => {
    if (statement.run(...row).changes) hits.push(position);
  });
  return hits;
}
