import { hash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { v7 as uuid } from 'uuid';

/** The table that a minimal program needs: what makes a message unique, who, what, when. */
const SMALL = {
  table: 'message',
  key: 'message_id',
  columns: { message_id: 'text', sender: 'text', body: 'text', received_at: 'timestamp' },
  create: (stamp) =>
    `CREATE TABLE message (message_id text PRIMARY KEY, sender text NOT NULL, body text NOT NULL, received_at ${stamp} NOT NULL)`,
  row: ({ id, from, text }, now) => [id, from, text, now],
};

/** The inbox of Relais as its migrations make it, all columns and indices; what is sealed there is plain here. */
const HOUSE = {
  table: 'whatsapp_inbox',
  key: 'dedupe_key',
  columns: {
    id: 'text',
    dedupe_key: 'text',
    kind: 'text',
    channel: 'text',
    number_id: 'text',
    lane: 'text',
    shard: 'integer',
    state: 'text',
    topic: 'text',
    body: 'text',
    received_at: 'timestamp',
    attempts: 'integer',
    due_at: 'timestamp',
  },
  row: (message, now) => [
    uuid(),
    hash('sha256', `m|meta|${message.id}`, 'base64url'),
    'message',
    'meta',
    '100000000000001',
    message.from,
    0,
    'KEPT',
    'text',
    JSON.stringify(message),
    now,
    0,
    now,
  ],
};

const SHAPES = { small: SMALL, house: HOUSE };

/** Opens a database and gives back how to write many messages in one commit, each once. */
export async function openStore(url, shapeName) {
  const shape = SHAPES[shapeName];
  return url.startsWith('sqlite:') ? sqlite(url.slice('sqlite:'.length), shape) : postgres(url, shape);
}

function sqlite(file, shape) {
  const database = openSqlite(file);
  if (shape.create) database.exec(shape.create('text'));
  const names = Object.keys(shape.columns);
  const insert = database.prepare(
    `INSERT INTO ${shape.table} (${names.join()}) VALUES (${names.map(() => '?').join()}) ON CONFLICT (${shape.key}) DO NOTHING`,
  );
  const write = async (messages) => {
    const now = new Date().toISOString();
    database.exec('BEGIN IMMEDIATE');
    for (const message of messages) insert.run(...shape.row(message, now));
    database.exec('COMMIT');
  };
  return { width: 1, write };
}

/** As durable as Relais: WAL, a sync at each commit. */
export function openSqlite(file) {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  return database;
}

async function postgres(url, shape) {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on('error', () => {});
  if (shape.create) await pool.query(shape.create('timestamp'));
  const names = Object.keys(shape.columns);
  const arrays = Object.values(shape.columns).map((type, at) => `$${at + 1}::${type}[]`);
  const text = `INSERT INTO ${shape.table} (${names.join()}) SELECT * FROM unnest(${arrays.join()}) ON CONFLICT (${shape.key}) DO NOTHING`;
  const write = async (messages) => {
    const now = new Date();
    const rows = messages.map((message) => shape.row(message, now));
    await pool.query({ name: 'keep', text, values: names.map((_, at) => rows.map((row) => row[at])) });
  };
  return { width: 2, write };
}
