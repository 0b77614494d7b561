import { isAscii, isUtf8 } from 'node:buffer';

export type Json = Readonly<Record<string, unknown>>;

/** Why a body is no envelope. */
export type WireFault = 'not-utf8' | 'too-deep' | 'not-json' | 'not-an-object';
export type Envelope = { ok: true; body: Json } | { ok: false; reason: WireFault };

/** What one `change` holds; whatever is neither message nor status is a leftover with a name. */
export interface WireChange {
  /** Id of our number; absent where the change is about an account, or names something that cannot be one. */
  number?: string;
  contacts: readonly unknown[];
  messages: readonly unknown[];
  statuses: readonly unknown[];
  leftovers: readonly { topic: string; raw: unknown }[];
}

const MAX_DEPTH = 64;
const NUMBER_ID = /^\d{1,32}$/;
const WORD = /^[\w.-]{1,40}$/;
const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = Buffer.from('"\\[]{}');

export function asObject(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The word if it is short and plain enough to be a label. */
export function asWord(value: unknown): string | undefined {
  return typeof value === 'string' && WORD.test(value) ? value : undefined;
}

export function asNumberId(value: unknown): string | undefined {
  const id = typeof value === 'number' ? String(value) : value;
  return typeof id === 'string' && NUMBER_ID.test(id) ? id : undefined;
}

/** The raw bytes as an envelope. Depth is measured before parsing: nested arrays would hold the process for long. */
export function parseEnvelope(raw: Buffer): Envelope {
  const ascii = isAscii(raw);
  if (!ascii && !isUtf8(raw)) return { ok: false, reason: 'not-utf8' };
  if (isTooDeep(raw)) return { ok: false, reason: 'too-deep' };
  const parsed = parse(raw.toString(ascii ? 'latin1' : 'utf8'));
  if (!parsed.ok) return { ok: false, reason: 'not-json' };
  const body = asObject(parsed.value);
  return body ? { ok: true, body } : { ok: false, reason: 'not-an-object' };
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

function parse(text: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return { ok: false };
  }
}

function isTooDeep(raw: Buffer): boolean {
  let depth = 0;
  for (let at = 0; at < raw.length; at += 1) {
    const byte = raw[at];
    if (byte === QUOTE) at = endOfString(raw, at);
    else if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth += 1;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) depth -= 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

function endOfString(raw: Buffer, start: number): number {
  let at = start + 1;
  while (at < raw.length && raw[at] !== QUOTE) at += raw[at] === BACKSLASH ? 2 : 1;
  return at;
}
