import {
  type ColumnType,
  type QueryRunner,
  Table,
  TableCheck,
  TableColumn,
  TableForeignKey,
  TableIndex,
  TableUnique,
} from 'typeorm';
import { type Dialect, dialectOf } from './dialect.js';
import { portableName } from './naming.js';

/** A column of a migration, made by `id36()`, `string()`, `int()`, … */
export interface Column {
  readonly kind: Kind;
  readonly length?: number;
  readonly precision?: number;
  readonly scale?: number;
  readonly nullable: boolean;
  readonly primary: boolean;
  readonly default?: string | number | boolean;
}

export type Kind = 'string' | 'int' | 'decimal' | 'float' | 'bool' | 'instant' | 'longtext' | 'bytes';

/** Columns are not null unless they say so; a default is for columns added to tables that already have rows. */
export interface ColumnChoices {
  readonly nullable?: boolean;
  readonly primary?: boolean;
  readonly default?: string | number | boolean;
}

/** What a table has beside its columns. Names are made from table and columns, the same in entity and migration. */
export interface TableExtras {
  /** Lists of columns, each an index: `[['state', 'due_at']]`, in the entity `@Index(['state', 'dueAt'])`. */
  readonly indices?: readonly (readonly string[])[];
  /** Lists of columns, each a unique constraint: in the entity `@Unique(['messageId'])`. */
  readonly uniques?: readonly (readonly string[])[];
  /** In the entity `@ForeignKey(() => Person, { onDelete: 'CASCADE' })` on the column, which needs an index. */
  readonly foreignKeys?: readonly ForeignKey[];
  /** Conditions, in the entity `@Check("state IN ('NEW', 'DONE')")` letter by letter. */
  readonly checks?: readonly string[];
}

export interface ForeignKey {
  readonly column: string;
  /** The table whose `id` it holds. */
  readonly table: string;
  readonly onDelete?: 'CASCADE' | 'SET NULL';
}

const column = (kind: Kind, choices: ColumnChoices = {}, size: Partial<Column> = {}): Column => ({
  kind,
  nullable: false,
  primary: false,
  ...choices,
  ...size,
});

/** An id made by the application: a UUID as text. In the entity `@PrimaryColumn('varchar', { length: 36 })`. */
export const id36 = (choices?: ColumnChoices): Column => column('string', choices, { length: 36 });
/** A text of at most so many bytes, ≤ 4000. In the entity `@Column('varchar', { length: 200 })`. */
export const string = (length: number, choices?: ColumnChoices): Column =>
  column('string', choices, { length });
/** A whole number of at most 2³¹ − 1. In the entity `@Column('int')`. */
export const int = (choices?: ColumnChoices): Column => column('int', choices);
/** An exact number. In the entity `@Column(decimal(12, 2))`. */
export const decimal = (precision: number, scale: number, choices?: ColumnChoices): Column =>
  column('decimal', choices, { precision, scale });
/** An approximate number. In the entity `@Column('float')`. */
export const float = (choices?: ColumnChoices): Column => column('float', choices);
/** In the entity `@Column({ type: Boolean })`. */
export const bool = (choices?: ColumnChoices): Column => column('bool', choices);
/** A moment in UTC, to the millisecond. In the entity `@Column({ type: Date })`. */
export const instant = (choices?: ColumnChoices): Column => column('instant', choices);
/** A text of any length or JSON. In the entity `@Column(longText())` or `@Column('simple-json')`. No default. */
export const longtext = (choices?: ColumnChoices): Column => column('longtext', choices);
/** Raw bytes. In the entity `@Column(bytes())`. No default. */
export const bytes = (choices?: ColumnChoices): Column => column('bytes', choices);

/** The type that an entity would name; the driver spells it, so that tables and entities cannot differ. */
const ENTITY_TYPE: Readonly<Record<Exclude<Kind, 'bytes'>, ColumnType>> = {
  string: 'varchar',
  int: 'int',
  decimal: 'decimal',
  float: 'float',
  bool: Boolean,
  instant: Date,
  longtext: 'simple-json',
};

const BYTES: Readonly<Record<Dialect, string>> = { sqlite: 'blob', postgres: 'bytea', oracle: 'blob' };

/**
 * One vocabulary for migrations on SQLite, PostgreSQL and Oracle. Names are lower_snake in the text and UPPER_SNAKE
 * on Oracle. Oracle commits after each statement, so a migration that failed half way runs again from its start:
 * each step looks first whether it was already done.
 *
 * ```ts
 * const ddl = new Ddl(runner);
 * await ddl.table(
 *   'inbox_message',
 *   { id: id36({ primary: true }), message_id: string(128), body: longtext(), received_at: instant() },
 *   { uniques: [['message_id']], indices: [['received_at']] },
 * );
 * ```
 */
export class Ddl {
  private readonly dialect: Dialect;

  constructor(private readonly runner: QueryRunner) {
    this.dialect = dialectOf(runner.dataSource.options.type);
  }

  /** Creates a table with everything that belongs to it. */
  async table(
    name: string,
    columns: Readonly<Record<string, Column>>,
    extras: TableExtras = {},
  ): Promise<void> {
    refuseSlowKeys(name, extras);
    const indices = extras.indices ?? [];
    const isThere = await this.isDone(() => this.runner.hasTable(this.name(name)));
    if (!isThere) await this.runner.createTable(this.whole(name, columns, extras), false, true, false);
    // A table that was made just now has no index yet: looking for each would cost more than making it.
    for (const each of indices) await (isThere ? this.index(name, each) : this.makeIndex(name, each));
  }

