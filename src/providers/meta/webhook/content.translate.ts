import type { InboundContent } from '../../../whatsapp/whatsapp.contract.js';
import { asObject, asWord, type Json, providerIdOf } from '../graph/json.js';
import { plainName, within } from '../graph/text.js';

type Reader = (payload: Json) => InboundContent | null;
type MediaKind = Extract<InboundContent, { kind: 'media' }>['media'];

const TEXT_LENGTH = 4096;
const CAPTION_LENGTH = 1024;
const ID_LENGTH = 256;

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
]);

/** What a message says. Whatever is not understood stays whole, under the provider's word for it. */
export function contentOf(message: Json): InboundContent {
  const type = typeOf(message);
  const payload = Object.hasOwn(message, type) ? asObject(message[type]) : undefined;
  const understood = payload && READERS.get(type)?.(payload);
  return understood ?? { kind: 'other', type: subtypeOf(type, payload), data: message };
}

export function typeOf(message: Json): string {
  return asWord(message['type']) ?? 'unknown';
}

function subtypeOf(type: string, payload: Json | undefined): string {
  return (type === 'interactive' && asWord(payload?.['type'])) || type;
}

function interactive(payload: Json): InboundContent | null {
  if (payload['type'] === 'button_reply') return tap(asObject(payload['button_reply']), 'button');
  if (payload['type'] === 'list_reply') return tap(asObject(payload['list_reply']), 'list');
  return null;
}

function tap(reply: Json | undefined, on: 'button' | 'list' | 'template'): InboundContent | null {
  const id = reply?.['id'];
  if (typeof id !== 'string') return null;
  const title = reply?.['title'];
  return {
    kind: 'tap',
    id: within(id, ID_LENGTH),
    title: typeof title === 'string' ? within(title, ID_LENGTH) : '',
    on,
  };
}

function media(kind: MediaKind): Reader {
  return (payload) => {
    const id = providerIdOf(payload['id']);
    if (!id) return null;
    const filename = plainName(payload['filename']);
    return {
      kind: 'media',
      media: kind,
      id,
      ...bounded(payload, 'mime', 'mime_type', 100),
      ...bounded(payload, 'sha256', 'sha256', 100),
      ...bounded(payload, 'caption', 'caption', CAPTION_LENGTH),
      ...(filename && { filename }),
    };
  };
}

function location(payload: Json): InboundContent | null {
  const { latitude, longitude } = payload;
  if (!isDegree(latitude, 90) || !isDegree(longitude, 180)) return null;
  const name = plainName(payload['name']);
  const address = plainName(payload['address']);
  return { kind: 'location', latitude, longitude, ...(name && { name }), ...(address && { address }) };
}

function isDegree(value: unknown, limit: number): value is number {
  return typeof value === 'number' && Math.abs(value) <= limit;
}

function reaction(payload: Json): InboundContent | null {
  const target = providerIdOf(payload['message_id']);
  return target ? { kind: 'reaction', target, ...bounded(payload, 'emoji', 'emoji', 20) } : null;
}

function bounded<K extends string>(
  payload: Json,
  as: K,
  key: string,
  max: number,
): Partial<Record<K, string>> {
  const value = payload[key];
  if (typeof value !== 'string' || value === '') return {};
  return { [as]: within(value, max) } as Partial<Record<K, string>>;
}
