import pg from 'pg';
import { openSqlite } from './stores.mjs';

const TABLES = [
  'CREATE TABLE inbox (message_id text PRIMARY KEY, sender text NOT NULL, body text NOT NULL, done integer NOT NULL)',
  'CREATE TABLE session (sender text PRIMARY KEY, state text NOT NULL)',
  'CREATE TABLE outbox (id text PRIMARY KEY, sender text NOT NULL, body text NOT NULL, provider_id text)',
];

/** Where a quick bot keeps what it must not lose: each of the three takes many and commits once. */
export async function openBotStore(url) {
  return url.startsWith('sqlite:') ? sqlite(url.slice('sqlite:'.length)) : postgres(url);
}

function sqlite(file) {
  const database = openSqlite(file);
  for (const table of TABLES) database.exec(table);
  const insert = database.prepare('INSERT INTO inbox VALUES (?, ?, ?, 0) ON CONFLICT DO NOTHING');
  const done = database.prepare('UPDATE inbox SET done = 1 WHERE message_id = ?');
  const save = database.prepare(
    'INSERT INTO session VALUES (?, ?) ON CONFLICT (sender) DO UPDATE SET state = excluded.state',
  );
  const queue = database.prepare('INSERT INTO outbox VALUES (?, ?, ?, NULL)');
  const sent = database.prepare('UPDATE outbox SET provider_id = ? WHERE id = ?');
  const together = (each) => async (items) => {
    database.exec('BEGIN IMMEDIATE');
    for (const item of items) each(item);
    database.exec('COMMIT');
  };
  return {
    width: 1,
    receive: together(({ id, from, text }) => insert.run(id, from, text)),
    answer: together(({ message, state, reply }) => {
      done.run(message.id);
      save.run(message.from, JSON.stringify(state));
      queue.run(reply.id, message.from, reply.text);
    }),
    settle: together(({ id, providerId }) => sent.run(providerId, id)),
  };
}

async function postgres(url) {
  const pool = new pg.Pool({ connectionString: url, max: 6 });
  pool.on('error', () => {});
  for (const table of TABLES) await pool.query(table);
  const column = (items, value) => items.map(value);
  const ask = (name, text, values) => pool.query({ name, text, values });
  return {
    width: 2,
    receive: (items) =>
      ask(
        'receive',
        'INSERT INTO inbox SELECT *, 0 FROM unnest($1::text[], $2::text[], $3::text[]) ON CONFLICT DO NOTHING',
        [column(items, ({ id }) => id), column(items, ({ from }) => from), column(items, ({ text }) => text)],
      ),
    answer: (items) =>
      ask(
        'answer',
        `WITH done AS (UPDATE inbox SET done = 1 WHERE message_id = ANY ($1::text[])),
          saved AS (INSERT INTO session SELECT * FROM unnest($2::text[], $3::text[])
            ON CONFLICT (sender) DO UPDATE SET state = excluded.state)
          INSERT INTO outbox SELECT *, NULL FROM unnest($4::text[], $2::text[], $5::text[])`,
        [
          column(items, ({ message }) => message.id),
          column(items, ({ message }) => message.from),
          column(items, ({ state }) => JSON.stringify(state)),
          column(items, ({ reply }) => reply.id),
          column(items, ({ reply }) => reply.text),
        ],
      ),
    settle: (items) =>
      ask(
        'settle',
        'UPDATE outbox SET provider_id = given.p FROM unnest($1::text[], $2::text[]) AS given(i, p) WHERE id = given.i',
        [column(items, ({ id }) => id), column(items, ({ providerId }) => providerId)],
      ),
  };
}
