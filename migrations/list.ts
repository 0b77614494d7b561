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
import { Messaging1763700011000 } from './1763700011000-messaging.js';
import { Outbound1763700012000 } from './1763700012000-outbound.js';
import { Inbound1763700013000 } from './1763700013000-inbound.js';
import { Media1763700014000 } from './1763700014000-media.js';
import { Numbers1763700015000 } from './1763700015000-numbers.js';
import { Threads1763700016000 } from './1763700016000-threads.js';
import { Orders1763700019000 } from './1763700019000-orders.js';
import { Catalog1763700017000 } from './1763700017000-catalog.js';
import { Assistant1763700018000 } from './1763700018000-assistant.js';
import { Sessions1763700020000 } from './1763700020000-sessions.js';
import { ErrorLog1763700021000 } from './1763700021000-error-log.js';
import { Figures1763700022000 } from './1763700022000-figures.js';
import { UicProgramme1763700023000 } from './1763700023000-uic-programme.js';
import { Dhis21763700024000 } from './1763700024000-dhis2.js';
import { UicScheme1763700025000 } from './1763700025000-uic-scheme.js';
import { CatalogSync1763700026000 } from './1763700026000-catalog-sync.js';
import { InventoryKeys1763700027000 } from './1763700027000-inventory-keys.js';
import { Commerce1763700028000 } from './1763700028000-commerce.js';
import { CatalogSearch1763700029000 } from './1763700029000-catalog-search.js';
import { Played1763700030000 } from './1763700030000-played.js';
import { Departures1763700032000 } from './1763700032000-departures.js';
import { EnglishErrors1763700040000 } from './1763700040000-english-errors.js';
import { Holds1763700043000 } from './1763700043000-holds.js';

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
  Messaging1763700011000,
  Outbound1763700012000,
  Inbound1763700013000,
  Media1763700014000,
  Numbers1763700015000,
  Threads1763700016000,
  Orders1763700019000,
  Catalog1763700017000,
  Assistant1763700018000,
  Sessions1763700020000,
  ErrorLog1763700021000,
  Figures1763700022000,
  UicProgramme1763700023000,
  Dhis21763700024000,
  UicScheme1763700025000,
  CatalogSync1763700026000,
  InventoryKeys1763700027000,
  Commerce1763700028000,
  CatalogSearch1763700029000,
  Played1763700030000,
  Departures1763700032000,
  EnglishErrors1763700040000,
  Holds1763700043000,
];
