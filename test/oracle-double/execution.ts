import ResultSetImpl from 'oracledb/lib/impl/resultset.js';
import type { InnerType } from 'oracledb/lib/types.js';
import { OracleError } from './errors.js';
import { oracleName } from './identifiers.js';
import type { DoubleSession } from './session.js';
import type { DoubleStatement } from './statement.js';
import { type Bind, fromPostgres, oracleType, toOutBind } from './values.js';

export interface Options {
  readonly autoCommit?: boolean;
  readonly batchErrors?: boolean;
  readonly dmlRowCounts?: boolean;
}

export interface Outcome {
  resultSet?: DoubleResultSet;
  rowsAffected?: number;
  outBinds?: unknown;
  batchErrors?: OracleError[];
  dmlRowCounts?: number[];
}

interface Column {
  readonly name: string;
  readonly dbType: InnerType;
  readonly nullable: boolean;
  readonly isJson: boolean;
  readonly isOson: boolean;
}

/** One call of execute or executeMany. */
export interface Run {
  readonly rows: number;
  readonly binds: readonly Bind[];
  readonly options: Options;
  readonly many: boolean;
}

export class DoubleResultSet extends ResultSetImpl {
  constructor(
    columns: readonly Column[],
    private readonly rows: unknown[][],
    options: object,
  ) {
    super();
    this._setup({ ...options }, columns);
    this.metaData = columns;
  }

  async getRows(count: number): Promise<unknown[][]> {
    return this.rows.splice(0, count || this.rows.length);
  }

  close(): void {
    this.rows.length = 0;
  }
}

/** Runs a query and hands its rows to node-oracledb's own fetching. */
export async function select(
  session: DoubleSession,
  statement: DoubleStatement,
  { binds, options }: Run,
): Promise<Outcome> {
  const { text, values } = statement.bound(binds, 0);
  const { fields, rows } = await session.run(text, values, statement.sql);
  const columns = fields.map(({ name, dataTypeID }) => ({
    name: oracleName(name),
    dbType: oracleType(dataTypeID, session.clobOid),
    nullable: true,
    isJson: false,
    isOson: false,
  }));
  const found = rows.map((row: unknown[]) =>
    row.map((value, at) => {
      const column = columns[at];
      return column ? fromPostgres(value, column.dbType) : null;
    }),
  );
  return { resultSet: new DoubleResultSet(columns, found, options) };
}

/** Runs an INSERT, UPDATE, DELETE or MERGE for each of its rows. */
export async function write(
  session: DoubleSession,
  statement: DoubleStatement,
  { rows, binds, options, many }: Run,
): Promise<Outcome> {
  const counts: number[] = [];
  const outs: unknown[] = [];
  const refused: OracleError[] = [];
  for (let row = 0; row < rows; row++) {
    try {
      const { count, out } = await writeRow(session, statement, binds, row);
      counts.push(count);
      if (out) outs.push(out);
    } catch (error) {
      if (!options.batchErrors || !(error instanceof OracleError)) throw error;
      error.offset = row;
      refused.push(error);
      counts.push(0);
    }
  }
  return {
    rowsAffected: counts.reduce((sum, count) => sum + count, 0),
    ...(outs.length ? { outBinds: many ? outs : outs[0] } : {}),
    ...(refused.length ? { batchErrors: refused } : {}),
    ...(options.dmlRowCounts ? { dmlRowCounts: counts } : {}),
  };
}

async function writeRow(
  session: DoubleSession,
  statement: DoubleStatement,
  binds: readonly Bind[],
  row: number,
): Promise<{ count: number; out?: unknown }> {
  const { text, values, out } = statement.bound(binds, row);
  const result = await session.run(text, values, statement.sql);
  const count = result.rowCount ?? 0;
  if (!statement.returns) return { count };
  const received = out.map((bind, at) => {
    const type = oracleType(result.fields[at]?.dataTypeID ?? 0, session.clobOid);
    return result.rows.map((line: unknown[]) => toOutBind(bind, line[at], type));
  });
  if (!out[0]?.name) return { count, out: received };
  return { count, out: Object.fromEntries(out.map((bind, at) => [bind.name, received[at]])) };
}
