import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { freshDatabase, say } from '../medium/servers.js';

type Row = Record<string, string | number>;

/** A server's database, to be read from outside. */
export interface Books {
  readonly name: string;
  /** DATABASE_URL for the server; a SQLite file lies in the server's own folder. */
  readonly url: string;
  query(sql: string): Promise<Row[]>;
  drop(): Promise<void>;
}

export function sqliteBooks(folder: string): Books {
  const file = join(folder, 'chaos.sqlite');
  return {
    name: 'SQLite',
    url: `sqlite:${file}`,
    query: async (sql) => {
      const database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
      try {
        return database.prepare(sql).all() as Row[];
      } finally {
        database.close();
      }
    },
    drop: async () => undefined,
  };
}

/** An existing PostgreSQL database. */
export function postgresBooks(url: string, drop: () => Promise<void>): Books {
  return {
    name: 'PostgreSQL',
    url,
    query: async (sql) => {
      const client = new Client({ connectionString: url });
      await client.connect();
      try {
        return (await client.query<Row>(sql)).rows;
      } finally {
        await client.end();
      }
    },
    drop,
  };
}

/** A database of its own on the server of this run. */
export async function freshPostgresBooks(adminUrl: string): Promise<Books> {
  const store = await freshDatabase(adminUrl);
  return postgresBooks(store.url, () => store.drop());
}

/** Where PostgreSQL is for this run; says so once where it is not. */
export function postgresOfThisRun(title: string): string | undefined {
  const url = process.env['TEST_POSTGRES_URL'];
  if (!url) say(`${title}: not run on PostgreSQL (TEST_POSTGRES_URL is not set)`);
  return url;
}

/** Whether nothing waits: every update handled, every message out. */
export async function isAllDone(books: Books): Promise<boolean> {
  const waiting = "SELECT COUNT(*) AS n FROM whatsapp_inbox WHERE state = 'NEW'";
  const open = `SELECT COUNT(*) AS n FROM whatsapp_outbox WHERE state IN ('QUEUED', 'SENDING', 'UNKNOWN')`;
  for (const sql of [waiting, open]) {
    const [row] = await books.query(sql);
    if (Number(row?.['n']) > 0) return false;
  }
  return true;
}
