import type { Person, Referral } from '../../../whatsapp/whatsapp-content.contract.js';
import type {
  InboundUpdate,
  OtherUpdate,
  PersonUpdate,
} from '../../../whatsapp/whatsapp-updates.contract.js';
import { asObject, asWord, type Json, providerIdOf } from '../graph/json.js';
import { boundedOf } from '../../../kernel/text.js';
import { type Arrival, META, newsId, other } from './arrival.js';
import { contentOf, typeOf } from './content.translate.js';
import { instantOf } from './instant.js';
import type { SenderOf } from './person.translate.js';
import { changeOf, noticeOf } from './system.translate.js';

const REFERRAL_LENGTH = 2000;

type Context = Pick<InboundUpdate, 'replyTo' | 'forwarded' | 'product'>;

/** One message; and what it tells of the person where that has changed. */
export function messageOf(
  item: unknown,
  arrival: Arrival,
  senderOf: SenderOf,
): (InboundUpdate | OtherUpdate | PersonUpdate)[] {
  const { number, receivedAt } = arrival;
  const message = asObject(item);
  const providerId = providerIdOf(message?.['id']);
  if (!message || !providerId) return [other(number, 'messages.broken', item)];
  const from = senderOf(message) ?? senderOf({ from: asObject(message['system'])?.['customer'] });
  const isInGroup = inGroup(message);
  if (!from) return [other(number, isInGroup ? 'messages.group' : 'messages.broken', item)];
  const at = instantOf(message['timestamp'], receivedAt);
  const said = { kind: 'message', channel: META, number, providerId, at } as const;
  if (isInGroup) return [groupMessageOf(said, from, message)];
  if (typeOf(message) !== 'system')
    return [{ ...said, from, content: contentOf(message), ...aroundOf(message) }];
  return aboutPerson(said, from, message);
}

/** Whatever names a group was not said to us alone. */
export function inGroup(message: Json): boolean {
  const group = message['group_id'];
  return group !== undefined && group !== null && group !== '';
}

function groupMessageOf(
  said: Omit<InboundUpdate, 'from' | 'content'>,
  from: Person,
  message: Json,
): InboundUpdate | OtherUpdate {
  const group = providerIdOf(message['group_id']);
  if (!group) return other(said.number, 'messages.group', message);
  const content = typeOf(message) === 'system' ? noticeOf(message) : contentOf(message);
  return { ...said, from, group, content, ...aroundOf(message) };
}

/** Told by WhatsApp, in the name of whoever the person is now: the old address must not come to life again. */
function aboutPerson(
  said: Omit<InboundUpdate, 'from' | 'content'>,
  from: Person,
  message: Json,
): (InboundUpdate | PersonUpdate)[] {
  const { number, providerId, at } = said;
  const change = changeOf(from, asObject(message['system']));
  const notice = { ...said, from: change?.current ?? from, content: noticeOf(message) };
  if (!change) return [notice];
  const news = newsId('person', [providerId]);
  return [{ kind: 'person', channel: META, number, providerId: news, at, ...change }, notice];
}

function aroundOf(message: Json): Context & Pick<InboundUpdate, 'referral'> {
  const referral = referralOf(asObject(message['referral']));
  return { ...contextOf(asObject(message['context'])), ...(referral && { referral }) };
}

function contextOf(context: Json | undefined): Context {
  const replyTo = providerIdOf(context?.['id']);
  const forwarded = forwardedOf(context);
  const product = productOf(asObject(context?.['referred_product']));
  return { ...(replyTo && { replyTo }), ...(forwarded && { forwarded }), ...(product && { product }) };
}

function forwardedOf(context: Json | undefined): InboundUpdate['forwarded'] {
  if (context?.['frequently_forwarded'] === true) return 'often';
  return context?.['forwarded'] === true ? 'once' : undefined;
}

function productOf(product: Json | undefined): InboundUpdate['product'] {
  const catalogId = boundedOf(product?.['catalog_id'], 100);
  const productId = boundedOf(product?.['product_retailer_id'], 100);
  return catalogId && productId ? { catalogId, productId } : undefined;
}

function referralOf(referral: Json | undefined): Referral | undefined {
  if (!referral) return undefined;
  const told = {
    url: boundedOf(referral['source_url'], REFERRAL_LENGTH),
    id: boundedOf(referral['source_id'], 100),
    type: asWord(referral['source_type']),
    headline: boundedOf(referral['headline'], REFERRAL_LENGTH),
    body: boundedOf(referral['body'], REFERRAL_LENGTH),
    clickId: boundedOf(referral['ctwa_clid'], REFERRAL_LENGTH),
    mediaType: asWord(referral['media_type']),
    mediaUrl: boundedOf(referral['image_url'] ?? referral['video_url'], REFERRAL_LENGTH),
    thumbnailUrl: boundedOf(referral['thumbnail_url'], REFERRAL_LENGTH),
    welcome: boundedOf(asObject(referral['welcome_message'])?.['text'], REFERRAL_LENGTH),
  };
  const entries = Object.entries(told).filter(([, value]) => value !== undefined);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
