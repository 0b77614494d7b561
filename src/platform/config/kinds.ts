import { z } from 'zod';

/** One setting: what it is called outside, what it means, what it accepts. `.env.example` and the start-up check are made from it. */
export interface Declared {
  /** Heading under which it is shown. */
  group: string;
  /** One sentence in French for the operator. */
  doc: string;
  schema: z.ZodType;
  /** A value that would be accepted, for the error message and `.env.example`. */
  example: string;
}

/** A whole number within bounds. */
export const integer = (min: number, max: number) => {
  const error = `un nombre entier de ${min} à ${max} est attendu`;
  return z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error });
};

/** Some text. */
export const text = z.string().trim().min(1);

/** An address without final slash. Who we are does not belong into it: it would be dropped on the way, or shown; `instead` says where. */
export const httpUrlWith = (instead: string) =>
  z
    .url({ protocol: /^https?$/ })
    .refine(
      (url) => !/^https?:[\\/]*[^\\/?#]*@/i.test(url.trim()),
      `un compte ou un mot de passe (compte:motdepasse@) n’a pas sa place dans l’adresse ; ${instead}`,
    )
    .transform((url) => url.replace(/\/+$/, ''));

/** An address without final slash, of a place that asks for no account. */
export const httpUrl = httpUrlWith('donnez l’adresse sans lui');

/** An identifier that the provider writes in digits. */
export const digits = z.string().regex(/^\d{1,32}$/, 'seulement des chiffres');

/** 32 bytes in base64 that are not all alike. */
export const key = z.string().refine((encoded) => {
  const bytes = Buffer.from(encoded, 'base64');
  return bytes.length === 32 && new Set(bytes).size >= 12;
}, '32 octets aléatoires en base64 sont attendus ; « npm run relais -- secrets:generate » en produit');

/** Any text of at least 32 bytes that is not a repetition. */
export const longSecret = z
  .string()
  .refine(
    (value) => Buffer.byteLength(value) >= 32 && new Set(value).size >= 10,
    'au moins 32 octets aléatoires sont attendus ; « npm run relais -- secrets:generate » en produit',
  );

/** A list separated by commas. */
export const several = (one: z.ZodString) =>
  z
    .string()
    .transform((list) => list.split(',').map((part) => part.trim()))
    .pipe(z.array(one).min(1));

/** When something is done regularly: a cron expression (UTC), the one given where there is none; an empty one means never. */
export const schedule = (standard: string) =>
  z
    .string()
    .trim()
    .default(standard)
    .transform((cron) => (cron === '' ? undefined : cron));
