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
}

/** Reads the settings; throws a sentence that names the wrong one. The only place that looks at the environment. */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const text = (name: string, fallback: string): string => env[`SIMULATOR_${name}`] || fallback;
  return {
    host: text('HOST', '127.0.0.1'),
    port: portOf(text('PORT', '3001')),
    publicUrl: env['SIMULATOR_PUBLIC_URL'] || undefined,
    webhookUrl: urlOf(text('WEBHOOK_URL', 'http://127.0.0.1:3000/whatsapp/webhook')),
    appId: text('APP_ID', '200000000000001'),
    appSecret: text('APP_SECRET', 'simulator-app-secret'),
    accessToken: text('ACCESS_TOKEN', 'simulator-access-token'),
    verifyToken: text('VERIFY_TOKEN', 'simulator-verify-token'),
    phoneNumberId: text('PHONE_NUMBER_ID', '100000000000001'),
    businessAccountId: text('BUSINESS_ACCOUNT_ID', '100000000000009'),
    displayPhoneNumber: text('DISPLAY_PHONE_NUMBER', '15550001111').replace(/\D/g, ''),
    serviceName: text('SERVICE_NAME', 'Relais'),
    exitWithParent: text('EXIT_WITH_PARENT', 'false') === 'true',
  };
}

function portOf(value: string): number {
  const port = Number(value);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`SIMULATOR_PORT must be a number from 0 to 65535, for example 3001; it is "${value}".`);
}

function urlOf(value: string): string {
  if (/^https?:$/.test(URL.parse(value)?.protocol ?? '')) return value;
  throw new Error(
    `SIMULATOR_WEBHOOK_URL must be an http address, for example http://127.0.0.1:3000/whatsapp/webhook; it is "${value}".`,
  );
}
