import type { MigrationInterface } from 'typeorm';
import { Platform1763700001000 } from './1763700001000-platform.js';
import { Auth1763700002000 } from './1763700002000-auth.js';
import { WhatsApp1763700003000 } from './1763700003000-whatsapp.js';
import { Uic1763700004000 } from './1763700004000-uic.js';
import { Conversations1763700005000 } from './1763700005000-conversations.js';
import { AlertsAndSchedules1763700006000 } from './1763700006000-alerts-and-schedules.js';
import { Token1763700007000 } from './1763700007000-token.js';
import { TemplateSync1763700008000 } from './1763700008000-template-sync.js';
import { Users1763700009000 } from './1763700009000-users.js';
import { TemplateCreations1763700010000 } from './1763700010000-template-creations.js';

/** Every migration, in order; one list for all databases. */
export const migrations: readonly (new () => MigrationInterface)[] = [
  Platform1763700001000,
  Auth1763700002000,
  WhatsApp1763700003000,
  Uic1763700004000,
  Conversations1763700005000,
  AlertsAndSchedules1763700006000,
  Token1763700007000,
  TemplateSync1763700008000,
  Users1763700009000,
  TemplateCreations1763700010000,
];
