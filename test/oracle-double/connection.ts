import ConnectionImpl from 'oracledb/lib/impl/connection.js';
import errors from 'oracledb/lib/errors.js';
import { OracleError, RefusedConnectionError } from './errors.js';
import { type Options, type Outcome, type Run, select, write } from './execution.js';
import { DoubleSession } from './session.js';
import { DoubleStatement } from './statement.js';
import type { Bind } from './values.js';

/** The PostgreSQL database behind each connect string. */
export const services = new Map<string, string>();

/** Every statement that was run, for whoever wants to look them over. */
export const statementsSeen = new Set<string>();

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
        return select(session, statement, run);
      case 'dml':
        if (run.many || !run.options.autoCommit) await session.begin();
        return write(session, statement, run);
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
