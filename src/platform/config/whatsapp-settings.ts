import { z } from 'zod';
import { type Declared, digits, httpUrlWith, integer, text } from './kinds.js';

const WHATSAPP = 'WhatsApp (Meta Cloud API)';
const QUEUES = 'Files d’attente';
const KEEPING = 'Conservation';

/** The settings of this part of Relais. */
export const whatsappSettings = {
  WHATSAPP_PROVIDER: {
    group: WHATSAPP,
    doc: 'Canal par défaut des envois.',
    schema: z.enum(['meta', 'twilio']).optional(),
    example: 'meta',
  },
  WHATSAPP_GRAPH_BASE_URL: {
    group: WHATSAPP,
    doc: 'Adresse de la Graph API.',
    schema: httpUrlWith('donnez WHATSAPP_ACCESS_TOKEN').default('https://graph.facebook.com'),
    example: 'https://graph.facebook.com',
  },
  WHATSAPP_GRAPH_VERSION: {
    group: WHATSAPP,
    doc: 'Version de la Graph API.',
    schema: z
      .string()
      .regex(/^v\d{1,2}\.\d$/, 'une version comme v25.0 est attendue')
      .default('v25.0'),
    example: 'v25.0',
  },
  WHATSAPP_PHONE_NUMBER_ID: {
    group: WHATSAPP,
    doc: 'Identifiant du numéro (pas le numéro lui-même).',
    schema: digits.optional(),
    example: '106540352242922',
  },
  WHATSAPP_BUSINESS_ACCOUNT_ID: {
    group: WHATSAPP,
    doc: 'Identifiant du compte WhatsApp Business (WABA).',
    schema: digits.optional(),
    example: '102290129340398',
  },
  WHATSAPP_APP_ID: {
    group: WHATSAPP,
    doc: 'Identifiant de l’application Meta : renouvelle le jeton et envoie les exemples de médias.',
    schema: digits.optional(),
    example: '670843887433847',
  },
  WHATSAPP_APP_SECRET: {
    group: WHATSAPP,
    doc: 'Secret de l’application : vérifie la signature des webhooks.',
    schema: text.optional(),
    example: 'secret-de-l-application',
  },
  WHATSAPP_ACCESS_TOKEN: {
    group: WHATSAPP,
    doc: 'Jeton d’accès qui permet d’envoyer.',
    schema: text.regex(/^\S+$/, 'un jeton ne contient pas d’espace').optional(),
    example: 'EAA…',
  },
  WHATSAPP_WEBHOOK_VERIFY_TOKEN: {
    group: WHATSAPP,
    doc: 'Mot que vous choisissez et donnez à Meta en enregistrant le webhook.',
    schema: text.optional(),
    example: 'un-mot-choisi',
  },
  WHATSAPP_MAX_PER_SECOND: {
    group: QUEUES,
    doc: 'Messages envoyés au plus par seconde et par numéro.',
    schema: integer(1, 100_000).default(80),
    example: '80',
  },
  OUTBOX_UNKNOWN_WAIT_SECONDS: {
    group: QUEUES,
    doc: 'Attente d’un accusé quand l’issue d’un envoi est inconnue.',
    schema: integer(1, 86_400).default(60),
    example: '60',
  },
  OUTBOX_UNKNOWN_ACTION: {
    group: QUEUES,
    doc: 'Ensuite : `resend` renvoie, `hold` attend une décision.',
    schema: z.enum(['resend', 'hold']).default('resend'),
    example: 'resend',
  },
  RETENTION_DAYS: {
    group: KEEPING,
    doc: 'Jours après lesquels le contenu des messages et des fichiers est effacé ; 0 : jamais. Les comptes restent.',
    schema: integer(0, 3650).default(365),
    example: '365',
  },
} satisfies Record<string, Declared>;
