import { parsePhone } from '../../../kernel/phone.js';
import type { Person } from '../../../whatsapp/whatsapp.contract.js';
import { asObject, type Json } from '../graph/json.js';
import { plainName } from '../graph/text.js';

const USER_ID = /^[A-Za-z]{2}\.[A-Za-z0-9.]{1,140}$/;

/** Finds who wrote a message among the people whom the change introduces, wherever they stand in it. */
export function peopleOf(contacts: readonly unknown[]): (message: Json) => Person | null {
  const known = new Map<string, Person>();
  for (const item of contacts) {
    const person = introduced(asObject(item));
    if (person?.waId) known.set(person.waId, person);
    if (person?.userId) known.set(person.userId, person);
  }
  return (message) => {
    const waId = phoneOf(message['from']);
    const userId = userIdOf(message['from_user_id']) ?? userIdOf(message['from']);
    const contact = known.get(waId ?? '') ?? known.get(userId ?? '');
    return waId || userId ? merged({ waId, userId }, contact) : null;
  };
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

function phoneOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 40) return undefined;
  return parsePhone(value) ?? undefined;
}

function userIdOf(value: unknown): string | undefined {
  return typeof value === 'string' && USER_ID.test(value) ? value : undefined;
}
