import { tokensOf } from './tokens.js';

/**
 * Oracle folds names that are not quoted to capitals, PostgreSQL to small letters. So a quoted name all in capitals is
 * the same as an unquoted one and becomes small; a quoted name in small letters is another one and gets a mark.
 */
export function postgresNames(sql: string): string {
  return tokensOf(sql)
    .map((token) => (token.startsWith('"') ? postgresName(token) : token))
    .join('');
}

function postgresName(quoted: string): string {
  const name = quoted.slice(1, -1);
  if (name === name.toUpperCase()) return `"${name.toLowerCase()}"`;
  return name === name.toLowerCase() ? `"~${name}"` : quoted;
}

/** The name in Oracle of something that PostgreSQL named. */
export function oracleName(name: string): string {
  if (name.startsWith('~')) return name.slice(1);
  return name === name.toLowerCase() ? name.toUpperCase() : name;
}
