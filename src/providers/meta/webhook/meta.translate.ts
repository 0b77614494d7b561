import type {
  ChannelError,
  DeliveryState,
  InboundUpdate,
  OtherUpdate,
  StatusUpdate,
  Update,
} from '../../../whatsapp/whatsapp.contract.js';
import { contentOf, typeOf } from './content.translate.js';
import { channelError, graphErrorOf } from '../graph/meta.errors.js';
import { asList, asObject, asWord, type Json, providerIdOf } from '../graph/json.js';
import { changesOf, type WireChange } from './meta.wire.js';
import { peopleOf } from './person.translate.js';

/** The channel's name, stored with everything that comes through it. */
export const META = 'meta';

/** Stands for our number where an update belongs to none; a column that may be empty would be NULL on Oracle. */
export const NO_NUMBER = '-';

const STATES = new Map<unknown, DeliveryState>([
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['played', 'played'],
  ['failed', 'failed'],
]);

/** Told by WhatsApp or taken back by the person: nothing that a reply would suit. */
const UNANSWERABLE = new Set(['system', 'revoke']);

const DAY_MS = 86_400_000;
const FIRST_MESSAGE_EVER_MS = Date.UTC(2009, 0, 1);
const MILLISECONDS_FROM = 1e11;

/** Everything that an envelope tells, in its order; what is broken or unknown becomes an `other` update and hinders nothing else. */
export function translate(body: Json, receivedAt: Date): Update[] {
  return changesOf(body).flatMap((change) => [...spoken(change, receivedAt), ...leftBehind(change)]);
}

function spoken(change: WireChange, receivedAt: Date): Update[] {
  const senderOf = peopleOf(change.contacts);
  const number = change.number;
  if (!number) {
    return [...change.messages, ...change.statuses].map((item) => other(undefined, 'number.broken', item));
  }
  return [
    ...change.messages.map(
      (item) => messageOf(asObject(item), number, senderOf, receivedAt) ?? brokenMessage(item, number),
    ),
    ...change.statuses.map(
      (item) => statusOf(asObject(item), number, receivedAt) ?? brokenStatus(item, number),
    ),
  ];
}

function leftBehind(change: WireChange): OtherUpdate[] {
  return change.leftovers.map(({ topic, raw }) => other(change.number, topic, raw));
}

function messageOf(
  message: Json | undefined,
  number: string,
  senderOf: ReturnType<typeof peopleOf>,
  receivedAt: Date,
): InboundUpdate | OtherUpdate | null {
  const providerId = providerIdOf(message?.['id']);
  if (!message || !providerId) return null;
  const type = typeOf(message);
  if (UNANSWERABLE.has(type)) return other(number, `messages.${type}`, message);
  if (message['group_id'] !== undefined) return other(number, 'messages.group', message);
  const from = senderOf(message);
  if (!from) return null;
  const replyTo = providerIdOf(asObject(message['context'])?.['id']);
  return {
    kind: 'message',
    channel: META,
    number,
    providerId,
    from,
    at: instantOf(message['timestamp'], receivedAt),
    content: contentOf(message),
    ...(replyTo && { replyTo }),
  };
}

function statusOf(status: Json | undefined, number: string, receivedAt: Date): StatusUpdate | null {
  const providerId = providerIdOf(status?.['id']);
  const state = STATES.get(status?.['status']);
  if (!status || !providerId || !state) return null;
  const reference = providerIdOf(status['biz_opaque_callback_data']);
  const pricingCategory = asWord(asObject(status['pricing'])?.['category']);
  const error = state === 'failed' ? errorOf(status) : undefined;
  return {
    kind: 'status',
    channel: META,
    number,
    providerId,
    state,
    at: instantOf(status['timestamp'], receivedAt),
    ...(reference && { reference }),
    ...(pricingCategory && { pricingCategory }),
    ...(error && { error }),
  };
}

function errorOf(status: Json): ChannelError {
  return channelError(graphErrorOf(asList(status['errors'])[0]));
}

/** Seconds or milliseconds, as text or number; the moment of receipt where it cannot be true. */
export function instantOf(value: unknown, receivedAt: Date): Date {
  const told = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  if (typeof told !== 'number') return receivedAt;
  const ms = told >= MILLISECONDS_FROM ? told : told * 1000;
  const possible = ms >= FIRST_MESSAGE_EVER_MS && ms <= receivedAt.getTime() + DAY_MS;
  return possible ? new Date(ms) : receivedAt;
}

function brokenMessage(item: unknown, number: string): OtherUpdate {
  return other(number, 'messages.broken', item);
}

function brokenStatus(item: unknown, number: string): OtherUpdate {
  const state = asWord(asObject(item)?.['status']);
  return other(number, state && !STATES.has(state) ? `statuses.${state}` : 'statuses.broken', item);
}

function other(number: string | undefined, topic: string, raw: unknown): OtherUpdate {
  return { kind: 'other', channel: META, number: number ?? NO_NUMBER, topic, raw };
}
