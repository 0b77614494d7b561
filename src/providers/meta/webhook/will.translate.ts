import type { Person } from '../../../whatsapp/whatsapp-content.contract.js';
import type {
  OtherUpdate,
  PersonUpdate,
  PreferenceUpdate,
} from '../../../whatsapp/whatsapp-updates.contract.js';
import { asObject, type Json } from '../graph/json.js';
import { type Arrival, META, newsId, other } from './arrival.js';
import { instantOf } from './instant.js';
import { phoneOf, type SenderOf, userIdOf } from './person.translate.js';

const MARKETING = new Map<unknown, PreferenceUpdate['marketing']>([
  ['stop', 'stop'],
  ['resume', 'resume'],
  ['signup', 'resume'],
]);

/** What a person told WhatsApp about marketing messages. */
export function preferenceOf(
  item: unknown,
  { number, receivedAt }: Arrival,
  senderOf: SenderOf,
): PreferenceUpdate | OtherUpdate {
  const told = asObject(item);
  const marketing = told?.['category'] === 'marketing_messages' ? MARKETING.get(told['value']) : undefined;
  const from = told && senderOf({ from: told['wa_id'], from_user_id: told['user_id'] });
  if (!told || !marketing || !from) return other(number, 'user_preferences', item);
  const at = instantOf(told['timestamp'], receivedAt);
  const providerId = newsId('preference', [from.waId, from.userId, told['value'], told['timestamp']]);
  return { kind: 'preference', channel: META, number, providerId, at, from, marketing };
}

/** A person's id at WhatsApp is another one now. */
export function newIdOf(
  item: unknown,
  { number, receivedAt }: Arrival,
  senderOf: SenderOf,
): PersonUpdate | OtherUpdate {
  const told = asObject(item);
  const ids = asObject(told?.['user_id']);
  const before = userIdOf(ids?.['previous']);
  const after = userIdOf(ids?.['current']);
  if (!told || !before || !after) return other(number, 'user_id_update', item);
  const waId = phoneOf(told['wa_id']);
  const person = (userId: string): Person => ({ ...(waId && { waId }), userId });
  const { name } = nameFrom(senderOf, { from: told['wa_id'], from_user_id: after });
  const at = instantOf(told['timestamp'], receivedAt);
  const providerId = newsId('user-id', [waId, before, after, told['timestamp']]);
  const current = { ...person(after), ...(name && { name }) };
  return { kind: 'person', channel: META, number, providerId, at, previous: person(before), current };
}

function nameFrom(senderOf: SenderOf, message: Json): Pick<Person, 'name'> {
  return senderOf(message) ?? {};
}
