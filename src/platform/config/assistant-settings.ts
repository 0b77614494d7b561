import { type Declared, httpUrlWith, integer, text } from './kinds.js';

const ASSISTANT = 'Assistant';

/** The settings of this part of Relais. */
export const assistantSettings = {
  AI_BASE_URL: {
    group: ASSISTANT,
    doc: 'Adresse d’un modèle compatible OpenAI, distant ou local ; sans elle, l’assistant cherche seulement dans le catalogue.',
    schema: httpUrlWith('donnez AI_API_KEY').optional(),
    example: 'http://127.0.0.1:11434/v1',
  },
  AI_API_KEY: {
    group: ASSISTANT,
    doc: 'Clé du modèle ; un modèle local n’en demande souvent pas.',
    schema: text.optional(),
    example: 'cle-du-modele',
  },
  AI_MODEL: {
    group: ASSISTANT,
    doc: 'Nom du modèle chez son service.',
    schema: text.max(120).optional(),
    example: 'mistral-small',
  },
  ASSISTANT_TIMEOUT_SECONDS: {
    group: ASSISTANT,
    doc: 'Temps donné à une réponse, recherche et seconde tentative comprises.',
    schema: integer(2, 120).default(20),
    example: '20',
  },
  ASSISTANT_CALLS_PER_DAY: {
    group: ASSISTANT,
    doc: 'Questions d’une même personne au modèle en 24 heures.',
    schema: integer(1, 10_000).default(30),
    example: '30',
  },
  ASSISTANT_TOKENS_PER_DAY: {
    group: ASSISTANT,
    doc: 'Jetons (tokens) de toutes les questions en 24 heures ; absent : sans limite.',
    schema: integer(1_000, 2_000_000_000).optional(),
    example: '2000000',
  },
  ASSISTANT_CONCURRENCY: {
    group: ASSISTANT,
    doc: 'Questions posées au modèle en même temps par un processus ; les autres attendent leur tour.',
    schema: integer(1, 200).default(8),
    example: '8',
  },
  ASSISTANT_CALL_RETENTION_DAYS: {
    group: ASSISTANT,
    doc: 'Jours pendant lesquels la durée et le coût de chaque appel sont gardés. Les mots ne le sont jamais.',
    schema: integer(1, 3_650).default(90),
    example: '90',
  },
} satisfies Record<string, Declared>;
