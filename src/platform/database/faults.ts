import { isNativeError } from 'node:util/types';
import { QueryFailedError, QueryRunnerAlreadyReleasedError } from 'typeorm';

/** What the three drivers tell about an error, each in its own words. */
interface Told {
  readonly message: string;
  /** SQLSTATE, a system error as `ECONNREFUSED`, or `NJS-500`. */
  readonly code?: unknown;
  /** The number behind ORA-. */
  readonly errorNum?: unknown;
  /** SQLite's extended result code. */
  readonly errcode?: unknown;
  readonly isRecoverable?: unknown;
}

interface Signs {
  readonly codes?: RegExp;
  readonly oracle?: ReadonlySet<number>;
  readonly sqlite?: ReadonlySet<number>;
  readonly messages?: RegExp;
}

const PRIMARY_CODE = 0xff;
const SQLITE = {
  busy: 5,
  locked: 6,
  readonly: 8,
  ioerr: 10,
  full: 13,
  cantopen: 14,
  primaryKey: 1555,
  unique: 2067,
};

/**
 * Lost, refused or refusing: network errors; SQLSTATE classes 08 connection, 53 resources, 57P shutdown, 58 system,
 * cancelled by time-out, read-only after a fail-over; Oracle's listener, session, space and start-up errors.
 */
const UNAVAILABLE: Signs = {
  codes:
    /^(?:E(?:CONN|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN|HOSTUNREACH|NETUNREACH|HOSTDOWN)|08|53|57P|57014|58|25006|NJS-(?:040|064|065|076|003|5\d\d))/,
  oracle: new Set([
    18, 20, 28, 257, 1012, 1013, 1033, 1034, 1089, 1090, 1092, 1109, 1536, 1653, 1654, 1691, 1692, 3113, 3114,
    3135, 12153, 12154, 12170, 12514, 12516, 12518, 12519, 12520, 12528, 12537, 12541, 12543, 12545, 12547,
    12560, 12571, 27101, 30036,
  ]),
  sqlite: new Set([SQLITE.busy, SQLITE.readonly, SQLITE.ioerr, SQLITE.full, SQLITE.cantopen]),
  messages:
    /^Connection terminated|timeout exceeded when trying to connect|is not queryable|after calling end on the pool|^Driver not Connected|database is not open/,
};

/** Deadlock, serialisation failure, a lock that somebody else holds at the moment. */
const RETRYABLE: Signs = {
  codes: /^(?:40001|40P01|55P03)$/,
  oracle: new Set([54, 60, 8177, 30006]),
  sqlite: new Set([SQLITE.busy, SQLITE.locked]),
};

const CONFLICT: Signs = {
  codes: /^23505$/,
  oracle: new Set([1]),
  sqlite: new Set([SQLITE.primaryKey, SQLITE.unique]),
};

/** Whether the database could not be reached or cannot write at the moment. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof QueryRunnerAlreadyReleasedError) return true;
  const told = causeOf(error);
  return told !== undefined && (told.isRecoverable === true || shows(told, UNAVAILABLE));
}

/** Whether a unique key was already taken. */
export function isConflict(error: unknown): boolean {
  const told = causeOf(error);
  return told !== undefined && shows(told, CONFLICT);
}

/**
 * Whether the same transaction, run again from its beginning, can succeed at once. A lost connection is not among
 * these: when it broke during the COMMIT nobody knows whether that was done.
 */
export function isRetryable(error: unknown): boolean {
  const told = causeOf(error);
  return told !== undefined && shows(told, RETRYABLE);
}

/** Whether a statement was refused only because an earlier one of its transaction had failed. */
export function isAftermath(error: unknown): boolean {
  return causeOf(error)?.code === '25P02';
}

function shows(told: Told, signs: Signs): boolean {
  if (typeof told.errcode === 'number') {
    return Boolean(signs.sqlite?.has(told.errcode) || signs.sqlite?.has(told.errcode & PRIMARY_CODE));
  }
  if (typeof told.errorNum === 'number' && signs.oracle?.has(told.errorNum)) return true;
  if (typeof told.code === 'string' && signs.codes?.test(told.code)) return true;
  return signs.messages?.test(told.message) ?? false;
}

function causeOf(error: unknown): Told | undefined {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  return isNativeError(cause) ? cause : undefined;
}

/** The failure of a statement, told as TypeORM tells it but without the values, which may be personal. */
export function failed(sql: string, thrown: unknown): QueryFailedError {
  return new QueryFailedError(sql, [], isNativeError(thrown) ? thrown : new Error(String(thrown)));
}
