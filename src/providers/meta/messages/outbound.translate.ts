import type {
  Banner,
  Choice,
  MediaKind,
  OutboundContent,
} from '../../../whatsapp/whatsapp-content.contract.js';
import type { OutboundMessage } from '../../../whatsapp/whatsapp.port.js';
import { cardWire } from './card.translate.js';
import { asObject, type Json } from '../graph/json.js';

/** A file as a message names it: uploaded before, or at an address that Meta fetches itself. */
export type MediaReference = { id: string } | { link: string };

type Content<K extends OutboundContent['kind']> = Extract<OutboundContent, { kind: K }>;
type Writers = { [K in OutboundContent['kind']]: (content: Content<K>, media?: MediaReference) => Json };

const FLOW_MESSAGE_VERSION = '3';
/** What a message of the kind may say besides its file. */
const CAPTIONED: ReadonlySet<MediaKind> = new Set(['image', 'video', 'document']);

/** The body of `POST /messages`. `media` is the file of the content that has one. */
export function wireOf({ to, content, reference }: OutboundMessage, media?: MediaReference): Json {
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    // Without the `+` Meta may put the country of the business in front.
    ...(to.waId ? { to: `+${to.waId}` } : { recipient: to.userId }),
    ...(content.replyTo && content.kind !== 'reaction' && { context: { message_id: content.replyTo } }),
    ...contentWire(content, media),
    biz_opaque_callback_data: reference,
  };
}

const WRITERS: Writers = {
  text: ({ text, preview = false }) => ({ type: 'text', text: { preview_url: preview, body: text } }),
  buttons: (content, media) =>
    interactive('button', content, { buttons: content.buttons.map(buttonWire) }, media),
  list: (content) =>
    interactive('list', content, { button: content.button, sections: sectionsOf(content.rows) }),
  media: mediaWire,
  location: ({ latitude, longitude, name, address }) => ({
    type: 'location',
    location: { latitude, longitude, ...(name && { name }), ...(address && { address }) },
  }),
  'location-request': (content) =>
    interactive('location_request_message', content, { name: 'send_location' }),
  contacts: ({ contacts }) => ({ type: 'contacts', contacts: contacts.map(cardWire) }),
  reaction: ({ target, emoji }) => ({ type: 'reaction', reaction: { message_id: target, emoji } }),
  link: (content, media) => {
    const parameters = { display_text: content.title, url: content.url };
    return interactive('cta_url', content, { name: 'cta_url', parameters }, media);
  },
  product: (content) =>
    interactive('product', content, { catalog_id: content.catalogId, ...productWire(content.productId) }),
  products: (content) =>
    interactive('product_list', content, {
      catalog_id: content.catalogId,
      sections: content.sections.map(({ title, productIds }) => ({
        title,
        product_items: productIds.map(productWire),
      })),
    }),
  catalog: (content) =>
    interactive('catalog_message', content, {
      name: 'catalog_message',
      ...(content.productId && { parameters: { thumbnail_product_retailer_id: content.productId } }),
    }),
  form: (content, media) =>
    interactive('flow', content, { name: 'flow', parameters: formWire(content) }, media),
  template: ({ name, language, components }, picture) => {
    const values = components.map(componentWire);
    const all = picture === undefined ? values : [pictureWire(picture), ...values];
    const template = { name, language: { code: language }, ...(all.length > 0 && { components: all }) };
    return { type: 'template', template };
  },
};

function contentWire(content: OutboundContent, media: MediaReference | undefined): Json {
  const write = WRITERS[content.kind] as (content: OutboundContent, media?: MediaReference) => Json;
  return write(content, media);
}

function interactive(
  type: string,
  { text, footer, ...top }: { text?: string; header?: string; banner?: Banner; footer?: string },
  action: Json,
  media?: MediaReference,
): Json {
  const header = headerWire(top, media);
  return {
    type: 'interactive',
    interactive: {
      type,
      ...(header && { header }),
      ...(text && { body: { text } }),
      ...(footer && { footer: { text: footer } }),
      action,
    },
  };
}

function headerWire(
  { header, banner }: { header?: string; banner?: Banner },
  reference?: MediaReference,
): Json | undefined {
  if (banner === undefined) return header ? { type: 'text', text: header } : undefined;
  const { media, filename } = banner;
  return { type: media, [media]: { ...reference, ...(filename && media === 'document' && { filename }) } };
}

function buttonWire({ id, title }: Choice): Json {
  return { type: 'reply', reply: { id, title } };
}

/** Rows that follow each other under the same heading are one section. */
function sectionsOf(rows: readonly Choice[]): Json[] {
  const sections: { title?: string; rows: Json[] }[] = [];
  for (const row of rows) {
    const last = sections.at(-1);
    const title = row.section || undefined;
    if (last && last.title === title) last.rows.push(rowWire(row));
    else sections.push({ ...(title && { title }), rows: [rowWire(row)] });
  }
  return sections;
}

function rowWire({ id, title, description }: Choice): Json {
  return { id, title, ...(description && { description }) };
}

function mediaWire({ media, caption, filename, voice }: Content<'media'>, reference?: MediaReference): Json {
  return {
    type: media,
    [media]: {
      ...reference,
      ...(caption && CAPTIONED.has(media) && { caption }),
      ...(filename && media === 'document' && { filename }),
      ...(voice && media === 'audio' && { voice: true }),
    },
  };
}

/** The values of one part of a template: people write its type in capitals, and the place of a button as a number, too. */
function componentWire(component: unknown): unknown {
  const part = asObject(component);
  if (part === undefined) return component;
  const { type, sub_type: kind, index, cards } = part;
  return {
    ...part,
    ...(typeof type === 'string' && { type: type.toLowerCase() }),
    ...(typeof kind === 'string' && { sub_type: kind.toLowerCase() }),
    ...(typeof index === 'number' && { index: String(index) }),
    ...(Array.isArray(cards) && { cards: cards.map(cardOf) }),
  };
}

function cardOf(card: unknown): unknown {
  const { components, ...rest } = asObject(card) ?? {};
  return Array.isArray(components) ? { ...rest, components: components.map(componentWire) } : card;
}

/** The header of a template that has an image there. */
function pictureWire(image: MediaReference): Json {
  return { type: 'header', parameters: [{ type: 'image', image }] };
}

function productWire(productId: string): Json {
  return { product_retailer_id: productId };
}

function formWire({ button, form, token, screen, data, exchange, draft }: Content<'form'>): Json {
  return {
    flow_message_version: FLOW_MESSAGE_VERSION,
    ...('id' in form ? { flow_id: form.id } : { flow_name: form.name }),
    flow_cta: button,
    ...(token && { flow_token: token }),
    ...(draft && { mode: 'draft' }),
    ...(exchange && { flow_action: 'data_exchange' }),
    ...(screen && {
      flow_action: 'navigate',
      flow_action_payload: { screen, ...(data && Object.keys(data).length > 0 && { data }) },
    }),
  };
}
