import { postgresNames } from './identifiers.js';
import { obeyOracleInDdl } from './rules.js';
import { mapCode } from './tokens.js';

type Rewrite = readonly [RegExp, string | ((match: string, ...groups: string[]) => string)];

const TYPES: readonly Rewrite[] = [
  [/\bvarchar2\s*\((\d+)(?:\s+(?:char|byte))?\)/gi, 'varchar($1)'],
  [/\bnvarchar2\b/gi, 'varchar'],
  [/\bn?clob\b/gi, 'ora.clob'],
  [/\bblob\b|\blong\s+raw\b|\braw\s*\(\d+\)/gi, 'bytea'],
  [
    /\bnumber\s+GENERATED\s+BY\s+DEFAULT(?:\s+ON\s+NULL)?\s+AS\s+IDENTITY/gi,
    "numeric NOT NULL DEFAULT nextval('ora.identity')",
  ],
  [/\bnumber\s*\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\)/gi, (_, digits, scale) => `numeric(${digits},${scale ?? 0})`],
  [/\bnumber\b/gi, 'numeric'],
  [/\bfloat(?:\(\d+\))?/gi, 'float8'],
  [/\bWITH\s+LOCAL\s+TIME\s+ZONE\b/gi, 'WITH TIME ZONE'],
  [/\bjson\b(?!\s*\))/gi, 'jsonb'],
  [/\bdate\b/gi, 'timestamp(0)'],
  [/\bCASCADE\s+CONSTRAINTS\b/gi, 'CASCADE'],
  [/\bPURGE\s*$/gi, ''],
  [/\bSYSTIMESTAMP\b/gi, 'clock_timestamp()'],
  [/\bSYSDATE\b/gi, 'localtimestamp(0)'],
];

const MODIFY = /^\s*ALTER\s+TABLE\s+(\S+)\s+MODIFY\s+("[^"]+")\s+(.*)$/is;

/** A CREATE, ALTER or DROP of Oracle's as PostgreSQL understands it. */
export function postgresDdl(sql: string): string {
  obeyOracleInDdl(sql);
  const modify = MODIFY.exec(sql);
  if (modify) return postgresNames(modified(modify[1] ?? '', modify[2] ?? '', modify[3] ?? ''));
  return postgresNames(distinctNulls(countedInBytes(mapCode(sql, typesOf))));
}

function typesOf(code: string): string {
  return TYPES.reduce((text, [pattern, by]) => text.replace(pattern, by as string), code);
}

/** VARCHAR2(n) holds n bytes, PostgreSQL's varchar(n) that many characters: the check adds the bytes. */
function countedInBytes(sql: string): string {
  if (!/^\s*(?:CREATE\s+TABLE|ALTER\s+TABLE\s+\S+\s+ADD)\b/i.test(sql)) return sql;
  return sql.replace(
    /("[^"]+")\s+varchar\((\d+)\)/g,
    (_, column: string, bytes: string) =>
      `${column} varchar(${bytes}) CHECK (octet_length(${column}) <= ${bytes})`,
  );
}

/** (a, NULL) twice violates a composite unique constraint on Oracle. */
function distinctNulls(sql: string): string {
  return sql.replace(/\bUNIQUE\s*\(([^()]*,[^()]*)\)/g, 'UNIQUE NULLS NOT DISTINCT ($1)');
}

/** `MODIFY "c" varchar2(9) DEFAULT 'x' NOT NULL`, each part of it optional. */
function modified(table: string, column: string, what: string): string {
  let rest = what.trim();
  const actions: string[] = [];
  const nulls = /\b(NOT\s+)?NULL\s*$/i.exec(rest);
  if (nulls && !/DEFAULT\s+NULL\s*$/i.test(rest)) {
    actions.push(`ALTER COLUMN ${column} ${nulls[1] ? 'SET' : 'DROP'} NOT NULL`);
    rest = rest.slice(0, nulls.index).trim();
  }
  const given = /\bDEFAULT\s+(.*)$/is.exec(rest);
  if (given) {
    actions.unshift(`ALTER COLUMN ${column} SET DEFAULT ${given[1]}`);
    rest = rest.slice(0, given.index).trim();
  }
  if (rest) actions.unshift(`ALTER COLUMN ${column} TYPE ${typesOf(rest)}`);
  return `ALTER TABLE ${table} ${actions.join(', ')}`;
}
