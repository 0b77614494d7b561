import type { InboundContent } from '../../../whatsapp/whatsapp-content.contract.js';
import { asNumberId, asObject, asWord, type Json, providerIdOf } from '../graph/json.js';
import { boundedOf, plainName, within } from '../../../kernel/text.js';
import { cardsOf } from './card.translate.js';
import { formOf } from './form.translate.js';
import { cartOf } from './order.translate.js';
import { withheld } from './withheld.translate.js';

type Reader = (payload: Json) => InboundContent | null;
type MediaKind = Extract<InboundContent, { kind: 'media' }>['media'];

const TEXT_LENGTH = 4096;
const CAPTION_LENGTH = 1024;
const ID_LENGTH = 256;
const DESCRIPTION_LENGTH = 256;
const URL_LENGTH = 2000;
/** Nobody said anything: the chat was opened for the first time. */
const NOTICES = new Set(['request_welcome']);

const READERS = new Map<string, Reader>([
  [
    'text',
    ({ body }) => (typeof body === 'string' ? { kind: 'text', text: within(body, TEXT_LENGTH) } : null),
  ],
  ['button', ({ payload, text }) => tap({ id: payload, title: text }, 'template')],
  ['interactive', interactive],
  ['image', media('image')],
  ['video', media('video')],
  ['audio', (payload) => media(payload['voice'] === true ? 'voice' : 'audio')(payload)],
  ['voice', media('voice')],
  ['document', media('document')],
  ['sticker', media('sticker')],
  ['location', location],
  ['reaction', reaction],
  ['order', cartOf],
  ['revoke', revoke],
  ['edit', edit],
]);

/** What a message says. Whatever is not understood stays whole, under the provider's word for it. */
export function contentOf(message: Json): InboundContent {
  const type = typeOf(message);
  const part = Object.hasOwn(message, type) ? message[type] : undefined;
  const payload = asObject(part);
  if (NOTICES.has(type)) return { kind: 'notice', what: type };
  const understood = type === 'contacts' ? cardsOf(part) : payload && READERS.get(type)?.(payload);
  return (
    understood ?? withheld(message, type) ?? { kind: 'other', type: subtypeOf(type, payload), data: message }
  );
}

export function typeOf(message: Json): string {
  return asWord(message['type']) ?? 'unknown';
}

function subtypeOf(type: string, payload: Json | undefined): string {
  return (type === 'interactive' && asWord(payload?.['type'])) || type;
}

function interactive(payload: Json): InboundContent | null {
  switch (payload['type']) {
    case 'button_reply':
      return tap(asObject(payload['button_reply']), 'button');
    case 'list_reply':
      return tap(asObject(payload['list_reply']), 'list');
    case 'nfm_reply':
      return formOf(asObject(payload['nfm_reply']));
    default:
      return null;
  }
}

function tap(reply: Json | undefined, on: 'button' | 'list' | 'template'): InboundContent | null {
  const id = reply?.['id'];
  if (typeof id !== 'string') return null;
  const title = boundedOf(reply?.['title'], ID_LENGTH) ?? '';
  const description = boundedOf(reply?.['description'], DESCRIPTION_LENGTH);
  return { kind: 'tap', id: within(id, ID_LENGTH), title, ...(description && { description }), on };
}

function media(kind: MediaKind): Reader {
  return (payload) => {
    const id = providerIdOf(payload['id']) ?? asNumberId(payload['id']);
    if (!id) return null;
    const told = {
      mime: boundedOf(payload['mime_type'], 100),
      sha256: boundedOf(payload['sha256'], 100),
      caption: boundedOf(payload['caption'], CAPTION_LENGTH),
      filename: plainName(payload['filename']),
    };
    const isAnimated = kind === 'sticker' && payload['animated'] === true;
    return { kind: 'media', media: kind, id, ...present(told), ...(isAnimated && { animated: true }) };
  };
}

function location(payload: Json): InboundContent | null {
  const { latitude, longitude } = payload;
  if (!isDegree(latitude, 90) || !isDegree(longitude, 180)) return null;
  const told = {
    name: plainName(payload['name']),
    address: plainName(payload['address']),
    url: boundedOf(payload['url'], URL_LENGTH),
  };
  return { kind: 'location', latitude, longitude, ...present(told) };
}

function isDegree(value: unknown, limit: number): value is number {
  return typeof value === 'number' && Math.abs(value) <= limit;
}

function reaction(payload: Json): InboundContent | null {
  const target = providerIdOf(payload['message_id']);
  const emoji = boundedOf(payload['emoji'], 20);
  return target ? { kind: 'reaction', target, ...(emoji && { emoji }) } : null;
}

function revoke(payload: Json): InboundContent | null {
  const target = providerIdOf(payload['original_message_id']);
  return target ? { kind: 'revoke', target } : null;
}

/** An edit holds a message without an id of its own, never another edit. */
function edit(payload: Json): InboundContent | null {
  const target = providerIdOf(payload['original_message_id']);
  const message = asObject(payload['message']);
  if (!target || !message || ['edit', 'revoke', 'reaction'].includes(typeOf(message))) return null;
  return { kind: 'edit', target, content: contentOf(message) };
}

function present<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}
