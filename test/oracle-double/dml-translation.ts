import { postgresNames } from './identifiers.js';
import { mapCode } from './tokens.js';

const IGNORED_DUPLICATES =
  /^\s*INSERT\s*\/\*\+\s*IGNORE_ROW_ON_DUPKEY_INDEX\s*\(\s*"?\w+"?\s*\(([^)]*)\)\s*\)\s*\*\//i;
const ROWS_FROM_DUAL = /^(\s*INSERT\s+INTO\s+[^(]+\([^)]*\)\s*)SELECT\s([\s\S]*)\sFROM\s+DUAL\s*$/i;
const BETWEEN_ROWS = /\s+FROM\s+DUAL\s+UNION\s+ALL\s+SELECT\s/i;
const JOINED_LIST = /LISTAGG\s*\(([^,]+),\s*('[^']*')\)\s*WITHIN\s+GROUP\s*\(\s*(ORDER\s+BY\s+[^)]+)\)/gi;

/** A SELECT, INSERT, UPDATE, DELETE or MERGE of Oracle's as PostgreSQL understands it, binds left in place. */
export function postgresDml(sql: string): string {
  const rewritten = [withoutHint, withValues, asMerge].reduce((text, step) => step(text), sql);
  const joined = rewritten.replace(JOINED_LIST, 'string_agg($1, $2 $3)');
  return postgresNames(mapCode(joined, functionsOf));
}

function functionsOf(code: string): string {
  return code
    .replace(/\bSYSTIMESTAMP\b/gi, 'clock_timestamp()')
    .replace(/\bSYSDATE\b/gi, 'localtimestamp(0)')
    .replace(/\bTO_DATE\(/gi, 'to_timestamp(')
    .replace(/\bMINUS\b/gi, 'EXCEPT');
}

function withoutHint(sql: string): string {
  const hint = IGNORED_DUPLICATES.exec(sql);
  return hint ? `INSERT${sql.slice(hint[0].length)} ON CONFLICT (${hint[1]}) DO NOTHING` : sql;
}

/** Rows selected from DUAL do not take the types of the columns, VALUES do. */
function withValues(sql: string): string {
  const rows = ROWS_FROM_DUAL.exec(sql);
  if (!rows || /\bWHERE\b/i.test(rows[2] ?? '')) return sql;
  return `${rows[1]} VALUES (${(rows[2] ?? '').split(BETWEEN_ROWS).join('), (')})`;
}

/** PostgreSQL's MERGE wants no alias before what is set, and typed nulls. */
function asMerge(sql: string): string {
  if (!/^\s*MERGE\b/i.test(sql)) return sql;
  const [, table = '', alias = ''] = /MERGE\s+INTO\s+(\S+)\s+(\S+)/i.exec(sql) ?? [];
  return sql
    .replace(
      /\bNULL\s+AS\s+("[^"]+")/g,
      (_, column: string) => `(SELECT ${column} FROM ${table} WHERE 1=0) AS ${column}`,
    )
    .replace(
      /(UPDATE\s+SET\s+)(.*?)(\s+WHEN\s+NOT|\s*$)/is,
      (_, head: string, sets: string, tail: string) => head + sets.replaceAll(`${alias}.`, '') + tail,
    )
    .replace(/=\s*("\w+")(,|\s)/g, '= $1$2');
}
