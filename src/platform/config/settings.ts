import { Secret } from '../../kernel/secret.js';
import { type AssistantSettings, assistantOf, missingForModel } from './assistant-places.js';
import { type CatalogSettings, catalogOf } from './catalog-places.js';
import { declaration, type Values } from './declaration.js';
import { type Dhis2Settings, dhis2Of, missingForDhis2 } from './dhis2-places.js';
import type { Environment } from './environment.js';
import {
  type MediaSettings,
  mediaOf,
  missingForStorage,
  type StorageSettings,
  storageOf,
} from './media-places.js';
import { examplesIn } from './production.js';
import { reasonOf } from './reason.js';
import { type MonitoringSettings, monitoringOf, type OrderSettings, ordersOf } from './news.js';
import { type Fault, SettingsInvalid } from './settings.errors.js';
import { missingForTwilio, twilioOf, type TwilioSettings } from './twilio-places.js';
import { type WhatsAppSettings, whatsappOf } from './whatsapp-places.js';
import { z } from 'zod';

z.config(z.locales.fr());

const secret = (value: string | undefined): Secret | undefined =>
  value === undefined ? undefined : new Secret(value);
const secrets = (values: string[] | undefined): Secret[] => (values ?? []).map((value) => new Secret(value));

/** The settings of this process, by room; read once at start and injected by this class. */
export class Settings {
  readonly production: boolean;
  readonly role: Values['PROCESS_ROLE'];
  /** In which days are counted; moments are UTC everywhere else. */
  readonly timeZone: string;
  readonly http: { port: number; host: string; publicBaseUrl?: string };
  readonly database: { url: string; poolSize: number };
  /** The first key encrypts, all decrypt. */
  readonly keys: { data: Secret[]; uic: Secret[] };
  readonly auth: { adminApiKey?: Secret };
  readonly simulator: { mode: Values['SIMULATOR']; port: number };
  readonly log: { level: Values['LOG_LEVEL']; format?: Values['LOG_FORMAT'] };
  readonly meta: {
    graphBaseUrl: string;
    graphVersion: string;
    phoneNumberId?: string;
    businessAccountId?: string;
    appId?: string;
    appSecret?: Secret;
    accessToken?: Secret;
    verifyToken?: Secret;
  };
  readonly twilio: TwilioSettings;
  readonly whatsapp: WhatsAppSettings;
  readonly storage: StorageSettings;
  readonly media: MediaSettings;
  /** Cron expressions; absent: never. */
  readonly templates: { syncCron?: string; incrementalCron?: string };
  /** A cron expression; absent: at start only. */
  readonly token: { checkCron?: string };
  readonly conversations: {
    entryFlow: Values['BOT_ENTRY_FLOW'];
    textsDir?: string;
    repliesPerMinute: number;
    /** How long the house keeps silent while the team looks after a conversation in which nothing happens. */
    handoverMs: number;
  };
  /** Who hears of problems, and of people who wait. */
  readonly monitoring: MonitoringSettings;
  /** An OTLP collector; absent: nobody watches. */
  readonly tracing: { endpoint?: string };
  /** Where orders are told, and the secret that signs it. */
  readonly orders: OrderSettings;
  readonly catalog: CatalogSettings;
  readonly assistant: AssistantSettings;
  /** The national register. */
  readonly dhis2: Dhis2Settings;
  readonly uic: {
    consent: Values['UIC_CONSENT'];
    confirm: boolean;
    sessionTimeoutMinutes: number;
    serviceName: string;
    /** Whom to ask about one's data, and how they are called. */
    contact?: string;
    contactName?: string;
    codesPerDay: number;
    qrCode: boolean;
    townsFile?: string;
    questionsFile?: string;
    townMode: Values['UIC_TOWN_MODE'];
  };

  constructor(values: Values) {
    this.production = values.NODE_ENV === 'production';
    this.role = values.PROCESS_ROLE;
    this.timeZone = values.TIME_ZONE;
    this.http = { port: values.PORT, host: values.HOST, publicBaseUrl: values.PUBLIC_BASE_URL };
    this.database = { url: values.DATABASE_URL, poolSize: values.DATABASE_POOL_SIZE };
    this.keys = { data: secrets(values.DATA_ENCRYPTION_KEY), uic: secrets(values.UIC_SECRET) };
    this.auth = { adminApiKey: secret(values.ADMIN_API_KEY) };
    this.simulator = { mode: values.SIMULATOR, port: values.SIMULATOR_PORT };
    this.log = { level: values.LOG_LEVEL, format: values.LOG_FORMAT };
    this.meta = metaOf(values);
    this.twilio = twilioOf(values);
    this.whatsapp = whatsappOf(values);
    this.storage = storageOf(values);
    this.media = mediaOf(values);
    this.templates = {
      syncCron: values.TEMPLATE_SYNC_CRON,
      incrementalCron: values.TEMPLATE_INCREMENTAL_CRON,
    };
    this.token = { checkCron: values.TOKEN_CHECK_CRON };
    this.conversations = {
      entryFlow: values.BOT_ENTRY_FLOW,
      textsDir: values.TEXTS_DIR,
      repliesPerMinute: REPLIES_PER_MINUTE,
      handoverMs: values.HANDOVER_TIMEOUT_HOURS * 3_600_000,
    };
    this.orders = ordersOf(values);
    this.monitoring = monitoringOf(values);
    this.tracing = { endpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT };
    this.catalog = catalogOf(values);
    this.assistant = assistantOf(values);
    this.dhis2 = dhis2Of(values);
    this.uic = uicOf(values);
  }
}