  /** Adds a column; to a table with rows it has to be nullable or to have a default. */
  async addColumn(table: string, name: string, added: Column): Promise<void> {
    if (await this.isDone(() => this.runner.hasColumn(this.name(table), this.name(name)))) return;
    const made = this.column(name, added);
    const type = this.runner.dataSource.driver.createFullType(made);
    const ending = [
      made.default === undefined ? '' : `DEFAULT ${made.default}`,
      made.isNullable ? '' : 'NOT NULL',
    ];
    await this.alter(table, `ADD ${this.quoted(name)} ${type} ${ending.join(' ')}`.trimEnd());
  }

  /** Adds an index over the columns, in their order. */
  async index(table: string, columns: readonly string[]): Promise<void> {
    const columnNames = columns.map((each) => this.name(each));
    const name = this.runner.dataSource.namingStrategy.indexName(this.name(table), columnNames);
    if (await this.isDone(() => this.hasIndex(table, name))) return;
    await this.makeIndex(table, columns);
  }

  private async makeIndex(table: string, columns: readonly string[]): Promise<void> {
    const columnNames = columns.map((each) => this.name(each));
    const name = this.runner.dataSource.namingStrategy.indexName(this.name(table), columnNames);
    await this.runner.createIndex(this.name(table), new TableIndex({ name, columnNames }));
  }

  async dropTable(name: string): Promise<void> {
    if (await this.isDone(async () => !(await this.runner.hasTable(this.name(name))))) return;
    await this.runner.query(`DROP TABLE ${this.quoted(name)}`);
  }

  /** Drops a column that no index or constraint holds any more. */
  async dropColumn(table: string, name: string): Promise<void> {
    if (await this.isDone(async () => !(await this.runner.hasColumn(this.name(table), this.name(name)))))
      return;
    await this.alter(table, `DROP COLUMN ${this.quoted(name)}`);
  }

  async dropIndex(table: string, columns: readonly string[]): Promise<void> {
    const columnNames = columns.map((each) => this.name(each));
    const name = this.runner.dataSource.namingStrategy.indexName(this.name(table), columnNames);
    if (await this.isDone(async () => !(await this.hasIndex(table, name)))) return;
    await this.runner.query(`DROP INDEX ${this.runner.dataSource.driver.escape(name)}`);
  }

  /** Whether an earlier, interrupted run already took this step; elsewhere than on Oracle that left nothing behind. */
  private async isDone(look: () => Promise<boolean>): Promise<boolean> {
    return this.dialect === 'oracle' && (await look());
  }

  private async hasIndex(table: string, index: string): Promise<boolean> {
    const found = await this.runner.getTable(this.name(table));
    return found?.indices.some(({ name }) => name === index) ?? false;
  }

  private whole(name: string, columns: Readonly<Record<string, Column>>, extras: TableExtras): Table {
    const names = (list: readonly string[]): string[] => list.map((each) => this.name(each));
    return new Table({
      name: this.name(name),
      columns: Object.entries(columns).map(([each, column]) => this.column(each, column)),
      uniques: extras.uniques?.map((each) => new TableUnique({ columnNames: names(each) })),
      checks: extras.checks?.map((expression) => this.check(name, expression)),
      foreignKeys: extras.foreignKeys?.map(
        ({ column: holder, table, onDelete }) =>
          new TableForeignKey({
            columnNames: [this.name(holder)],
            referencedTableName: this.name(table),
            referencedColumnNames: [this.name('id')],
            onDelete,
          }),
      ),
    });
  }

  private check(table: string, expression: string): TableCheck {
    const name = this.runner.dataSource.namingStrategy.checkConstraintName(this.name(table), expression);
    return new TableCheck({ name, expression });
  }

  private column(name: string, { kind, length, ...column }: Column): TableColumn {
    const { driver } = this.runner.dataSource;
    const type = kind === 'bytes' ? BYTES[this.dialect] : driver.normalizeType({ type: ENTITY_TYPE[kind] });
    return new TableColumn({
      name: this.name(name),
      type,
      length: length === undefined ? undefined : String(length),
      precision: column.precision,
      scale: column.scale,
      isPrimary: column.primary,
      isNullable: column.nullable,
      default: column.default === undefined ? undefined : this.literal(column.default),
    });
  }

  private literal(value: string | number | boolean): string {
    if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
    if (typeof value === 'boolean' && this.dialect !== 'postgres') return value ? '1' : '0';
    return String(value);
  }

  private async alter(table: string, what: string): Promise<void> {
    await this.runner.query(`ALTER TABLE ${this.quoted(table)} ${what}`);
  }

  private quoted(name: string): string {
    return this.runner.dataSource.driver.escape(this.name(name));
  }

  private name(name: string): string {
    return portableName(name, this.dialect);
  }
}

/** A foreign key without an index makes each deletion of its parent read the whole table, and lock it on Oracle. */
function refuseSlowKeys(table: string, { foreignKeys = [], indices = [], uniques = [] }: TableExtras): void {
  const indexed = new Set([...indices, ...uniques].map(([first]) => first));
  const slow = foreignKeys.find((key) => !indexed.has(key.column));
  if (slow) throw new Error(`The foreign key ${table}.${slow.column} needs an index that begins with it.`);
}
