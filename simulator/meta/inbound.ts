import type { CartItem, Content, MediaKind } from '../world/content.js';
import type { Medium } from '../world/gallery.js';
import { shownOf } from './files.js';
import type { MediaLinks } from './media-links.js';

/** What a person sends, before it is a bubble and a webhook. */
export type Said =
  | {
      type: 'text';
      text: string;
      replyTo?: string;
      forwarded?: 'once' | 'often';
      product?: { catalog: string; id: string };
      /** A tap on an advertisement or a post that brought the person here. */
      referral?: Record<string, unknown>;
    }
  | { type: MediaKind; medium: Medium; caption?: string; voice?: boolean }
  | { type: 'location'; latitude: number; longitude: number; name?: string; address?: string }
  | { type: 'contacts'; people: { name: string; phone?: string }[] }
  | { type: 'reaction'; messageId: string; emoji: string }
  /** A form that came back; `messageId` is the message that offered it. */
  | { type: 'form'; name: string; fields: Record<string, unknown>; messageId?: string }
  | { type: 'order'; catalog: string; items: CartItem[]; text?: string }
  | { type: 'edit'; messageId: string; text: string }
  | { type: 'revoke'; messageId: string }
  | { type: 'unsupported'; what: string }
  /** `on`: what kind of message offered it. */
  | {
      type: 'tap';
      on: 'buttons' | 'list' | 'template';
      messageId: string;
      choice: { id: string; title: string; description?: string };
    };

/** What concerns a message that is there. */
export type Change = Extract<Said, { type: 'reaction' | 'edit' | 'revoke' }>;

interface Wire {
  type: string;
  [part: string]: unknown;
}

/** The part of a webhook that names the kind of a message, with its context. */
export function wireOf(said: Said, links: MediaLinks, serviceNumber: string): Wire {
  switch (said.type) {
    case 'text':
      return textOf(said, serviceNumber);
    case 'location': {
      const { type, ...location } = said;
      return { type, location };
    }
    case 'contacts':
      return { type: 'contacts', contacts: said.people.map(cardOf) };
    case 'reaction': {
      const emoji = said.emoji ? { emoji: said.emoji } : {};
      return { type: 'reaction', reaction: { message_id: said.messageId, ...emoji } };
    }
    case 'tap':
      return tapOf(said, serviceNumber);
    case 'form':
      return formOf(said, serviceNumber);
    case 'order':
      return cartOf(said);
    case 'edit': {
      const message = { type: 'text', text: { body: said.text } };
      return { type: 'edit', edit: { original_message_id: said.messageId, message } };
    }
    case 'revoke':
      return { type: 'revoke', revoke: { original_message_id: said.messageId } };
    case 'unsupported':
      return { type: 'unsupported', errors: [UNSUPPORTED], unsupported: { type: said.what } };
    default:
      return { type: said.type, [said.type]: mediaOf(said, links) };
  }
}

/** What the phone shows of it; what changes an earlier message is no bubble. */
export function contentOf(said: Exclude<Said, Change>): Content {
  if (said.type === 'form') return { type: 'answers', fields: said.fields };
  if (said.type === 'order')
    return { type: 'cart', items: said.items, ...(said.text && { text: said.text }) };
  if (said.type === 'tap') {
    const { title, description } = said.choice;
    return { type: 'tap', title, ...(description && { description }) };
  }
  if (said.type === 'text') return { type: 'text', text: said.text };
  if (!('medium' in said)) return said;
  const words = said.caption ? { caption: said.caption } : {};
  return { type: said.type, file: shownOf(said.medium, words), ...(said.voice && { voice: true }) };
}

export function replyToOf(said: Said): string | undefined {
  if (said.type === 'tap' || said.type === 'form') return said.messageId;
  return said.type === 'text' ? said.replyTo : undefined;
}

const UNSUPPORTED = {
  code: 131051,
  title: 'Unsupported message type',
  message: 'Unsupported message type',
  error_data: { details: 'Message type is not currently supported.' },
};

function textOf(said: Extract<Said, { type: 'text' }>, serviceNumber: string): Wire {
  const { text, replyTo, forwarded, product, referral } = said;
  const answered = replyTo !== undefined || product !== undefined;
  const context = {
    ...(answered && { from: serviceNumber }),
    ...(replyTo !== undefined && { id: replyTo }),
    ...(forwarded === 'once' && { forwarded: true }),
    ...(forwarded === 'often' && { frequently_forwarded: true }),
    ...(product && { referred_product: { catalog_id: product.catalog, product_retailer_id: product.id } }),
  };
  return {
    type: 'text',
    text: { body: text },
    ...(Object.keys(context).length > 0 && { context }),
    ...(referral && { referral }),
  };
}

function formOf(form: Extract<Said, { type: 'form' }>, serviceNumber: string): Wire {
  const { name, fields, messageId } = form;
  const reply = { name, body: 'Sent', response_json: JSON.stringify(fields) };
  return {
    type: 'interactive',
    interactive: { type: 'nfm_reply', nfm_reply: reply },
    ...(messageId !== undefined && { context: { from: serviceNumber, id: messageId } }),
  };
}

function cartOf({ catalog, items, text }: Extract<Said, { type: 'order' }>): Wire {
  const lines = items.map(({ product, quantity, price, currency }) => ({
    product_retailer_id: product,
    quantity,
    item_price: price,
    currency,
  }));
  return { type: 'order', order: { catalog_id: catalog, ...(text && { text }), product_items: lines } };
}

function tapOf(tap: Extract<Said, { type: 'tap' }>, serviceNumber: string): Wire {
  const { id, title, description } = tap.choice;
  const context = { from: serviceNumber, id: tap.messageId };
  if (tap.on === 'template') return { type: 'button', button: { payload: id, text: title }, context };
  const interactive =
    tap.on === 'buttons'
      ? { type: 'button_reply', button_reply: { id, title } }
      : { type: 'list_reply', list_reply: { id, title, ...(description && { description }) } };
  return { type: 'interactive', interactive, context };
}

function mediaOf(said: Extract<Said, { medium: Medium }>, links: MediaLinks): object {
  const { medium, caption, type } = said;
  return {
    ...(caption && { caption }),
    ...(type === 'document' && { filename: medium.filename ?? 'document' }),
    ...(type === 'audio' && { voice: said.voice ?? false }),
    ...(type === 'sticker' && { animated: false }),
    mime_type: medium.mime,
    sha256: medium.sha256.toString('base64'),
    id: medium.id,
    url: links.to(medium.id, Date.now()),
  };
}

function cardOf({ name, phone }: { name: string; phone?: string }): object {
  const [first = name] = name.split(' ');
  const phones = phone ? [{ phone, wa_id: phone.replace(/\D/g, ''), type: 'CELL' }] : [];
  return { name: { formatted_name: name, first_name: first }, phones };
}
