import type { z } from 'zod';
import { assistantSettings } from './assistant-settings.js';
import { catalogSettings } from './catalog-settings.js';
import { conversationsSettings } from './conversations-settings.js';
import { dhis2Settings } from './dhis2-settings.js';
import { mediaSettings } from './media-settings.js';
import { monitoringSettings } from './monitoring-settings.js';
import { serverSettings } from './server-settings.js';
import { templateSettings } from './template-settings.js';
import { tokenSettings } from './token-settings.js';
import { twilioSettings } from './twilio-settings.js';
import { uicSettings } from './uic-settings.js';
import { whatsappSettings } from './whatsapp-settings.js';

/** Every setting of Relais, in the order of `.env.example`. */
export const declaration = {
  ...serverSettings,
  ...whatsappSettings,
  ...twilioSettings,
  ...mediaSettings,
  ...templateSettings,
  ...tokenSettings,
  ...uicSettings,
  ...dhis2Settings,
  ...conversationsSettings,
  ...catalogSettings,
  ...assistantSettings,
  ...monitoringSettings,
};

/** All settings, read and checked. */
export type Values = { [N in keyof typeof declaration]: z.output<(typeof declaration)[N]['schema']> };
