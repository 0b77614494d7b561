import { type Declared, schedule } from './kinds.js';

const TOKENS = 'Jetons d’accès';

/** The settings of this part of Relais. */
export const tokenSettings = {
  TOKEN_CHECK_CRON: {
    group: TOKENS,
    doc: 'Quand la validité des jetons est contrôlée (cron, UTC) ; vide : seulement au démarrage. Le renouvellement a lieu de toute façon.',
    schema: schedule('17 * * * *'),
    example: '17 * * * *',
  },
} satisfies Record<string, Declared>;
