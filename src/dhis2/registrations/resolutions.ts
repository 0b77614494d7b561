import type { Decided } from './book.repository.js';
import type { Link } from './registration.js';
import type { RegistrationRow } from './registration.entity.js';

/** It has a client there, or may have one. */
export function mayBeThere({ clientId, unsure, state }: RegistrationRow): boolean {
  return clientId !== null || unsure || state === 'SENDING';
}

/**
 * Another code of the same person took its place. What is not there need not go there; it stays here, sealed, as long as this can be
 * taken back.
 */
export function replaced(row: RegistrationRow, newerId: string): Decided | null {
  if (mayBeThere(row) || row.state === 'DONE') return null;
  return { ...SETTLED, outcome: 'superseded', linkedCodeId: newerId, version: row.version + 1 };
}

/** It belongs to the person of another code: as if replaced, and a client that is there is told to the register as one with the other. */
export function joined(row: RegistrationRow, keptId: string, link: Link): Decided | null {
  if (row.erased) return null;
  if (mayBeThere(row)) return linked(keptId, link);
  if (row.state === 'DONE') return null;
  return { ...SETTLED, outcome: 'joined', linkedCodeId: keptId, version: row.version + 1 };
}

/** To be told to the register as soon as both have a client. Whoever has the row in hand keeps it. */
export function linked(otherId: string, link: Link): Decided {
  return { link, linkedCodeId: otherId };
}

/** It counts by itself after all. */
export function parted(row: RegistrationRow, otherId: string, now: Date): Decided | null {
  if (row.linkedCodeId !== otherId) return null;
  const isAside = row.outcome === 'joined' || row.outcome === 'superseded';
  if (isAside && row.payload !== null) return { ...queuedAgain(row, now), linkedCodeId: null };
  if (row.link !== 'merged') return { link: null, linkedCodeId: null };
  return {
    state: 'NEEDS_REVIEW',
    outcome: 'parted',
    cause: 'parted',
    advice: PARTED,
    link: null,
    linkedCodeId: null,
    version: row.version + 1,
  };
}

/** The person is erased here: what waits goes, what the register has becomes a task for its keepers. */
export function erased(row: RegistrationRow): Decided | null {
  if (row.erased) return null;
  if (!mayBeThere(row)) return 'remove';
  const gone = { erased: true, payload: null, codeKey: null, words: null, version: row.version + 1 };
  if (row.state === 'SENDING') return gone;
  return { ...gone, ...TO_DELETE };
}

/** From the beginning, with three days before it. */
export function queuedAgain(row: RegistrationRow, now: Date): Partial<RegistrationRow> {
  return {
    state: 'QUEUED',
    lane: 1,
    nextAttemptAt: now,
    queuedAt: now,
    tries: 0,
    outcome: null,
    cause: null,
    words: null,
    advice: null,
    version: row.version + 1,
  };
}

const SETTLED = {
  state: 'DONE',
  nextAttemptAt: null,
  cause: null,
  words: null,
  advice: null,
  known: [],
} satisfies Decided;

/** The client of somebody who was erased here. */
export const TO_DELETE = {
  state: 'NEEDS_REVIEW',
  outcome: 'erased',
  cause: 'erased',
  advice:
    'La personne a demandé l’effacement de ses données. Supprimez son client dans DHIS2 (son identifiant, ou nos références s’il manque, sont ci-dessous), puis confirmez.',
  nextAttemptAt: null,
  known: [] as string[],
  link: null,
  linkedCodeId: null,
} satisfies Partial<RegistrationRow>;

const PARTED =
  'Deux clients ont été fusionnés dans DHIS2, et il s’avère que ce sont deux personnes. Recréez dans DHIS2 le client qui manque, puis confirmez.';
