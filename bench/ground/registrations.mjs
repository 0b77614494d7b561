import { v7 as uuid } from 'uuid';
import { Secret } from '../../dist/src/kernel/secret.js';
import { KeyRing } from '../../dist/src/platform/vault/key-ring.js';
import { newIds } from '../../dist/src/providers/dhis2-tracker/register/uid.js';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** So many registrations that nobody has tried yet, each of another person, as the server itself would have written them. */
export async function fillRegister(database, { count, key }) {
  const ring = new KeyRing([new Secret(key)]);
  const now = new Date();
  const rows = Array.from({ length: count }, (_, n) => registrationRow(ring, n, now));
  await database.insert('dhis2_registration', rows);
}

function registrationRow(ring, n, now) {
  const answers = answersOf(n);
  const code = Object.values(answers).join('');
  const payload = { code, answers, issuedAt: now.toISOString(), possibleDuplicate: false };
  return {
    id: uuid(),
    code_id: uuid(),
    state: 'QUEUED',
    lane: 1,
    payload: ring.seal(JSON.stringify(payload)),
    code_key: ring.index('uic', `dhis2|${code}`),
    refs: JSON.stringify(newIds()),
    known: '[]',
    unsure: false,
    attempts: 0,
    tries: 0,
    queued_at: now,
    next_attempt_at: now,
    awaited: false,
    erased: false,
    version: 1,
    created_at: now,
    updated_at: now,
  };
}

function answersOf(n) {
  const letters = (k) => [676, 26, 1].map((each) => LETTERS[Math.floor(k / each) % 26]).join('');
  return {
    family: letters(n),
    given: letters(Math.floor(n / 17_576) + 7),
    year: String(n % 10),
    town: 'KI',
    gender: String(1 + (n % 4)),
  };
}
