import { parsePhone } from '../../../kernel/phone.js';
import type { Person } from '../../../whatsapp/whatsapp-content.contract.js';
import { asObject, type Json } from '../graph/json.js';
import { plainName } from '../../../kernel/text.js';

/** Who wrote a message; `null` where it does not say. */
export type SenderOf = (message: Json) => Person | null;

const USER_ID = /^[A-Za-z]{2}\.[A-Za-z0-9.]{1,140}$/;

/** Finds who wrote a message among the people whom the change introduces, wherever they stand in it. */
export function peopleOf(contacts: readonly unknown[]): SenderOf {
  const people = contacts.flatMap((item) => introduced(asObject(item)) ?? []);
  const known = new Map<string, Person>();
  for (const person of people) {
    if (person.waId) known.set(person.waId, person);
    if (person.userId) known.set(person.userId, person);
  }
  const [only] = people.length === 1 ? people : [];
  return (message) => {
    const waId = phoneOf(message['from']);
    const userId = userIdOf(message['from_user_id']) ?? userIdOf(message['from']);
    if (!waId && !userId) return saysNobody(message) ? addressed(only) : null;
    return merged({ waId, userId }, known.get(waId ?? '') ?? known.get(userId ?? '') ?? unaddressed(only));
  };
}

/** Digits; Meta's own ids of people are never taken for a phone number. */
export function phoneOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 40) return undefined;
  return parsePhone(value) ?? undefined;
}

export function userIdOf(value: unknown): string | undefined {
  return typeof value === 'string' && USER_ID.test(value) ? value : undefined;
}

/** Meta leaves out what it may not tell, or tells it empty. A message without any sender is of the one person whom the change introduces. */
function saysNobody(message: Json): boolean {
  return [message['from'], message['from_user_id']].every(
    (address) => address === undefined || address === '',
  );
}

/** Somebody who is introduced by name alone. */
function unaddressed(person: Person | undefined): Person | undefined {
  return addressed(person) ? undefined : person;
}

function addressed(person: Person | undefined): Person | null {
  return person?.waId || person?.userId ? person : null;
}

function introduced(contact: Json | undefined): Person | undefined {
  if (!contact) return undefined;
  const profile = asObject(contact['profile']);
  const name = plainName(profile?.['name']) ?? plainName(profile?.['username']);
  return merged({ waId: phoneOf(contact['wa_id']), userId: userIdOf(contact['user_id']) }, { name });
}

function merged(said: Person, contact: Person | undefined): Person {
  const waId = said.waId ?? contact?.waId;
  const userId = said.userId ?? contact?.userId;
  const name = contact?.name;
  return { ...(waId && { waId }), ...(userId && { userId }), ...(name && { name }) };
}
