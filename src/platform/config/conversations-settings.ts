import { type Declared, httpUrlWith, integer, text } from './kinds.js';

const CONVERSATIONS = 'Conversations';

/** The settings of this part of Relais. */
export const conversationsSettings = {
  HANDOVER_TIMEOUT_HOURS: {
    group: CONVERSATIONS,
    doc: 'Heures pendant lesquelles le service automatique se tait quand l’équipe s’occupe d’une conversation ; ensuite il reprend.',
    schema: integer(1, 720).default(12),
    example: '12',
  },
  ORDER_WEBHOOK_URL: {
    group: CONVERSATIONS,
    doc: 'Adresse de votre système qui reçoit les commandes confirmées et leurs changements (JSON).',
    schema: httpUrlWith('ORDER_WEBHOOK_SECRET signe les envois').optional(),
    example: 'https://boutique.exemple.cd/relais/commandes',
  },
  ORDER_WEBHOOK_SECRET: {
    group: CONVERSATIONS,
    doc: 'Secret qui signe ces envois (en-tête X-Relais-Signature).',
    schema: text.optional(),
    example: 'un-secret-partage',
  },
} satisfies Record<string, Declared>;
