import { within } from '../../../kernel/text.js';
import type { InboundContent } from '../../../whatsapp/whatsapp-content.contract.js';
import { jsonIn } from '../api/json.js';
import { sidOf } from '../api/words.js';
import { asRecord, field, type Fields } from './fields.js';

const ID_LENGTH = 256;
const TEXT_LENGTH = 4096;
const LONGEST_ANSWER = 64 * 1024;
/** What the button of a request to be called says, whatever is answered. */
const CALL = 'VOICE_CALL_REQUEST';

/** A row of a list that we offered, or a button: of a template, or of a message within the conversation. */
export function tapIn(fields: Fields): InboundContent | null {
  const row = field(fields, 'ListId');
  if (row !== undefined) {
    const title = field(fields, 'ListTitle') ?? field(fields, 'Body') ?? '';
    const description = field(fields, 'ListDescription');
    return {
      kind: 'tap',
      id: within(row, ID_LENGTH),
      title: within(title, ID_LENGTH),
      ...(description && { description: within(description, ID_LENGTH) }),
      on: 'list',
    };
  }
  const words = field(fields, 'ButtonText');
  const id = field(fields, 'ButtonPayload') ?? words;
  if (id === undefined) return null;
  if (words === CALL) return { kind: 'other', type: 'call_permission_reply', data: asRecord(fields) };
  const title = words ?? field(fields, 'Body') ?? id;
  const on = typeOf(fields) === 'interactive' ? 'button' : 'template';
  return { kind: 'tap', id: within(id, ID_LENGTH), title: within(title, ID_LENGTH), on };
}

/** A form that came back; answers that are no JSON stay as they came. */
export function formIn(fields: Fields): InboundContent | null {
  const answers = field(fields, 'FlowData') ?? field(fields, 'InteractiveData');
  if (answers === undefined) return null;
  const told = answers.length > LONGEST_ANSWER ? undefined : jsonIn(answers);
  const text = field(fields, 'Body');
  const form = { kind: 'form', name: 'flow', ...(text && { text: within(text, 1024) }) } as const;
  if (told === undefined) return { ...form, fields: {}, raw: within(answers, LONGEST_ANSWER) };
  const entries = Object.entries(told).filter(([name]) => name !== '__proto__');
  return { ...form, fields: Object.fromEntries(entries) };
}

/** What is said about an earlier message: a reaction, other words, taken back. Where nobody says about which one, it is told of only. */
export function aboutEarlier(fields: Fields): InboundContent | null {
  const type = typeOf(fields);
  if (!ABOUT.has(type)) return null;
  const target = sidOf(field(fields, 'OriginalRepliedMessageSid'));
  const text = field(fields, 'Body');
  if (target === undefined)
    return { kind: 'notice', what: type, ...(text && { text: within(text, TEXT_LENGTH) }) };
  if (type === 'reaction') return { kind: 'reaction', target, ...(text && { emoji: within(text, 20) }) };
  if (type !== 'edit') return { kind: 'revoke', target };
  return { kind: 'edit', target, content: { kind: 'text', text: within(text ?? '', TEXT_LENGTH) } };
}

const ABOUT = new Set(['reaction', 'edit', 'revoke']);

function typeOf(fields: Fields): string {
  return field(fields, 'MessageType')?.toLowerCase() ?? '';
}
