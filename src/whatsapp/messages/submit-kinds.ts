import { z } from 'zod';
import { CONTACTS } from './submit-cards.js';
import { INTERACTIVE_KINDS } from './submit-interactive.js';
import { given, kindOf, type SubmitKind, words } from './submit-kind.js';
import { MEDIA_KINDS } from './submit-media.js';

/** Degrees are written as numbers and as texts, in WhatsApp's own documentation, too. */
const degree = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d{1,3}(\.\d{1,20})?$/)
    .transform(Number),
]);
/** One of our ids, or the provider's. */
const messageId = words.max(512);

export const template = z.strictObject({
  name: words.max(512),
  language: z.strictObject({ code: words.max(15), policy: z.literal('deterministic').optional() }),
  components: z.array(z.record(z.string(), z.unknown())).max(50).optional(),
});

const interactive = z.looseObject({
  type: z.enum(Object.keys(INTERACTIVE_KINDS) as (keyof typeof INTERACTIVE_KINDS)[]),
});

/** Every type of message that the API takes. */
export const KINDS = {
  text: kindOf(
    z.strictObject({ body: words, preview_url: z.boolean().optional() }),
    ({ body, preview_url: preview }) => ({ kind: 'text', text: body, ...given({ preview }) }),
  ),
  ...MEDIA_KINDS,
  location: kindOf(
    z.strictObject({
      latitude: degree,
      longitude: degree,
      name: words.optional(),
      address: words.optional(),
    }),
    ({ latitude, longitude, name, address }) => ({
      kind: 'location',
      latitude,
      longitude,
      ...given({ name, address }),
    }),
  ),
  contacts: CONTACTS,
  reaction: kindOf(
    z.strictObject({ message_id: messageId, emoji: z.string().describe('Vide : la réaction est retirée.') }),
    ({ message_id: target, emoji }) => ({ kind: 'reaction', target, emoji }),
  ),
  interactive: kindOf(interactive, (value) => INTERACTIVE_KINDS[value.type].content(value)),
  template: kindOf(template, ({ name, language, components = [] }) => ({
    kind: 'template',
    name,
    language: language.code,
    components,
  })),
} satisfies Record<string, SubmitKind>;

export type SubmitType = keyof typeof KINDS;

export const SUBMIT_TYPES = Object.keys(KINDS) as SubmitType[];

/** The shape of what stands under the name of a type; that of an interactive message depends on what is in it. */
export function shapeOf(type: SubmitType, value: unknown): z.ZodType {
  if (type !== 'interactive') return KINDS[type].schema;
  const own = interactive.safeParse(value);
  return own.success ? INTERACTIVE_KINDS[own.data.type].schema : interactive;
}

/** What goes around the message. */
export const ENVELOPE = {
  messaging_product: z.literal('whatsapp').optional(),
  recipient_type: z.literal('individual').optional(),
  to: words
    .max(200)
    .describe('Numéro avec indicatif, identifiant d’un contact, ou identifiant WhatsApp de la personne.'),
  recipient: words.max(200).optional().describe('Identifiant WhatsApp de la personne, à la place de « to ».'),
  callbackData: words
    .max(512)
    .optional()
    .describe(
      'Votre propre repère, rendu avec l’histoire du message ; le nom que WhatsApp lui donne va aussi.',
    ),
  context: z.strictObject({ message_id: messageId }).optional().describe('Message auquel celui-ci répond.'),
  from: words.max(40).optional().describe('Identifiant de votre numéro ; sinon le numéro habituel.'),
  sendAt: z.iso.datetime({ offset: true }).optional().describe('Pas avant ce moment.'),
  fallbackTemplate: template.optional().describe('Part à la place quand la fenêtre de 24 heures est fermée.'),
  purpose: words.max(40).optional().describe('Usage, qui désigne le modèle de remplacement réglé.'),
  split: z.boolean().optional().describe('Découpe un texte trop long à la fin des phrases.'),
};
