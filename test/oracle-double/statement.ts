import inside from 'oracledb/lib/thin/statement.js';
import { postgresDdl } from './ddl-translation.js';
import { postgresDml } from './dml-translation.js';
import { OracleError } from './errors.js';
import { obeyOracle } from './rules.js';
import { codeOf, isBind, tokensOf } from './tokens.js';
import { type Bind, castOf, isLong, toPostgres } from './values.js';

type Kind = 'query' | 'dml' | 'ddl' | 'commit' | 'rollback' | 'rollback-to' | 'savepoint' | 'set';

const RETURNING = /\sRETURNING\s+([\s\S]*?)\s+INTO\s+((?:\s*,?\s*:\s*\w+)+)\s*$/i;
const CACHED = 2000;

/** An Oracle statement that was found lawful, ready to be run on PostgreSQL. */
export class DoubleStatement {
  private static readonly known = new Map<string, DoubleStatement>();

  /** The statement of a text, from those seen before where possible; throws what Oracle would throw at it. */
  static of(sql: string): DoubleStatement {
    let statement = this.known.get(sql);
    if (!statement) {
      statement = new DoubleStatement(sql);
      if (this.known.size < CACHED) this.known.set(sql, statement);
    }
    return statement;
  }

  readonly kind: Kind;
  readonly bindCount: number;
  /** Whether it takes row locks, and with them begins a transaction. */
  readonly locks: boolean;
  /** Whether it gives values of the rows it wrote to OUT binds. */
  readonly returns: boolean;
  private readonly tokens: readonly string[];
  private readonly takesLong: boolean;

  private constructor(readonly sql: string) {
    obeyOracle(sql);
    const parsed = new inside.Statement();
    parsed._prepare(sql);
    const code = codeOf(sql);
    this.bindCount = parsed.bindInfoList.length;
    this.kind = kindOf(code, parsed.isQuery, parsed.isDml);
    this.locks = /FOR\s+UPDATE/i.test(code);
    this.takesLong = /^\s*INSERT\b[\s\S]*\bVALUES\b|^\s*UPDATE\b/i.test(code);
    let text = this.kind === 'ddl' ? postgresDdl(sql) : postgresDml(sql);
    const returning = RETURNING.exec(text);
    this.returns = returning !== null;
    if (returning) text = `${text.slice(0, returning.index)} RETURNING ${returning[1]}`;
    this.tokens = tokensOf(text);
  }

  /** The text and values for one row of the binds, and the binds that only receive. */
  bound(binds: readonly Bind[], row: number): { text: string; values: unknown[]; out: readonly Bind[] } {
    const byName = new Map(binds.map((bind) => [bind.name?.toUpperCase(), bind]));
    const values: unknown[] = [];
    let used = 0;
    const parts = this.tokens.map((token) => {
      if (token === "''") return 'NULL';
      if (this.kind === 'ddl' || !isBind(token)) return token;
      const bind = byName.get(token.slice(1).trim().toUpperCase()) ?? binds[used];
      used++;
      return bind ? this.placed(bind, row, values) : token;
    });
    return { text: parts.join(''), values, out: this.returns ? binds.slice(used) : [] };
  }

  /** The place of a bind in the text; an empty string is null, and null needs no place. */
  private placed(bind: Bind, row: number, values: unknown[]): string {
    const value = bind.values[row];
    if (value === '' || value === undefined || value === null) return 'NULL';
    if (!this.takesLong && isLong(bind, value)) {
      throw new OracleError(1461, 'can bind a LONG value only for insert into a LONG column');
    }
    const cast = castOf(bind);
    values.push(toPostgres(bind, value));
    return `$${values.length}::${cast}`;
  }
}

function kindOf(code: string, isQuery: boolean, isDml: boolean): Kind {
  const word = /^\s*(\w+)/.exec(code)?.[1]?.toUpperCase() ?? '';
  if (isQuery) return 'query';
  if (isDml || word === 'MERGE') return 'dml';
  if (/^(?:CREATE|ALTER|DROP|TRUNCATE|RENAME|COMMENT|GRANT)$/.test(word)) return 'ddl';
  if (word === 'ROLLBACK') return /\bTO\b/i.test(code) ? 'rollback-to' : 'rollback';
  if (word === 'COMMIT' || word === 'SAVEPOINT' || word === 'SET') return word.toLowerCase() as Kind;
  throw new OracleError(900, `invalid SQL statement (the double does not know ${word})`);
}
