import { Client, type QueryArrayResult } from 'pg';
import { BrokenConnectionError, OracleError, oracleErrorOf, RefusedConnectionError } from './errors.js';

/**
 * A PostgreSQL session with Oracle's manners: transactions begin by themselves, and a failed statement takes back
 * only itself.
 */
export class DoubleSession {
  /** Whether a transaction is open. */
  open = false;
  /** Whether the connection broke. */
  dead = false;
  clobOid = 0;
  private readonly client: Client;
  private guarded = false;

  constructor(url: string) {
    this.client = new Client({
      connectionString: url,
      types: { getTypeParser: () => (text: string) => text },
    });
    this.client.on('error', () => {
      this.dead = true;
    });
  }

  async connect(): Promise<void> {
    try {
      await this.client.connect();
    } catch (error) {
      throw new RefusedConnectionError(error);
    }
    await this.raw("SET search_path = public, ora, pg_catalog; SET timezone = 'UTC'; SET datestyle = 'ISO'");
    const { rows } = await this.raw("SELECT 'ora.clob'::regtype::oid::text");
    this.clobOid = Number(rows[0]?.[0]);
  }

  async begin(isolation = 'READ COMMITTED'): Promise<void> {
    if (this.open) return;
    await this.raw(`BEGIN ISOLATION LEVEL ${isolation}`);
    this.open = true;
  }

  commit(): Promise<void> {
    return this.finish('COMMIT');
  }

  rollback(): Promise<void> {
    return this.finish('ROLLBACK');
  }

  async savepoint(sql: string): Promise<void> {
    await this.begin();
    await this.raw(this.guarded ? `RELEASE SAVEPOINT ora_statement; ${sql}` : sql);
    this.guarded = false;
  }

  async rollbackTo(sql: string): Promise<void> {
    this.guarded = false;
    await this.raw(sql).catch(() => {
      throw new OracleError(1086, 'savepoint never established in this session or is invalid');
    });
  }

  /** Runs a statement; where it fails in a transaction, that goes on as if it had not been tried. */
  async run(text: string, values: unknown[], sql: string): Promise<QueryArrayResult> {
    if (this.dead) throw new BrokenConnectionError('before the statement');
    try {
      if (this.open) await this.guard();
      return await this.raw(text, values);
    } catch (error) {
      if (this.open && !this.dead)
        await this.raw('ROLLBACK TO SAVEPOINT ora_statement').catch(() => undefined);
      const told = oracleErrorOf(error, sql);
      if (told instanceof BrokenConnectionError) this.dead = true;
      throw told;
    }
  }

  async end(): Promise<void> {
    await this.client.end().catch(() => undefined);
  }

  private async guard(): Promise<void> {
    const release = this.guarded ? 'RELEASE SAVEPOINT ora_statement; ' : '';
    await this.raw(`${release}SAVEPOINT ora_statement`);
    this.guarded = true;
  }

  private async finish(word: 'COMMIT' | 'ROLLBACK'): Promise<void> {
    if (!this.open) return;
    this.open = false;
    this.guarded = false;
    await this.raw(word).catch((error: unknown) => {
      throw oracleErrorOf(error, word);
    });
  }

  private raw(text: string, values?: unknown[]): Promise<QueryArrayResult> {
    return this.client.query({ text, values, rowMode: 'array' });
  }
}
