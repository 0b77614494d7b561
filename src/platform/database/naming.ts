import { createHash } from 'node:crypto';
import { DefaultNamingStrategy, type Table } from 'typeorm';
import type { Dialect } from './dialect.js';

const LONGEST = 30;
const HASH = 6;

/** `messageId` → `message_id`. */
export function snake(name: string): string {
  return name
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** The name in the letters of this database: Oracle folds what is not quoted to capitals, the others to small. */
export function cased(name: string, dialect: Dialect): string {
  return dialect === 'oracle' ? name.toUpperCase() : name.toLowerCase();
}

/** A readable name of at most 30 characters for a constraint or an index; a hash ends those that would be longer. */
export function constraintName(prefix: string, table: string, parts: readonly string[]): string {
  const whole = [prefix, table, ...parts].join('_').toLowerCase();
  if (whole.length <= LONGEST) return whole;
  const hash = createHash('sha1').update(whole).digest('hex').slice(0, HASH);
  return `${whole.slice(0, LONGEST - HASH - 1).replace(/_+$/, '')}_${hash}`;
}

/** The name of a table or column in this database; refused when some Oracle would refuse it. */
export function portableName(name: string, dialect: Dialect): string {
  if (Buffer.byteLength(name) > LONGEST) throw new Error(`The name ${name} is longer than ${LONGEST} bytes.`);
  return cased(name, dialect);
}

const nameOf = (table: Table | string): string =>
  (typeof table === 'string' ? table : table.name).split('.').at(-1) ?? '';

/** Names in the database: snake_case in the letters of the dialect; constraints are named after what they hold. */
export class PortableNaming extends DefaultNamingStrategy {
  constructor(private readonly dialect: Dialect) {
    super();
  }

  override tableName(entity: string, given: string | undefined): string {
    return this.name(given ?? snake(entity));
  }

  override columnName(property: string, given: string | undefined, prefixes: string[]): string {
    return this.name([...prefixes.map(snake), given ?? snake(property)].join('_'));
  }

  override joinColumnName(relation: string, column: string): string {
    return this.name(`${snake(relation)}_${column}`);
  }

  override primaryKeyName(table: Table | string): string {
    return this.constraint('pk', table, []);
  }

  override uniqueConstraintName(table: Table | string, columns: string[]): string {
    return this.constraint('uq', table, columns);
  }

  override indexName(table: Table | string, columns: string[]): string {
    return this.constraint('ix', table, columns);
  }

  override foreignKeyName(table: Table | string, columns: string[]): string {
    return this.constraint('fk', table, columns);
  }

  override checkConstraintName(table: Table | string, expression: string): string {
    const hash = createHash('sha1').update(expression).digest('hex').slice(0, HASH);
    return this.constraint('ck', table, [hash]);
  }

  private constraint(prefix: string, table: Table | string, parts: readonly string[]): string {
    return cased(constraintName(prefix, nameOf(table), parts), this.dialect);
  }

  private name(name: string): string {
    return portableName(name, this.dialect);
  }
}
