import { z } from 'zod';
import type { Choice, OutboundContent } from '../whatsapp-content.contract.js';
import { bannered, body, footer, frame, header, top } from './submit-frame.js';
import { address, given, kindOf, type SubmitKind, words } from './submit-kind.js';

const choice = z.strictObject({ id: words, title: words });

const buttons = kindOf(
  z.strictObject({
    type: z.literal('button'),
    header: top,
    body,
    footer,
    action: z.strictObject({
      buttons: z.array(z.strictObject({ type: z.literal('reply'), reply: choice })).min(1),
    }),
  }),
  (value) => ({
    kind: 'buttons',
    ...bannered(value),
    buttons: value.action.buttons.map(({ reply }) => reply),
  }),
);

const section = z.strictObject({
  title: words.optional(),
  rows: z.array(choice.extend({ description: words.optional() })).min(1),
});

const list = kindOf(
  z.strictObject({
    type: z.literal('list'),
    header,
    body,
    footer,
    action: z.strictObject({ button: words, sections: z.array(section).min(1) }),
  }),
  (value) => ({
    kind: 'list',
    ...frame(value),
    button: value.action.button,
    rows: value.action.sections.flatMap(({ title, rows }) =>
      rows.map(({ id, title: name, description }): Choice => ({
        id,
        title: name,
        ...given({ description, section: title }),
      })),
    ),
  }),
);

const link = kindOf(
  z.strictObject({
    type: z.literal('cta_url'),
    header: top,
    body,
    footer,
    action: z.strictObject({
      name: z.literal('cta_url'),
      parameters: z.strictObject({ display_text: words, url: address }),
    }),
  }),
  (value) => {
    const { display_text: title, url } = value.action.parameters;
    return { kind: 'link', ...bannered(value), title, url };
  },
);

const product = kindOf(
  z.strictObject({
    type: z.literal('product'),
    body: body.optional(),
    footer,
    action: z.strictObject({ catalog_id: words, product_retailer_id: words }),
  }),
  (value) => ({
    kind: 'product',
    catalogId: value.action.catalog_id,
    productId: value.action.product_retailer_id,
    ...given({ text: value.body?.text, footer: value.footer?.text }),
  }),
);

const products = kindOf(
  z.strictObject({
    type: z.literal('product_list'),
    header: z.strictObject({ type: z.literal('text'), text: words }),
    body,
    footer,
    action: z.strictObject({
      catalog_id: words,
      sections: z
        .array(
          z.strictObject({
            title: words.optional(),
            product_items: z.array(z.strictObject({ product_retailer_id: words })).min(1),
          }),
        )
        .min(1),
    }),
  }),
  (value) => ({
    kind: 'products',
    ...frame(value),
    header: value.header.text,
    catalogId: value.action.catalog_id,
    sections: value.action.sections.map(({ title = '', product_items }) => ({
      title,
      productIds: product_items.map((item) => item.product_retailer_id),
    })),
  }),
);

const catalog = kindOf(
  z.strictObject({
    type: z.literal('catalog_message'),
    body,
    footer,
    action: z.strictObject({
      name: z.literal('catalog_message'),
      parameters: z.strictObject({ thumbnail_product_retailer_id: words.optional() }).optional(),
    }),
  }),
  (value) => {
    const { text, footer: below } = frame(value);
    const productId = value.action.parameters?.thumbnail_product_retailer_id;
    return { kind: 'catalog', text, ...given({ footer: below, productId }) };
  },
);

const form = kindOf(
  z.strictObject({
    type: z.literal('flow'),
    header: top,
    body,
    footer,
    action: z.strictObject({
      name: z.literal('flow'),
      parameters: z
        .strictObject({
          flow_message_version: z.literal('3').optional(),
          flow_id: words.optional(),
          flow_name: words.optional(),
          flow_cta: words,
          flow_token: words.optional(),
          mode: z.enum(['draft', 'published']).optional(),
          flow_action: z.enum(['navigate', 'data_exchange']).optional(),
          flow_action_payload: z
            .strictObject({ screen: words, data: z.record(z.string(), z.unknown()).optional() })
            .optional(),
        })
        .superRefine(oneForm),
    }),
  }),
  (value): OutboundContent => {
    const parameters = value.action.parameters;
    const { flow_id: id, flow_name: name = '', flow_action_payload: start } = parameters;
    return {
      kind: 'form',
      ...bannered(value),
      button: parameters.flow_cta,
      form: id === undefined ? { name } : { id },
      ...given({
        token: parameters.flow_token,
        screen: start?.screen,
        data: start?.data,
        exchange: parameters.flow_action === 'data_exchange' ? true : undefined,
        draft: parameters.mode === 'draft' ? true : undefined,
      }),
    };
  },
);

function oneForm(
  { flow_id: id, flow_name: name }: { flow_id?: string | undefined; flow_name?: string | undefined },
  context: z.core.$RefinementCtx,
): void {
  if ((id === undefined) === (name === undefined))
    context.addIssue({
      code: 'custom',
      path: ['flow_id'],
      message: 'ou « flow_name » : exactement l’un des deux',
    });
}

const place = kindOf(
  z.strictObject({
    type: z.literal('location_request_message'),
    body,
    action: z.strictObject({ name: z.literal('send_location') }),
  }),
  (value) => ({ kind: 'location-request', text: value.body.text }),
);

/** Interactive messages, by their own type. */
export const INTERACTIVE_KINDS = {
  button: buttons,
  list,
  cta_url: link,
  product,
  product_list: products,
  catalog_message: catalog,
  flow: form,
  location_request_message: place,
} satisfies Record<string, SubmitKind>;
