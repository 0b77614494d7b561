// The shortest program that takes webhooks honestly: node:http, signature, JSON, and, where DATABASE_URL is set, one multi-row insert
// for all that arrived meanwhile. TABLE=small is what such a program needs, TABLE=house the inbox of Relais.
import { openDoor } from './door.mjs';
import { grouped } from './group.mjs';
import { openStore } from './stores.mjs';

const { APP_SECRET: secret, DATABASE_URL: url, TABLE: table = 'small' } = process.env;

openDoor({ secret, keep: url === undefined ? async () => {} : await keeper() });

async function keeper() {
  const { width, write } = await openStore(url, table);
  const add = grouped(width, (groups) => write(groups.flat()));
  return (messages) => add(messages);
}
