import { createHash, randomInt } from 'node:crypto';
import { UID } from '../plan/tracker-plan.js';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CHARACTERS = `${LETTERS}0123456789`;
const LENGTH = 11;

/** The ids of one registration in DHIS2, ours before it knows of them. */
export interface Ids {
  client: string;
  enrolment: string;
}

export function newIds(): Ids {
  return { client: newUid(), enrolment: newUid() };
}

/** A new identifier as DHIS2 would make it. */
export function newUid(): string {
  return uidBy((most) => randomInt(most));
}

/** The ids of a registration. One that was queued for another kind of register has none: they follow from its own reference, at each attempt. */
export function idsOf({
  reference,
  references,
}: {
  reference: string;
  references: Readonly<Record<string, string>>;
}): Ids {
  const { client, enrolment } = references;
  return {
    client: isUid(client) ? client : derived(`client ${reference}`),
    enrolment: isUid(enrolment) ? enrolment : derived(`enrolment ${reference}`),
  };
}

function isUid(id: string | undefined): id is string {
  return id !== undefined && UID.test(id);
}

function derived(seed: string): string {
  const bytes = createHash('sha256').update(seed).digest();
  let at = 0;
  return uidBy((most) => bytes.readUInt16BE(2 * at++) % most);
}

function uidBy(pick: (most: number) => number): string {
  const first = LETTERS.charAt(pick(LETTERS.length));
  return (
    first + Array.from({ length: LENGTH - 1 }, () => CHARACTERS.charAt(pick(CHARACTERS.length))).join('')
  );
}
