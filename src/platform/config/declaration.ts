import type { z } from 'zod';
import { serverSettings } from './server-settings.js';
import { templateSettings } from './template-settings.js';
import { tokenSettings } from './token-settings.js';
import { uicSettings } from './uic-settings.js';
import { whatsappSettings } from './whatsapp-settings.js';

/** Every setting of Relais, in the order of `.env.example`. */
export const declaration = {
  ...serverSettings,
  ...whatsappSettings,
  ...templateSettings,
  ...tokenSettings,
  ...uicSettings,
};

/** All settings, read and checked. */
export type Values = { [N in keyof typeof declaration]: z.output<(typeof declaration)[N]['schema']> };
