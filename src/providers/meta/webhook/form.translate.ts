import type { InboundContent } from '../../../whatsapp/whatsapp-content.contract.js';
import { asObject, asWord, type Json, parseObject } from '../graph/json.js';
import { boundedOf } from '../../../kernel/text.js';

const TEXT_LENGTH = 1024;
const LONGEST_ANSWER = 64 * 1024;

/** A form that came back. Its answers are JSON within JSON; whatever is none stays as a text. */
export function formOf(reply: Json | undefined): InboundContent | null {
  if (!reply) return null;
  const answer = reply['response_json'];
  const fields = fieldsOf(answer);
  const name = asWord(reply['name']) ?? 'form';
  const body = boundedOf(reply['body'], TEXT_LENGTH);
  if (fields) return { kind: 'form', name, fields, ...(body && { text: body }) };
  const text = body ?? boundedOf(answer, TEXT_LENGTH);
  const raw = boundedOf(typeof answer === 'string' ? answer : JSON.stringify(answer), LONGEST_ANSWER);
  return { kind: 'form', name, fields: {}, ...(text && { text }), ...(raw && raw !== text && { raw }) };
}

function fieldsOf(answer: unknown): Json | undefined {
  if (typeof answer === 'string') return answer.length > LONGEST_ANSWER ? undefined : fieldsIn(answer);
  const fields = asObject(answer);
  return fields && fieldsIn(JSON.stringify(fields));
}

function fieldsIn(text: string): Json | undefined {
  const parsed = parseObject(Buffer.from(text));
  return parsed.ok ? (harmless(parsed.body) as Json) : undefined;
}

/** Without the one key that would change what an object is when it is copied. */
function harmless(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(harmless);
  const object = asObject(value);
  if (!object) return value;
  const entries = Object.entries(object).filter(([key]) => key !== '__proto__');
  return Object.fromEntries(entries.map(([key, child]) => [key, harmless(child)]));
}
