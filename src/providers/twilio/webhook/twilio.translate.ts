import type {
  DeliveryState,
  InboundUpdate,
  OtherUpdate,
  StatusUpdate,
  Update,
} from '../../../whatsapp/whatsapp-updates.contract.js';
import { channelError, codeOf } from '../api/twilio.errors.js';
import { sidOf, TWILIO } from '../api/words.js';
import { contentsOf, referralIn } from './content.translate.js';
import { asRecord, field, type Fields } from './fields.js';
import { numberOf, senderOf } from './person.translate.js';

/** A webhook once its signature is verified. */
export interface Delivery {
  fields: Fields;
  /** What we wrote into the address for reports: our reference. */
  reference?: string;
  receivedAt: Date;
}

/** Stands for our number where an update belongs to none; a column that may be empty would be NULL on Oracle. */
const NO_NUMBER = '-';
const WORD = /^[\w-]{1,40}$/;

const STATES = new Map<string, DeliveryState>([
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['failed', 'failed'],
  ['undelivered', 'failed'],
  ['canceled', 'failed'],
]);
/** On the way still: these say nothing that the answer to the call did not. */
const UNDER_WAY = new Set(['accepted', 'scheduled', 'queued', 'sending']);
/** States of what people send. */
const ARRIVING = new Set(['receiving', 'received']);

/** Everything that a webhook tells; nothing where it tells nothing new. What is broken or unknown is kept as it came. */
export function translate(delivery: Delivery): Update[] {
  const { fields } = delivery;
  const status = field(fields, 'MessageStatus');
  const isMessage = fields.has('Body') || fields.has('NumMedia');
  if (status === undefined || (isMessage && ARRIVING.has(status))) return messagesIn(delivery);
  if (UNDER_WAY.has(status)) return [];
  return [statusIn(status, delivery) ?? brokenStatus(status, fields)];
}

/** Files that came together are messages of their own, since each is answered, fetched and erased by itself. */
function messagesIn({ fields, receivedAt }: Delivery): Update[] {
  const sid = sidOf(field(fields, 'MessageSid') ?? field(fields, 'SmsMessageSid') ?? field(fields, 'SmsSid'));
  const from = senderOf(fields);
  const number = numberOf(fields, 'To');
  if (!sid || !from || number === null) return [other(number, topicOf(fields), fields)];
  const base = {
    kind: 'message',
    channel: TWILIO,
    number,
    from,
    at: receivedAt,
    ...contextIn(fields),
  } as const;
  return contentsOf(fields).map((content, at): InboundUpdate => ({
    ...base,
    providerId: at === 0 ? sid : `${sid}/${at}`,
    content,
  }));
}

function contextIn(fields: Fields): Pick<InboundUpdate, 'replyTo' | 'forwarded' | 'referral'> {
  const replyTo = sidOf(field(fields, 'OriginalRepliedMessageSid'));
  const referral = referralIn(fields);
  const forwarded = isTrue(fields, 'FrequentlyForwarded')
    ? ('often' as const)
    : isTrue(fields, 'Forwarded') && ('once' as const);
  return { ...(replyTo && { replyTo }), ...(forwarded && { forwarded }), ...(referral && { referral }) };
}

function statusIn(status: string, { fields, reference, receivedAt }: Delivery): StatusUpdate | null {
  const providerId = sidOf(field(fields, 'MessageSid') ?? field(fields, 'SmsSid'));
  const state = STATES.get(status);
  if (!providerId || !state) return null;
  const code = status === 'canceled' ? status : codeOf(field(fields, 'ErrorCode'));
  const message = field(fields, 'ErrorMessage') ?? field(fields, 'ChannelStatusMessage');
  return {
    kind: 'status',
    channel: TWILIO,
    number: numberOf(fields, 'From') ?? NO_NUMBER,
    providerId,
    state,
    at: receivedAt,
    ...(reference && { reference }),
    ...(state === 'failed' && { error: channelError({ code, message }) }),
  };
}

function brokenStatus(status: string, fields: Fields): OtherUpdate {
  const topic = WORD.test(status) && !STATES.has(status) ? `statuses.${status}` : 'statuses.broken';
  return other(numberOf(fields, 'From'), topic, fields);
}

/** A message that came another way than WhatsApp is nobody's to answer here. */
function topicOf(fields: Fields): string {
  const from = field(fields, 'From') ?? '';
  return from === '' || from.startsWith('whatsapp:') ? 'messages.broken' : 'messages.other-channel';
}

function other(number: string | null, topic: string, fields: Fields): OtherUpdate {
  return { kind: 'other', channel: TWILIO, number: number ?? NO_NUMBER, topic, raw: asRecord(fields) };
}

function isTrue(fields: Fields, name: string): boolean {
  return field(fields, name)?.toLowerCase() === 'true';
}
