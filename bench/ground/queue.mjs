import { v7 as uuid } from 'uuid';
import { Secret } from '../../dist/src/kernel/secret.js';
import { KeyRing } from '../../dist/src/platform/vault/key-ring.js';
import { NUMBER_ID } from '../webhooks.ts';

const ACCOUNT = NUMBER_ID;
/** The number of the settings, and nine that were added to its account. */
export const NUMBERS = Array.from({ length: 10 }, (_, n) => String(BigInt(NUMBER_ID) + BigInt(n)));

/** Per number: persons with more messages than the pair limit lets through for long, all of them in front. */
const HOT = { persons: 4, messages: 150 };
const SLOW = 3;
const REFUSED = 20;
const USUAL_MESSAGES = 4;
const ORIGINS = [
  ['campaign', 9],
  ['campaign', 9],
  ['campaign', 9],
  ['api', 5],
  ['bot', 0],
];
/** What must leave first and cannot. */
const URGENT = 4;

/**
 * Ten numbers and what waits to leave from them, as the server itself would have written it. Gives whom the receiver answers slowly or
 * refuses, and how many messages may leave without waiting for the pair limit.
 */
export async function fill(database, { count, key }) {
  const ring = new KeyRing([new Secret(key)]);
  const now = new Date();
  await database.insert('whatsapp_account', [
    { id: ACCOUNT, channel: 'meta', label: null, source: 'settings', stamp: uuid(), created_at: now },
  ]);
  await database.insert(
    'whatsapp_number',
    NUMBERS.slice(1).map((id) => numberRow(id, now)),
  );
  const crowd = { contacts: [], slow: [], refused: [] };
  const queues = NUMBERS.map((number, at) => queueOf({ number, at, count: count / NUMBERS.length, crowd }));
  await database.insert(
    'whatsapp_contact',
    crowd.contacts.map(({ id, phone }) => contactRow(ring, { id, phone, now })),
  );
  const rows = [];
  for (let n = 0; queues.some((queue) => n < queue.length); n += 1) {
    for (const [at, queue] of queues.entries()) {
      if (n < queue.length) rows.push(messageRow(ring, { number: NUMBERS[at], ...queue[n], n, now }));
    }
  }
  await database.insert('whatsapp_outbox', rows);
  const hot = NUMBERS.length * HOT.persons * HOT.messages;
  return { slow: crowd.slow, refused: crowd.refused, plain: count - hot };
}

/** For whom the messages of a number are, in their order. */
function queueOf({ at, count, crowd }) {
  const newPerson = () => {
    const phone = `2438${String(crowd.contacts.length + at * 1_000_000).padStart(8, '0')}`;
    const person = { id: uuid(), phone };
    crowd.contacts.push(person);
    return person;
  };
  const queue = [];
  // All of a hot person's messages come one after the other, before everybody else's.
  for (let n = 0; n < HOT.persons; n += 1) {
    const person = newPerson();
    for (let m = 0; m < HOT.messages; m += 1) queue.push({ contactId: person.id, kind: URGENT });
  }
  const persons = Array.from({ length: Math.ceil((count - queue.length) / USUAL_MESSAGES) }, newPerson);
  crowd.slow.push(...persons.slice(0, SLOW).map(({ phone }) => phone));
  crowd.refused.push(...persons.slice(SLOW, SLOW + REFUSED).map(({ phone }) => phone));
  for (let n = 0; queue.length < count; n += 1) {
    queue.push({ contactId: persons[n % persons.length].id, kind: n % ORIGINS.length });
  }
  return queue;
}

function numberRow(id, now) {
  const nothing = { label: null, phone: null, per_second: null, entry_flow: null, catalog_id: null };
  return {
    id,
    channel: 'meta',
    account_id: ACCOUNT,
    state: 'active',
    source: 'api',
    created_at: now,
    ...nothing,
  };
}

function contactRow(ring, { id, phone, now }) {
  return {
    id,
    phone_index: ring.index('phone', phone),
    phone: ring.seal(phone),
    is_opted_out: false,
    is_marketing_opted_out: false,
    created_at: now,
  };
}

function messageRow(ring, { number, contactId, kind, n, now }) {
  const [origin, priority] = ORIGINS[kind];
  return {
    id: uuid(),
    contact_id: contactId,
    channel: 'meta',
    number_id: number,
    state: 'QUEUED',
    is_open: true,
    is_sensitive: false,
    type: 'text',
    priority,
    origin,
    body: ring.seal(
      JSON.stringify({
        kind: 'text',
        text: `Message ${n} : rendez-vous demain à 8 heures au centre de santé.`,
      }),
    ),
    attempts: 0,
    created_at: now,
    due_at: now,
  };
}
