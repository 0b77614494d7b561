import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';

/** SQLite files in a folder of their own. */
export class SqliteGround {
  name = 'SQLite';
  #folder;
  #count = 0;
  #template = null;

  constructor(folder) {
    this.#folder = join(folder, 'sqlite');
    mkdirSync(this.#folder, { recursive: true });
  }

  /** Keeps this database, which nobody uses any more, as what `fresh(true)` starts from. */
  async keepAsTemplate(database) {
    this.#template = join(this.#folder, 'template.sqlite');
    const connection = new DatabaseSync(database.file);
    connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    connection.close();
    copyFileSync(database.file, this.#template);
    await database.drop();
  }

  /** A new database: empty, or migrated. */
  async fresh(isMigrated) {
    const file = join(this.#folder, `${(this.#count += 1)}.sqlite`);
    if (isMigrated) copyFileSync(this.#template, file);
    return {
      file,
      url: `sqlite:${file}`,
      read: async (sql) => {
        const connection = new DatabaseSync(file, { timeout: 5_000 });
        const rows = connection.prepare(sql).all();
        connection.close();
        return rows;
      },
      insert: async (table, rows) => {
        const connection = new DatabaseSync(file, { timeout: 5_000 });
        const names = Object.keys(rows[0]);
        const marks = names.map(() => '?').join();
        const statement = connection.prepare(`INSERT INTO ${table} (${names.join()}) VALUES (${marks})`);
        connection.exec('BEGIN IMMEDIATE');
        for (const row of rows) statement.run(...Object.values(row).map(cell));
        connection.exec('COMMIT');
        connection.close();
      },
      cpuMs: async () => 0,
      drop: async () => {
        for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
      },
    };
  }

  async close() {}
}

/** A value as the SQLite driver of the server writes it. */
function cell(value) {
  if (value instanceof Date) return value.toISOString().replace('T', ' ').slice(0, -1);
  return typeof value === 'boolean' ? Number(value) : value;
}

/** Databases of our own on a PostgreSQL server. */
export class PostgresGround {
  name = 'PostgreSQL';
  #url;
  #admin;
  #cpuMs;
  #count = 0;
  #template = null;

  static async open(url, cpuMs) {
    const ground = new PostgresGround();
    ground.#url = url;
    ground.#cpuMs = cpuMs;
    ground.#admin = new pg.Client({ connectionString: url });
    await ground.#admin.connect();
    return ground;
  }

  async keepAsTemplate(database) {
    this.#template = database.name;
  }

  async fresh(isMigrated) {
    const name = `relais_bench_${process.pid}_${(this.#count += 1)}`;
    const from = isMigrated ? ` TEMPLATE ${this.#template}` : '';
    await this.#admin.query(`CREATE DATABASE ${name}${from}`);
    const url = new URL(this.#url);
    url.pathname = `/${name}`;
    return {
      name,
      url: url.href,
      read: (sql) => this.#read(url.href, sql),
      insert: (table, rows) => this.#insert(url.href, table, rows),
      cpuMs: () => this.#backends(name),
      drop: () => this.#drop(name),
    };
  }

  async close() {
    if (this.#template !== null) await this.#drop(this.#template);
    await this.#admin.end();
  }

  async #read(url, sql) {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query(sql);
    await client.end();
    return rows;
  }

  async #insert(url, table, rows) {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const names = Object.keys(rows[0]).join();
    const sql = `INSERT INTO ${table} (${names}) SELECT ${names} FROM json_populate_recordset(null::${table}, $1)`;
    for (let at = 0; at < rows.length; at += 5_000)
      await client.query(sql, [JSON.stringify(rows.slice(at, at + 5_000))]);
    await client.end();
  }

  /** Processor time of the backends that serve this database now, where they run on this machine. */
  async #backends(name) {
    const { rows } = await this.#admin.query('SELECT pid FROM pg_stat_activity WHERE datname = $1', [name]);
    return rows.reduce((sum, { pid }) => sum + this.#cpuMs(pid), 0);
  }

  async #drop(name) {
    await this.#admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  }
}
