import types, { type InnerType } from 'oracledb/lib/types.js';
import { OracleError } from './errors.js';

/** The type that PostgreSQL takes a bind of this Oracle type for. */
const CASTS = new Map<InnerType, string>([
  [types.DB_TYPE_NUMBER, 'numeric'],
  [types.DB_TYPE_VARCHAR, 'varchar'],
  [types.DB_TYPE_CLOB, 'ora.clob'],
  [types.DB_TYPE_BLOB, 'bytea'],
  [types.DB_TYPE_RAW, 'bytea'],
  [types.DB_TYPE_TIMESTAMP_LTZ, 'timestamptz'],
  [types.DB_TYPE_TIMESTAMP_TZ, 'timestamptz'],
  [types.DB_TYPE_TIMESTAMP, 'timestamp'],
  [types.DB_TYPE_DATE, 'timestamp(0)'],
  [types.DB_TYPE_JSON, 'jsonb'],
]);

/** The Oracle type of a column by the number of its PostgreSQL type. */
const BY_OID = new Map<number, InnerType>([
  [17, types.DB_TYPE_BLOB],
  [19, types.DB_TYPE_VARCHAR],
  [20, types.DB_TYPE_NUMBER],
  [21, types.DB_TYPE_NUMBER],
  [23, types.DB_TYPE_NUMBER],
  [25, types.DB_TYPE_VARCHAR],
  [701, types.DB_TYPE_NUMBER],
  [705, types.DB_TYPE_VARCHAR],
  [1043, types.DB_TYPE_VARCHAR],
  [1114, types.DB_TYPE_TIMESTAMP],
  [1184, types.DB_TYPE_TIMESTAMP_TZ],
  [1186, types.DB_TYPE_INTERVAL_DS],
  [1700, types.DB_TYPE_NUMBER],
  [3802, types.DB_TYPE_JSON],
]);

const BOOLEAN_OID = 16;
const LONGEST_VARCHAR2 = 4000;

/** A value bound to a statement, for one or for many rows, as node-oracledb hands it over. */
export interface Bind {
  readonly name?: string;
  readonly type: InnerType;
  readonly maxSize?: number;
  readonly values: readonly unknown[];
}

/** The Oracle type that a selected column has. */
export function oracleType(oid: number, clobOid: number): InnerType {
  if (oid === BOOLEAN_OID) throw new OracleError(902, 'boolean expressions cannot be selected (19c)');
  return oid === clobOid ? types.DB_TYPE_CLOB : (BY_OID.get(oid) ?? types.DB_TYPE_VARCHAR);
}

/** The cast that gives a bind its type. */
export function castOf(bind: Bind): string {
  if (bind.type === types.DB_TYPE_BOOLEAN) {
    throw new OracleError(3115, 'unsupported network datatype or representation (BOOLEAN on 19c)');
  }
  const cast = CASTS.get(bind.type);
  if (!cast) throw new Error(`The double has no type for a bind of ${bind.type.name}.`);
  return cast;
}

/** Whether Oracle takes the value for a LONG, which only INSERT … VALUES and UPDATE may bind. */
export function isLong(bind: Bind, value: unknown): boolean {
  return (
    bind.type === types.DB_TYPE_VARCHAR &&
    typeof value === 'string' &&
    Buffer.byteLength(value) > LONGEST_VARCHAR2
  );
}

/** A bound value as PostgreSQL's driver takes it. */
export function toPostgres(bind: Bind, value: unknown): unknown {
  if (bind.type === types.DB_TYPE_JSON) return JSON.stringify(value);
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (!(value instanceof Date)) return value;
  const local = bind.type === types.DB_TYPE_TIMESTAMP || bind.type === types.DB_TYPE_DATE;
  return local ? localText(value) : value.toISOString();
}

/** A value in PostgreSQL's text form as node-oracledb hands it out. */
export function fromPostgres(text: unknown, type: InnerType): unknown {
  if (typeof text !== 'string') return null;
  switch (type) {
    case types.DB_TYPE_BLOB:
      return Buffer.from(text.slice(2), 'hex');
    case types.DB_TYPE_TIMESTAMP:
      return new Date(text.replace(' ', 'T'));
    case types.DB_TYPE_TIMESTAMP_TZ:
      return new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
    case types.DB_TYPE_JSON:
      return JSON.parse(text);
    default:
      return text;
  }
}

/** The moment on the process's own clock, which is what node-oracledb sends for a TIMESTAMP. */
function localText(moment: Date): string {
  const shifted = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return shifted.toISOString().replace('T', ' ').slice(0, -1);
}

/** What an OUT bind receives. */
export function toOutBind(bind: Bind, text: unknown, type: InnerType): unknown {
  const value = fromPostgres(text, type);
  if (value !== null && bind.type === types.DB_TYPE_NUMBER) return Number(value);
  if (typeof value === 'string' && bind.type === types.DB_TYPE_VARCHAR) refuseTooLong(value, bind.maxSize);
  return value;
}

function refuseTooLong(value: string, most = 0): void {
  if (Buffer.byteLength(value) <= most) return;
  throw Object.assign(new Error('NJS-016: buffer is too small for OUT binds'), { code: 'NJS-016' });
}
