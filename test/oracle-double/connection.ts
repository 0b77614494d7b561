import ConnectionImpl from 'oracledb/lib/impl/connection.js';
import ResultSetImpl from 'oracledb/lib/impl/resultset.js';
import errors from 'oracledb/lib/errors.js';
import type { InnerType } from 'oracledb/lib/types.js';
import { OracleError, RefusedConnectionError } from './errors.js';
import { oracleName } from './identifiers.js';
import { DoubleSession } from './session.js';
import { DoubleStatement } from './statement.js';
import { type Bind, fromPostgres, oracleType, toOutBind } from './values.js';

interface Options {
  readonly autoCommit?: boolean;
  readonly batchErrors?: boolean;
  readonly dmlRowCounts?: boolean;
}

interface Outcome {
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

/** The PostgreSQL database behind each connect string. */
export const services = new Map<string, string>();

/** Every statement that was run, for whoever wants to look them over. */
export const statementsSeen = new Set<string>();

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

/** What node-oracledb's own Connection stands on, here over PostgreSQL in place of Oracle's network protocol. */
export class DoubleConnection extends ConnectionImpl {
  session: DoubleSession;
  private callTimeout = 0;
  private giveBack: ((drop: boolean) => Promise<void>) | undefined;

  async connect(parameters: { connectString?: string; user?: string }): Promise<void> {
    this._connectString = parameters.connectString ?? '';
    this._user = parameters.user ?? '';
    const url = services.get(this._connectString);
    if (!url) throw new RefusedConnectionError(`no service ${this._connectString}`);
    this.session = new DoubleSession(url);
    await this.session.connect();
    this._newSession = true;
  }

  /** Makes `close` return the connection to its pool. */
  belongTo(giveBack: (drop: boolean) => Promise<void>): void {
    this.giveBack = giveBack;
  }

  async execute(...[sql, rows, binds, options, many]: Call): Promise<Outcome> {
    statementsSeen.add(sql);
    const statement = DoubleStatement.of(sql);
    if (binds.length !== statement.bindCount && !binds[0]?.name) {
      errors.throwErr(errors.ERR_WRONG_NUMBER_OF_BINDS, statement.bindCount, binds.length);
    }
    const outcome = await this.perform(statement, { rows, binds, options, many });
    if (options.autoCommit && !outcome.batchErrors?.length) await this.session.commit();
    return outcome;
  }

  private async perform(statement: DoubleStatement, run: Run): Promise<Outcome> {
    const { session } = this;
    switch (statement.kind) {
      case 'query':
        if (statement.locks) await session.begin();
        return this.select(statement, run);
      case 'dml':
        if (run.many || !run.options.autoCommit) await session.begin();
        return this.write(statement, run);
      case 'ddl':
        await session.commit();
        await session.run(statement.bound([], 0).text, [], statement.sql);
        return {};
      default:
        await this.control(statement);
        return {};
    }
  }

  private async control({ kind, sql }: DoubleStatement): Promise<void> {
    const { session } = this;
    if (kind === 'commit') await session.commit();
    else if (kind === 'rollback') await session.rollback();
    else if (kind === 'rollback-to') await session.rollbackTo(sql);
    else if (kind === 'savepoint') await session.savepoint(sql);
    else if (session.open)
      throw new OracleError(1453, 'SET TRANSACTION must be first statement of transaction');
    else await session.begin(/SERIALIZABLE/i.test(sql) ? 'REPEATABLE READ' : 'READ COMMITTED');
  }

  private async select(statement: DoubleStatement, { binds, options }: Run): Promise<Outcome> {
    const { text, values } = statement.bound(binds, 0);
    const { fields, rows } = await this.session.run(text, values, statement.sql);
    const columns = fields.map(({ name, dataTypeID }) => ({
      name: oracleName(name),
      dbType: oracleType(dataTypeID, this.session.clobOid),
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

  private async write(statement: DoubleStatement, { rows, binds, options, many }: Run): Promise<Outcome> {
    const counts: number[] = [];
    const outs: unknown[] = [];
    const refused: OracleError[] = [];
    for (let row = 0; row < rows; row++) {
      try {
        const { count, out } = await this.writeRow(statement, binds, row);
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

  private async writeRow(
    statement: DoubleStatement,
    binds: readonly Bind[],
    row: number,
  ): Promise<{ count: number; out?: unknown }> {
    const { text, values, out } = statement.bound(binds, row);
    const result = await this.session.run(text, values, statement.sql);
    const count = result.rowCount ?? 0;
    if (!statement.returns) return { count };
    const received = out.map((bind, at) => {
      const type = oracleType(result.fields[at]?.dataTypeID ?? 0, this.session.clobOid);
      return result.rows.map((line: unknown[]) => toOutBind(bind, line[at], type));
    });
    if (!out[0]?.name) return { count, out: received };
    return { count, out: Object.fromEntries(out.map((bind, at) => [bind.name, received[at]])) };
  }

  commit(): Promise<void> {
    return this.session.commit();
  }

  rollback(): Promise<void> {
    return this.session.rollback();
  }

  async close(options?: { drop?: boolean }): Promise<void> {
    await this.session.rollback().catch(() => undefined);
    if (this.giveBack) await this.giveBack(options?.drop ?? false);
    else await this.session.end();
  }

  async ping(): Promise<void> {
    await this.session.run('SELECT 1', [], 'ping');
  }

  isHealthy(): boolean {
    return !this.session.dead;
  }

  getTransactionInProgress(): boolean {
    return this.session.open;
  }

  getCallTimeout(): number {
    return this.callTimeout;
  }

  setCallTimeout(milliseconds: number): void {
    this.callTimeout = milliseconds;
  }

  getOracleServerVersion(): number {
    return 1_900_000_000;
  }

  getOracleServerVersionString(): string {
    return '19.0.0.0.0';
  }

  getTag(): string {
    return '';
  }

  setModule(): void {}
  setAction(): void {}
  setClientId(): void {}
  getWarning(): void {}
}

type Call = [sql: string, rows: number, binds: readonly Bind[], options: Options, many: boolean];

interface Run {
  readonly rows: number;
  readonly binds: readonly Bind[];
  readonly options: Options;
  readonly many: boolean;
}
