import { type Declared, schedule } from './kinds.js';

const TEMPLATES = 'Modèles';

/** The settings of this part of Relais. */
export const templateSettings = {
  TEMPLATE_SYNC_CRON: {
    group: TEMPLATES,
    doc: 'Quand tous les modèles sont relus (cron, UTC) ; vide : jamais.',
    schema: schedule('0 */6 * * *'),
    example: '0 */6 * * *',
  },
  TEMPLATE_INCREMENTAL_CRON: {
    group: TEMPLATES,
    doc: 'Quand seuls les modèles changés depuis sont relus (cron, UTC) ; vide : jamais.',
    schema: schedule('30 * * * *'),
    example: '30 * * * *',
  },
} satisfies Record<string, Declared>;
