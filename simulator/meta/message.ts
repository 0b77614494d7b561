import { digitsOf } from '../world/phones.js';
import type { Templates } from '../world/templates.js';
import { Field } from './field.js';
import { GraphError, missingParameter } from './graph.errors.js';
import { readInteractive } from './interactive.js';
import type { Draft, Outgoing, Recipient } from './outgoing.js';
import { readContacts, readLocation, readMedia, readReaction, readText } from './plain.js';
import { readTemplate } from './template.js';

const TYPES = [
  'text',
  'interactive',
  'image',
  'video',
  'audio',
  'document',
  'sticker',
  'location',
  'contacts',
  'reaction',
  'template',
] as const;
type Type = (typeof TYPES)[number];

/** Reads the body of a request to `/messages`; whatever Meta would refuse is a `GraphError`. */
export function readMessage(body: unknown, templates: Templates): Outgoing {
  const request = new Field(body, '');
  required(request, 'messaging_product').oneOf('whatsapp');
  const status = request.maybe('status');
  if (status.present) return readReceipt(request, status);
  const to = readRecipient(request);
  const kind = request.maybe('recipient_type');
  if (kind.present) kind.oneOf('individual');
  const type = request.maybe('type').present ? request.at('type').oneOf(...TYPES) : 'text';
  const payload = required(request, type);
  const reference = optionalText(request.maybe('biz_opaque_callback_data'), 512);
  if (type === 'template' && to.number === undefined) mustNotBeCode(payload, templates);
  if (type === 'reaction') return { kind: 'reaction', to, ...readReaction(payload), reference };
  return {
    kind: 'message',
    to,
    type,
    draft: readDraft(type, payload, templates),
    ...readContext(request),
    reference,
  };
}

function readDraft(type: Exclude<Type, 'reaction'>, payload: Field, templates: Templates): Draft {
  switch (type) {
    case 'text':
      return readText(payload);
    case 'interactive':
      return readInteractive(payload);
    case 'location':
      return readLocation(payload);
    case 'contacts':
      return readContacts(payload);
    case 'template':
      return readTemplate(payload, templates);
    default:
      return readMedia(type, payload);
  }
}

function readReceipt(request: Field, status: Field): Outgoing {
  status.oneOf('read');
  const typing = request.maybe('typing_indicator');
  if (typing.present) typing.only('type').at('type').oneOf('text');
  return { kind: 'read', messageId: request.at('message_id').string(), typing: typing.present };
}

/** `to` wins where both are set, as with Meta. */
function readRecipient(request: Field): Recipient {
  const to = request.maybe('to');
  const recipient = request.maybe('recipient');
  if (!to.present && recipient.present) {
    const userId = recipient.string();
    if (/^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/.test(userId)) return { input: userId, userId };
    throw new GraphError(131009, { details: 'The recipient is not a valid business-scoped user id.' });
  }
  const input = required(request, 'to').string();
  const number = digitsOf(input);
  if (number !== undefined) return { input, number };
  throw new GraphError(131009, {
    details: 'The phone number is malformed: Please use the format: +1234567890.',
  });
}

function readContext(request: Field): { replyTo?: string } {
  const context = request.maybe('context');
  return context.present ? { replyTo: context.only('message_id').at('message_id').string() } : {};
}

/** A code goes to a number that is seen, never to somebody's id. */
function mustNotBeCode(call: Field, templates: Templates): void {
  const [name, code] = [call.maybe('name').value, call.maybe('language').maybe('code').value];
  const template = templates.find(String(name), String(code));
  if (template?.category === 'AUTHENTICATION') throw new GraphError(131062);
}

function optionalText(field: Field, max: number): string | undefined {
  return field.present ? field.text({ label: field.path, max }) : undefined;
}

function required(request: Field, name: string): Field {
  const field = request.maybe(name);
  if (field.present) return field;
  throw missingParameter(name);
}
