import { asList, asNumberId, asObject, asWord, type Json } from '../graph/json.js';

/** What one `change` holds; whatever is none of what we understand is a leftover with a name. */
export interface WireChange {
  /** Id of our number; absent where the change is about an account, or names something that cannot be one. */
  number?: string;
  contacts: readonly unknown[];
  messages: readonly unknown[];
  echoes: readonly unknown[];
  statuses: readonly unknown[];
  preferences: readonly unknown[];
  newIds: readonly unknown[];
  leftovers: readonly { topic: string; raw: unknown }[];
}

const NOTHING = {
  contacts: [],
  messages: [],
  echoes: [],
  statuses: [],
  preferences: [],
  newIds: [],
  leftovers: [],
};
/** Which fields a list of what is told belongs to; the first one where the field is not named. What `history` tells is only kept. */
const LISTS = {
  messages: ['messages'],
  statuses: ['messages'],
  message_echoes: ['smb_message_echoes', 'message_echoes'],
  user_preferences: ['user_preferences'],
  user_id_update: ['user_id_update'],
} as const;
type ListKey = keyof typeof LISTS;

/** Every change of every entry, broken ones as leftovers. */
export function changesOf(body: Json): WireChange[] {
  if (body['object'] !== 'whatsapp_business_account') {
    return [leftover(`object.${asWord(body['object']) ?? 'unknown'}`, body)];
  }
  if (body['entry'] !== undefined && !Array.isArray(body['entry']))
    return [leftover('entry.broken', body['entry'])];
  return asList(body['entry']).flatMap((item) => {
    const entry = asObject(item);
    if (!entry || !Array.isArray(entry['changes'])) return [leftover('entry.broken', item)];
    return entry['changes'].map((change: unknown) => changeOf(change, entry));
  });
}

function changeOf(item: unknown, entry: Json): WireChange {
  const change = asObject(item);
  const value = asObject(change?.['value']);
  if (!change || !value) return leftover('change.broken', item);
  const number = asNumberId(asObject(value['metadata'])?.['phone_number_id']);
  const field = fieldOf(change, value);
  const lists = listsOf(field, value);
  const leftovers = field === 'messages' ? brokenIn(value) : [];
  if (leftovers.length === 0 && Object.values(lists).every((list) => list.length === 0))
    leftovers.push({ topic: field, raw: { entry: entry['id'], time: entry['time'], field, value } });
  return { number, contacts: asList(value['contacts']), ...lists, leftovers };
}

function listsOf(field: string, value: Json): Omit<WireChange, 'number' | 'contacts' | 'leftovers'> {
  const of = (key: ListKey) => (LISTS[key].some((each) => each === field) ? asList(value[key]) : []);
  return {
    messages: of('messages'),
    echoes: of('message_echoes'),
    statuses: of('statuses'),
    preferences: of('user_preferences'),
    newIds: of('user_id_update'),
  };
}

function brokenIn(value: Json): { topic: string; raw: unknown }[] {
  return ['messages', 'statuses', 'errors']
    .filter((key) => value[key] !== undefined && (key === 'errors' || !Array.isArray(value[key])))
    .map((key) => ({ topic: key === 'errors' ? 'messages.errors' : `${key}.broken`, raw: value[key] }));
}

/** Meta's own examples put the wrong field on changes of quality, and nothing says that the field is always there. */
function fieldOf(change: Json, value: Json): string {
  const field = asWord(change['field']);
  if (field === 'message_template_status_update' && value['new_quality_score'] !== undefined) {
    return 'message_template_quality_update';
  }
  if (field) return field;
  const keys = Object.keys(LISTS) as ListKey[];
  const told = keys.find((key) => Array.isArray(value[key]));
  return told ? LISTS[told][0] : 'field.unknown';
}

function leftover(topic: string, raw: unknown): WireChange {
  return { ...NOTHING, leftovers: [{ topic, raw }] };
}
