import { Secret } from '../../kernel/secret.js';
import type { Values } from './declaration.js';
import type { Environment } from './environment.js';

export interface TwilioSettings {
  baseUrl: string;
  /** Absent: nothing is sent this way, unless an account is added by the API. */
  account?: { sid: string; authToken: Secret; number: string };
  /** Sign webhooks in place of the token, or beside it. */
  webhookSecrets: Secret[];
  /** `ContentSid` by name, or by name and language. */
  templates: ReadonlyMap<string, string>;
}

const TOGETHER = ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_WHATSAPP_NUMBER'] as const;

export function twilioOf(values: Values): TwilioSettings {
  const { TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: token, TWILIO_WHATSAPP_NUMBER: number } = values;
  const isConfigured = sid !== undefined && token !== undefined && number !== undefined;
  return {
    baseUrl: values.TWILIO_BASE_URL,
    ...(isConfigured && { account: { sid, authToken: new Secret(token), number } }),
    webhookSecrets: (values.TWILIO_WEBHOOK_SECRET ?? []).map((text) => new Secret(text)),
    templates: values.TWILIO_CONTENT_TEMPLATES ?? new Map(),
  };
}

/** Settings that are missing where Twilio is wanted: it signs the address under which the world reaches Relais, and fetches files there. */
export function missingForTwilio(env: Environment): ((typeof TOGETHER)[number] | 'PUBLIC_BASE_URL')[] {
  const isWanted = env['WHATSAPP_PROVIDER'] === 'twilio' || TOGETHER.some((name) => env[name] !== undefined);
  return isWanted ? [...TOGETHER, 'PUBLIC_BASE_URL' as const].filter((name) => env[name] === undefined) : [];
}
