import { OracleError } from './errors.js';
import { codeOf, topLevel } from './tokens.js';

type Rule = readonly [test: (code: string, sql: string) => boolean, number: number, text: string];

const ENDED = 'SQL command not properly ended';
const MOST_IN_A_LIST = 1000;
const LONGEST_NAME = 128;

/** What Oracle 19c refuses and PostgreSQL takes. */
const REFUSED: readonly Rule[] = [
  [locksAView, 2014, 'cannot select FOR UPDATE from view with DISTINCT, GROUP BY, etc.'],
  [(code) => /\bLIMIT\s+[\d:]|\bON\s+CONFLICT\b|\bILIKE\b|::/i.test(code), 933, ENDED],
  [
    (code) => /^\s*SELECT\b/i.test(code) && !/\bFROM\b/i.test(code),
    923,
    'FROM keyword not found where expected',
  ],
  [returnsNowhere, 925, 'missing INTO keyword'],
  [(code) => /\bFROM\s+(?:"q"|\w+)\s+AS\s/i.test(code), 933, ENDED],
  [(code) => /^\s*UPDATE\s+(?:"q"|\w+)\s+AS\s/i.test(code), 971, 'missing SET keyword'],
  [(code) => /^\s*UPDATE\b/i.test(code) && /\bFROM\b/i.test(topLevel(code)), 933, ENDED],
  [(code) => /\bVALUES\s*,/i.test(topLevel(code)), 933, ENDED],
  [(code) => /\bEXCEPT\b|\bIF\s+(?:NOT\s+)?EXISTS\b/i.test(code), 933, ENDED],
  [(code) => /;\s*$/.test(code) && !/^\s*(?:BEGIN|DECLARE)/i.test(code), 933, ENDED],
  [(code) => /\b(?:TRUE|FALSE)\b/i.test(code), 904, '"TRUE": invalid identifier'],
  [(code) => code.includes('?'), 911, 'invalid character'],
  [(code) => longestList(code) > MOST_IN_A_LIST, 1795, 'maximum number of expressions in a list is 1000'],
  [(_, sql) => longestName(sql) > LONGEST_NAME, 972, 'identifier is too long'],
];

const REFUSED_IN_DDL: readonly Rule[] = [
  [
    (code) => /"q"\s+(?:text|boolean|bigint|serial|datetime|bytea|timestamptz)\b/i.test(code),
    902,
    'invalid datatype',
  ],
  [(code) => /\bNOT\s+NULL\s+DEFAULT\b/i.test(code), 907, 'missing right parenthesis'],
  [(code) => /\bON\s+UPDATE\b/i.test(code), 907, 'missing right parenthesis'],
];

/** Refuses a statement as Oracle would. */
export function obeyOracle(sql: string): void {
  refuse(REFUSED, sql);
}

/** Refuses a CREATE, ALTER or DROP as Oracle would. */
export function obeyOracleInDdl(sql: string): void {
  refuse(REFUSED_IN_DDL, sql);
}

function refuse(rules: readonly Rule[], sql: string): void {
  const code = codeOf(sql);
  const broken = rules.find(([test]) => test(code, sql));
  if (broken) throw new OracleError(broken[1], broken[2]);
}

function locksAView(code: string): boolean {
  return (
    /\bFOR\s+UPDATE\b/i.test(code) &&
    /\bFETCH\s+(?:FIRST|NEXT)\b|\bOFFSET\b|\bDISTINCT\b|\bGROUP\s+BY\b|\bUNION\b/i.test(topLevel(code))
  );
}

function returnsNowhere(code: string): boolean {
  const start = code.search(/\bRETURNING\b/i);
  return start >= 0 && !/\bINTO\b[^)]*:/i.test(code.slice(start)) && !/JSON_/i.test(code);
}

function longestList(code: string): number {
  const lists = [...code.matchAll(/\bIN\s*\(([^()]*)\)/gi)];
  return Math.max(0, ...lists.map(([, list]) => (list ?? '').split(',').length));
}

function longestName(sql: string): number {
  const names = [...sql.matchAll(/"([^"]+)"/g)];
  return Math.max(0, ...names.map(([, name]) => Buffer.byteLength(name ?? '')));
}
