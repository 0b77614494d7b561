import type { ColumnOptions, EntityMetadata, ValueTransformer } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import type { Dialect } from './dialect.js';

const LONG_TEXT: ValueTransformer = { to: (value: unknown) => value, from: (value: unknown) => value };
const BYTES: ValueTransformer = {
  to: (value: unknown) => value,
  from: (value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value,
};

type Nullable = Pick<ColumnOptions, 'nullable' | 'select'>;

/**
 * Options of an entity column that holds a text of any length: `@Column(longText({ nullable: true }))`, the
 * counterpart of `longtext()` in a migration. Never in a WHERE, ORDER BY, GROUP BY or DISTINCT: Oracle refuses that.
 *
 * A decorator runs before the database is known and no type name for long texts is known to all drivers except
 * 'simple-json'. The entity therefore says 'simple-json' with a transformer of ours as mark, and the data source
 * gives the marked columns their real type when it opens (`settleColumns`): nothing is quoted or parsed.
 */
export function longText(options: Nullable = {}): ColumnOptions {
  return { ...options, type: 'simple-json', transformer: LONG_TEXT };
}

/** Options of an entity column that holds a `Buffer`, the counterpart of `bytes()` in a migration. */
export function bytes(options: Nullable = {}): ColumnOptions {
  return { ...options, type: 'simple-json', transformer: BYTES };
}

/**
 * Options of an entity column that holds an exact number as text, `'12.50'`: the counterpart of `decimal()` in a
 * migration. Up to 15 digits; left to themselves the three drivers return text, a number, and a number.
 */
export function decimal(precision: number, scale: number, options: Nullable = {}): ColumnOptions {
  const to = (value: unknown): unknown => (typeof value === 'string' && value !== '' ? Number(value) : value);
  const from = (value: unknown): unknown =>
    value === null || value === undefined ? value : Number(value).toFixed(scale);
  return { ...options, type: 'decimal', precision, scale, transformer: { to, from } };
}

/** The column of a property at the top level of an entity. */
export function columnOf(metadata: EntityMetadata, property: string): ColumnMetadata {
  const column = metadata.findColumnWithPropertyName(property);
  if (!column) throw new Error(`${metadata.name} has no column for ${property}.`);
  return column;
}

/** Whether the column was declared by `longText()` or holds JSON: a CLOB on Oracle. */
export function isLong(column: ColumnMetadata): boolean {
  return column.transformer === LONG_TEXT || column.type === 'simple-json' || column.type === 'simple-array';
}

/** Whether values pass between program and database as they are: texts, whole numbers, and long texts. */
export function isPlain({ type, transformer, isArray }: ColumnMetadata): boolean {
  if (transformer === LONG_TEXT) return true;
  return !transformer && !isArray && (type === String || type === 'int');
}

/** Gives the columns declared by `longText()` and `bytes()` the type that this database has for them. */
export function settleColumns(columns: readonly ColumnMetadata[], dialect: Dialect): void {
  for (const column of columns) {
    if (column.transformer === LONG_TEXT) column.type = dialect === 'oracle' ? 'clob' : 'text';
    if (column.transformer === BYTES) column.type = dialect === 'postgres' ? 'bytea' : 'blob';
  }
}

/**
 * A value as all three databases keep it alike: an empty text is null because Oracle knows no other, and U+0000,
 * which PostgreSQL refuses, becomes the replacement character.
 */
export function portable(value: unknown): unknown {
  if (value === '') return null;
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\ufffd') : value;
}
