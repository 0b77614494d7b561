import { asList, asNumberId, asObject, asWord, type Json } from '../graph/json.js';

/** What one `change` holds; whatever is neither message nor status is a leftover with a name. */
export interface WireChange {
  /** Id of our number; absent where the change is about an account, or names something that cannot be one. */
  number?: string;
  contacts: readonly unknown[];
  messages: readonly unknown[];
  statuses: readonly unknown[];
  leftovers: readonly { topic: string; raw: unknown }[];
}

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
  const whole = { topic: field, raw: { entry: entry['id'], time: entry['time'], field, value } };
  if (field !== 'messages') return { ...leftover(whole.topic, whole.raw), number };
  const leftovers = ['messages', 'statuses', 'errors']
    .filter((key) => value[key] !== undefined && (key === 'errors' || !Array.isArray(value[key])))
    .map((key) => ({ topic: key === 'errors' ? 'messages.errors' : `${key}.broken`, raw: value[key] }));
  const messages = asList(value['messages']);
  const statuses = asList(value['statuses']);
  if (messages.length + statuses.length + leftovers.length === 0) leftovers.push(whole);
  return { number, contacts: asList(value['contacts']), messages, statuses, leftovers };
}

/** Meta's own examples put the wrong field on changes of quality, and nothing says that the field is always there. */
function fieldOf(change: Json, value: Json): string {
  const field = asWord(change['field']);
  if (field === 'message_template_status_update' && value['new_quality_score'] !== undefined) {
    return 'message_template_quality_update';
  }
  if (field) return field;
  return Array.isArray(value['messages']) || Array.isArray(value['statuses']) ? 'messages' : 'field.unknown';
}

function leftover(topic: string, raw: unknown): WireChange {
  return { contacts: [], messages: [], statuses: [], leftovers: [{ topic, raw }] };
}
