import { oracleName } from './identifiers.js';

/** An error as node-oracledb throws it. */
export class OracleError extends Error {
  readonly code: string;
  readonly isRecoverable: boolean = false;
  /** The row of an executeMany that it belongs to. */
  offset: number | undefined;

  constructor(
    readonly errorNum: number,
    text: string,
  ) {
    const code = `ORA-${String(errorNum).padStart(5, '0')}`;
    super(`${code}: ${text}\nHelp: https://docs.oracle.com/error-help/db/${code.toLowerCase()}/`);
    this.code = code;
  }
}

/** The driver's own words for a connection that broke. */
export class BrokenConnectionError extends Error {
  readonly code: string = 'NJS-500';
  readonly isRecoverable: boolean = true;

  constructor(cause: unknown) {
    super('NJS-500: connection to the Oracle Database was broken', { cause });
  }
}

/** The driver's own words for a server that does not answer. */
export class RefusedConnectionError extends Error {
  readonly code: string = 'NJS-503';
  readonly isRecoverable: boolean = true;

  constructor(cause: unknown) {
    super('NJS-503: connection to host could not be established', { cause });
  }
}

interface PostgresError extends Error {
  readonly code?: string;
  readonly detail?: string;
  readonly constraint?: string;
  readonly table?: string;
  readonly column?: string;
}

const DUPLICATE = [1, 'unique constraint (APP.%constraint) violated'] as const;
const NAME_USED = [955, 'name is already used by an existing object'] as const;

const WORDS: Readonly<Record<string, readonly [number, string]>> = {
  '22001': [12899, 'value too large for column'],
  '22P02': [1722, 'invalid number'],
  '40001': [8177, "can't serialize access for this transaction"],
  '40P01': [60, 'deadlock detected while waiting for resource'],
  '42703': [904, 'invalid identifier'],
  '42804': [932, 'inconsistent datatypes'],
  '42883': [932, 'inconsistent datatypes'],
  '42P01': [942, 'table or view does not exist'],
  '42P07': NAME_USED,
  '53100': [1653, 'unable to extend table APP.%table'],
  '55P03': [54, 'resource busy and acquire with NOWAIT specified or timeout expired'],
  '57014': [1013, 'user requested cancel of current operation'],
};

/** The error that Oracle would have raised for the statement where PostgreSQL raised this one. */
export function oracleErrorOf(error: unknown, sql: string): unknown {
  if (!(error instanceof Error) || error instanceof OracleError) return error;
  const found: PostgresError = error;
  if (isBroken(found)) return new BrokenConnectionError(error);
  if (!found.code) return error;
  const [number, text] = wordsFor(found, found.code, sql);
  const told = text
    .replace('%constraint', oracleName(found.constraint ?? ''))
    .replace('%table', oracleName(found.table ?? ''))
    .replace('%column', oracleName(found.column ?? ''));
  return new OracleError(number, `${told} [PostgreSQL: ${found.message}]`);
}

function isBroken({ code = '', message }: PostgresError): boolean {
  return /^(?:E[A-Z]{3,}|08...|57P..)$/.test(code) || /^Connection terminated|is not queryable/.test(message);
}

function wordsFor(error: PostgresError, code: string, sql: string): readonly [number, string] {
  switch (code) {
    case '23505':
      // Two sessions made the same object at once.
      return error.constraint?.startsWith('pg_') ? NAME_USED : DUPLICATE;
    case '23502':
      return /^\s*update/i.test(sql)
        ? [1407, 'cannot update ("APP"."%table"."%column") to NULL']
        : [1400, 'cannot insert NULL into ("APP"."%table"."%column")'];
    case '23503':
      return error.detail?.includes('still referenced')
        ? [2292, 'integrity constraint (APP.%constraint) violated - child record found']
        : [2291, 'integrity constraint (APP.%constraint) violated - parent key not found'];
    case '23514':
      // A nameless check is the double's own, for the bytes of a VARCHAR2.
      return /_check\d*$/.test(error.constraint ?? '')
        ? [12899, 'value too large for column (%constraint)']
        : [2290, 'check constraint (APP.%constraint) violated'];
    default:
      return WORDS[code] ?? [900, `invalid SQL statement (the double has no words for ${code})`];
  }
}
