import { type Version, VERSIONS } from './dhis2/dialect.js';

/** What the simulator is told from outside; every value has one that suits a desk. */
export interface Settings {
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** How others reach it, when that is not `http://host:port`. */
  publicUrl: string | undefined;
  webhookUrl: string;
  appId: string;
  appSecret: string;
  accessToken: string;
  verifyToken: string;
  phoneNumberId: string;
  businessAccountId: string;
  /** The service's own number: digits only. */
  displayPhoneNumber: string;
  serviceName: string;
  exitWithParent: boolean;
  twilio: TwilioSettings;
  dhis2: Dhis2Settings;
  inventory: InventorySettings;
}

/** The inventory: how much is in it, and the key that opens it. */
export interface InventorySettings {
  products: number;
  key: string;
}

/** The account that the register knows, and what version it is. */
export interface Dhis2Settings {
  username: string;
  password: string;
  /** A personal access token of the same account. */
  token: string;
  version: Version;
}

/** The account that Twilio knows. */
export interface TwilioSettings {
  accountSid: string;
  /** Opens the account, and is the key of the signature. */
  authToken: string;
  /** The service's own number there: digits only. */
  number: string;
  name: string;
  webhookUrl: string;
}

/** Reads the settings; throws a sentence that names the wrong one. The only place that looks at the environment. */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const text = (name: string, fallback: string): string => env[`SIMULATOR_${name}`] || fallback;
  return {
    host: text('HOST', '127.0.0.1'),
    port: portOf(text('PORT', '3001')),
    publicUrl: env['SIMULATOR_PUBLIC_URL'] || undefined,
    webhookUrl: urlOf('WEBHOOK_URL', text('WEBHOOK_URL', 'http://127.0.0.1:3000/whatsapp/webhook')),
    appId: text('APP_ID', '200000000000001'),
    appSecret: text('APP_SECRET', 'simulator-app-secret'),
    accessToken: text('ACCESS_TOKEN', 'simulator-access-token'),
    verifyToken: text('VERIFY_TOKEN', 'simulator-verify-token'),
    phoneNumberId: text('PHONE_NUMBER_ID', '100000000000001'),
    businessAccountId: text('BUSINESS_ACCOUNT_ID', '100000000000009'),
    displayPhoneNumber: text('DISPLAY_PHONE_NUMBER', '15550001111').replace(/\D/g, ''),
    serviceName: text('SERVICE_NAME', 'Relais'),
    exitWithParent: text('EXIT_WITH_PARENT', 'false') === 'true',
    twilio: {
      accountSid: text('TWILIO_ACCOUNT_SID', `AC${'0'.repeat(31)}1`),
      authToken: text('TWILIO_AUTH_TOKEN', 'simulator-auth-token'),
      number: text('TWILIO_WHATSAPP_NUMBER', '14155238886').replace(/\D/g, ''),
      name: text('SERVICE_NAME', 'Relais'),
      webhookUrl: urlOf(
        'TWILIO_WEBHOOK_URL',
        text('TWILIO_WEBHOOK_URL', 'http://127.0.0.1:3000/twilio/webhook'),
      ),
    },
    dhis2: {
      username: text('DHIS2_USERNAME', 'relais'),
      password: text('DHIS2_PASSWORD', 'simulator-dhis2-password'),
      token: text('DHIS2_TOKEN', 'simulator-dhis2-token'),
      version: versionOf(text('DHIS2_VERSION', '2.42')),
    },
    inventory: {
      products: countOf('INVENTORY_PRODUCTS', text('INVENTORY_PRODUCTS', '240')),
      key: text('INVENTORY_KEY', 'simulator-inventory-key'),
    },
  };
}

function portOf(value: string): number {
  const port = Number(value);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`SIMULATOR_PORT must be a number from 0 to 65535, for example 3001; it is "${value}".`);
}

function countOf(name: string, value: string): number {
  const count = Number(value);
  if (Number.isInteger(count) && count >= 0 && count <= 1_000_000) return count;
  throw new Error(`SIMULATOR_${name} must be a number from 0 to 1000000; it is "${value}".`);
}

function versionOf(value: string): Version {
  const version = VERSIONS.find((each) => each === value);
  if (version) return version;
  throw new Error(`SIMULATOR_DHIS2_VERSION must be one of ${VERSIONS.join(', ')}; it is "${value}".`);
}

function urlOf(name: string, value: string): string {
  if (/^https?:$/.test(URL.parse(value)?.protocol ?? '')) return value;
  throw new Error(
    `SIMULATOR_${name} must be an http address, for example http://127.0.0.1:3000/whatsapp/webhook; it is "${value}".`,
  );
}
