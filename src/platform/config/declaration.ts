import type { z } from 'zod';
import { serverSettings } from './server-settings.js';
import { uicSettings } from './uic-settings.js';
import { whatsappSettings } from './whatsapp-settings.js';

/** Every setting of Relais, in the order of `.env.example`. */
export const declaration = { ...serverSettings, ...whatsappSettings, ...uicSettings };

/** All settings, read and checked. */
export type Values = { [N in keyof typeof declaration]: z.output<(typeof declaration)[N]['schema']> };
