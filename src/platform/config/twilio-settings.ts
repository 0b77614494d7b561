import { z } from 'zod';
import { type Declared, httpUrlWith, several, text } from './kinds.js';

const TWILIO = 'WhatsApp (Twilio)';
const SECRET = /^[\x21-\x7e]+$/;
const CONTENT = /^HX[0-9a-fA-F]{32}$/;
const TEMPLATE = /^[^/\s]+(?:\/[A-Za-z]{2,3}(?:[_-][A-Za-z0-9]{2,8})*)?$/;

/** A number as people dial it, with or without `whatsapp:` before it; kept as digits. */
const number = z
  .string()
  .trim()
  .transform((given) => given.replace(/^whatsapp:/, '').replace(/[\s().+-]/g, ''))
  .refine((digits) => /^[1-9]\d{6,14}$/.test(digits), 'un numéro comme +14155238886 est attendu');

const templates = z.string().transform((written, context) => {
  const parsed = recordIn(written);
  const entries = parsed === null ? [] : Object.entries(parsed);
  const isMap = entries.every(
    ([name, sid]) => TEMPLATE.test(name) && typeof sid === 'string' && CONTENT.test(sid),
  );
  if (parsed !== null && isMap) return new Map(entries as [string, string][]);
  context.addIssue({
    code: 'custom',
    message: 'un objet JSON est attendu : un nom, ou « nom/langue », et un ContentSid (HX et 32 chiffres)',
  });
  return z.NEVER;
});

/** The settings of this part of Relais. */
export const twilioSettings = {
  TWILIO_ACCOUNT_SID: {
    group: TWILIO,
    doc: 'Identifiant du compte Twilio.',
    schema: z
      .string()
      .regex(/^AC[0-9a-fA-F]{32}$/, 'AC suivi de 32 chiffres hexadécimaux est attendu')
      .optional(),
    example: 'AC00000000000000000000000000000000',
  },
  TWILIO_AUTH_TOKEN: {
    group: TWILIO,
    doc: 'Jeton principal du compte : permet d’envoyer, et vérifie la signature des webhooks.',
    schema: text.regex(SECRET, 'un jeton ne contient pas d’espace').optional(),
    example: 'jeton-du-compte',
  },
  TWILIO_WHATSAPP_NUMBER: {
    group: TWILIO,
    doc: 'Numéro WhatsApp qui envoie et reçoit. PUBLIC_BASE_URL est nécessaire avec lui.',
    schema: number.optional(),
    example: '+14155238886',
  },
  TWILIO_BASE_URL: {
    group: TWILIO,
    doc: 'Adresse de l’API de Twilio.',
    schema: httpUrlWith('donnez TWILIO_ACCOUNT_SID et TWILIO_AUTH_TOKEN').default('https://api.twilio.com'),
    example: 'https://api.twilio.com',
  },
  TWILIO_WEBHOOK_SECRET: {
    group: TWILIO,
    doc: 'Clé qui signe les webhooks, si ce n’est pas le jeton du compte ; plusieurs entre virgules pendant un changement.',
    schema: several(text.regex(SECRET, 'une clé ne contient pas d’espace')).optional(),
    example: 'cle-de-signature',
  },
  TWILIO_CONTENT_TEMPLATES: {
    group: TWILIO,
    doc: 'Modèles de message : leur ContentSid par nom, ou par « nom/langue », en JSON.',
    schema: templates.optional(),
    example: '{"rappel_ciu/fr":"HX00000000000000000000000000000000"}',
  },
} satisfies Record<string, Declared>;

function recordIn(written: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(written);
    const isRecord = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
    return isRecord ? (parsed as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