function uicOf(values: Values): Settings['uic'] {
  return {
    consent: values.UIC_CONSENT,
    confirm: values.UIC_CONFIRM,
    sessionTimeoutMinutes: values.UIC_SESSION_TIMEOUT_MINUTES,
    serviceName: values.UIC_SERVICE_NAME,
    contact: values.UIC_CONTACT,
    contactName: values.UIC_CONTACT_NAME,
    codesPerDay: values.UIC_CODES_PER_DAY,
    qrCode: values.ENABLE_QR_CODE,
    townsFile: values.UIC_TOWNS_FILE,
    questionsFile: values.UIC_QUESTIONS_FILE,
    townMode: values.UIC_TOWN_MODE,
  };
}

function metaOf(values: Values): Settings['meta'] {
  return {
    graphBaseUrl: values.WHATSAPP_GRAPH_BASE_URL,
    graphVersion: values.WHATSAPP_GRAPH_VERSION,
    phoneNumberId: values.WHATSAPP_PHONE_NUMBER_ID,
    businessAccountId: values.WHATSAPP_BUSINESS_ACCOUNT_ID,
    appId: values.WHATSAPP_APP_ID,
    appSecret: secret(values.WHATSAPP_APP_SECRET),
    accessToken: secret(values.WHATSAPP_ACCESS_TOKEN),
    verifyToken: secret(values.WHATSAPP_WEBHOOK_VERIFY_TOKEN),
  };
}

/** More automatic replies than any person could read in a minute: the other side is a machine. */
const REPLIES_PER_MINUTE = 30;

/** Reads and checks every setting; throws `SettingsInvalid` with all faults at once. The values given appear in no message. */
export function readSettings(env: Environment): Settings {
  const faults: Fault[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, { schema, example }] of Object.entries(declaration)) {
    const parsed = schema.safeParse(env[name]);
    if (parsed.success) values[name] = parsed.data;
    else
      faults.push({
        name,
        reason: parsed.error.issues.map(reasonOf).join(' ; '),
        example,
      });
  }
  faults.push(...missingTogether(env));
  if (faults.length > 0) throw new SettingsInvalid(faults);
  return new Settings(values as Values);
}

const MODEL_INCOMPLETE = 'manque alors que d’autres réglages du modèle sont donnés';
const TWILIO_INCOMPLETE =
  'manque alors que Twilio est choisi, ou que d’autres réglages de Twilio sont donnés';
const DHIS2_INCOMPLETE = 'manque alors que DHIS2_MODE demande un enregistrement';
const BUCKET_INCOMPLETE = 'manque alors que d’autres réglages du compartiment S3 sont donnés';

/** Settings that only make sense together, and those that production insists on. */
function missingTogether(env: Environment): Fault[] {
  const production = env['NODE_ENV'] === 'production';
  const account = ['WHATSAPP_PHONE_NUMBER_ID', 'WHATSAPP_ACCESS_TOKEN', 'WHATSAPP_APP_SECRET'] as const;
  const configured = account.some((name) => env[name] !== undefined);
  const needed: [keyof typeof declaration, string][] = [
    ...account.map((name): [typeof name, string] => [
      name,
      'manque alors que d’autres réglages de Meta sont donnés',
    ]),
    ...(production
      ? ([['WHATSAPP_WEBHOOK_VERIFY_TOKEN', 'manque']] as [keyof typeof declaration, string][])
      : []),
  ];
  const missing = configured ? needed.filter(([name]) => env[name] === undefined) : [];
  for (const name of ['DATA_ENCRYPTION_KEY', 'UIC_SECRET'] as const) {
    if (env[name] === undefined) missing.push([name, 'manque']);
  }
  if (production && env['SIMULATOR'] === 'auto')
    missing.push(['SIMULATOR', '`auto` n’est pas permis en production']);
  for (const name of missingForStorage(env)) missing.push([name, BUCKET_INCOMPLETE]);
  for (const name of missingForTwilio(env)) missing.push([name, TWILIO_INCOMPLETE]);
  for (const name of missingForDhis2(env)) missing.push([name, DHIS2_INCOMPLETE]);
  if (production) missing.push(...examplesIn(env));
  for (const name of missingForModel(env)) missing.push([name, MODEL_INCOMPLETE]);
  return missing.map(([name, reason]) => ({ name, reason, example: declaration[name].example }));
}
