import { z } from 'zod';
import { digitsOf } from '../world/phones.js';

export const phoneNumber = z.string().transform((text, context) => {
  const digits = digitsOf(text);
  if (digits !== undefined) return digits;
  context.addIssue({ code: 'custom', message: 'must be a phone number, for example +243810000001' });
  return z.NEVER;
});
const count = z.number().int().min(1).max(100);
const ms = z.number().int().min(0).max(600_000);

export const phoneWish = z.object({
  number: phoneNumber.optional(),
  name: z.string().min(1).max(100).optional(),
  hidden: z.boolean().optional(),
});

const stamp = {
  /** Id of the message, to replay one. */
  id: z.string().startsWith('wamid.').max(200).optional(),
  /** When it was said, ISO 8601. */
  at: z.iso.datetime().optional(),
  /** Name of the person, for a phone that is not known yet. */
  name: z.string().min(1).max(100).optional(),
  /** Id of the service's number to which it is said; the first one where absent. */
  to: z.string().max(32).optional(),
};
/** Where the bytes of a file come from: given here, put there before, or shipped with the simulator. */
const fileWish = z.object({
  type: z.literal(['image', 'video', 'audio', 'voice', 'document', 'sticker']),
  base64: z.base64().optional(),
  mediaId: z.string().optional(),
  mime: z.string().max(100).optional(),
  filename: z.string().max(240).optional(),
  caption: z.string().max(1024).optional(),
  ...stamp,
});
export type FileWish = z.infer<typeof fileWish>;

const cartItem = z.object({
  product: z.string().min(1).max(100),
  quantity: z.number().int().min(1).default(1),
  price: z.number().min(0).default(0),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .default('USD'),
});

/** What WhatsApp tells of a person who has another number, another id or another will now. */
export const changeWish = z.discriminatedUnion('type', [
  z.object({ type: z.literal('number'), number: phoneNumber }),
  z.object({ type: z.literal('user-id') }),
  z.object({ type: z.literal('marketing'), value: z.enum(['stop', 'resume']) }),
]);
export type ChangeWish = z.infer<typeof changeWish>;

export const messageWish = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('text'),
    text: z.string().min(1).max(65_536),
    replyTo: z.string().optional(),
    forwarded: z.enum(['once', 'often']).optional(),
    product: z.object({ catalog: z.string().min(1), id: z.string().min(1) }).optional(),
    referral: z.record(z.string(), z.unknown()).optional(),
    ...stamp,
  }),
  z.object({ type: z.literal('tap'), choice: z.string().min(1), messageId: z.string().optional(), ...stamp }),
  fileWish,
  z.object({
    type: z.literal('location'),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    label: z.string().max(200).optional(),
    address: z.string().max(400).optional(),
    ...stamp,
  }),
  z.object({
    type: z.literal('contacts'),
    people: z.array(z.object({ name: z.string().min(1), phone: z.string().optional() })).min(1),
    ...stamp,
  }),
  z.object({
    type: z.literal('reaction'),
    messageId: z.string(),
    emoji: z.string().max(16).default(''),
    ...stamp,
  }),
  z.object({
    type: z.literal('form'),
    fields: z.record(z.string(), z.unknown()),
    /** What kind of form. */
    form: z.string().min(1).default('flow'),
    /** The message that offered the form; the newest one where absent. */
    messageId: z.string().optional(),
    ...stamp,
  }),
  z.object({
    type: z.literal('order'),
    catalog: z.string().min(1),
    items: z.array(cartItem).min(1).max(200),
    text: z.string().max(1024).optional(),
    ...stamp,
  }),
  z.object({ type: z.literal('edit'), messageId: z.string(), text: z.string().min(1).max(4096), ...stamp }),
  z.object({ type: z.literal('revoke'), messageId: z.string(), ...stamp }),
  z.object({ type: z.literal('unsupported'), what: z.string().min(1).max(40).default('poll'), ...stamp }),
]);
export type MessageWish = z.infer<typeof messageWish>;

export const batchWish = z.object({
  messages: z
    .array(z.intersection(z.object({ from: phoneNumber }), messageWish))
    .min(1)
    .max(1_000),
  as: z.enum(['batch', 'each']).default('batch'),
  order: z.enum(['as-sent', 'reversed']).default('as-sent'),
  copies: count.default(1),
});

export const releaseWish = z.object({
  as: z.enum(['batch', 'each']).default('batch'),
  order: z.enum(['as-sent', 'reversed']).default('as-sent'),
  copies: count.default(1),
});

export const rawWish = z.object({
  /** The JSON body, written as Meta writes it. */
  body: z.unknown().optional(),
  /** Or the exact text, */
  text: z.string().optional(),
  /** or the exact bytes. */
  base64: z.base64().optional(),
  signature: z.enum(['right', 'wrong', 'none']).default('right'),
  headers: z.record(z.string(), z.string()).default({}),
});

export const optionsWish = z.strictObject({
  statuses: z
    .strictObject({
      mode: z.enum(['on', 'off', 'failed']),
      code: z.number().int(),
      delaysMs: z.strictObject({ sent: ms, delivered: ms, read: ms }).partial(),
      copies: count,
      reversed: z.boolean(),
    })
    .partial()
    .optional(),
  webhooks: z
    .strictObject({
      copies: count,
      hold: z.boolean(),
      attempts: z.number().int().min(1).max(1_000),
      firstRetryMs: ms,
      timeoutMs: ms,
    })
    .partial()
    .optional(),
  limits: z
    .strictObject({
      perSecond: z.number().int().min(1).nullable(),
      pair: z.boolean(),
      window: z.boolean(),
      management: z.number().int().min(1).nullable(),
    })
    .partial()
    .optional(),
  templates: z
    .strictObject({
      reviewMs: ms,
      rejectNames: z.string(),
      marketingWords: z.array(z.string().min(1)),
      creationsPerHour: z.number().int().min(0),
      editsPerDay: z.number().int().min(0),
      editsPerMonth: z.number().int().min(0),
      most: z.number().int().min(0),
    })
    .partial()
    .optional(),
  graph: z
    .strictObject({
      version: z
        .string()
        .regex(/^v\d+\.\d+$/)
        .nullable(),
      clockSkewSeconds: z.number().int().min(-604_800).max(604_800),
      usage: z.number().int().min(0).max(100).nullable(),
      proof: z.boolean(),
    })
    .partial()
    .optional(),
  strangers: z.enum(['refuse', 'welcome']).optional(),
  refusals: z.enum(['status', 'response']).optional(),
});

export const accountWish = z
  .strictObject({
    quality: z.enum(['GREEN', 'YELLOW', 'RED', 'UNKNOWN']),
    status: z.string(),
    nameStatus: z.string(),
    messagingLimit: z.string(),
    review: z.string(),
    subscribed: z.boolean(),
  })
  .partial();

const numeric = z.coerce.number().int().min(0);
export const sentWish = z.object({
  after: numeric.optional(),
  to: z.string().optional(),
  reference: z.string().optional(),
  what: z.string().optional(),
  atLeast: numeric.default(1),
  waitMs: numeric.max(60_000).default(0),
  limit: numeric.min(1).max(5_000).default(500),
});
