import type { Person, Referral } from '../../../whatsapp/whatsapp-content.contract.js';
import type { InboundUpdate, OtherUpdate, PersonUpdate } from '../../../whatsapp/whatsapp.contract.js';
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
  if (message['group_id'] !== undefined) return [other(number, 'messages.group', message)];
  const from = senderOf(message) ?? senderOf({ from: asObject(message['system'])?.['customer'] });
  if (!from) return [other(number, 'messages.broken', item)];
  const at = instantOf(message['timestamp'], receivedAt);
  const said = { kind: 'message', channel: META, number, providerId, at } as const;
  if (typeOf(message) !== 'system')
    return [{ ...said, from, content: contentOf(message), ...aroundOf(message) }];
  return aboutPerson(said, from, message);
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
  };
  const entries = Object.entries(told).filter(([, value]) => value !== undefined);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
