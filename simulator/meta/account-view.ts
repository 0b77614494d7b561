import type { AccountFacts } from '../world/account.js';
import type { Settings } from '../settings.js';
import { noSuchField } from './template-view.js';

type Readers = Record<string, (settings: Settings, facts: AccountFacts) => unknown>;

const NUMBER: Readers = {
  verified_name: ({ serviceName }) => serviceName,
  code_verification_status: () => 'VERIFIED',
  display_phone_number: ({ displayPhoneNumber }) => `+${displayPhoneNumber}`,
  quality_rating: (_settings, { quality }) => quality,
  platform_type: () => 'CLOUD_API',
  throughput: () => ({ level: 'STANDARD' }),
  webhook_configuration: ({ webhookUrl }, { override }) => ({
    ...(override && { whatsapp_business_account: override }),
    application: webhookUrl,
  }),
  status: (_settings, { status }) => status,
  name_status: (_settings, { nameStatus }) => nameStatus,
  account_mode: () => 'LIVE',
  is_official_business_account: () => false,
  is_pin_enabled: () => true,
  whatsapp_business_manager_messaging_limit: (_settings, { messagingLimit }) => messagingLimit,
  health_status: ({ phoneNumberId: id }, facts) => healthOf('PHONE_NUMBER', id, facts),
  id: ({ phoneNumberId }) => phoneNumberId,
};
const USUAL_NUMBER = [
  'verified_name',
  'code_verification_status',
  'display_phone_number',
  'quality_rating',
  'platform_type',
  'throughput',
  'webhook_configuration',
  'id',
];

const ACCOUNT: Readers = {
  name: ({ serviceName }) => serviceName,
  timezone_id: () => '1',
  message_template_namespace: () => '5f1c7a52_8a3e_4c3c_9d35_1a9e7f6b0c21',
  currency: () => 'USD',
  country: () => 'CD',
  status: () => 'ACTIVE',
  ownership_type: () => 'SELF',
  account_review_status: (_settings, { review }) => review,
  business_verification_status: () => 'verified',
  health_status: ({ businessAccountId: id }, facts) => healthOf('WABA', id, facts),
  owner_business_info: ({ serviceName }) => ({ name: serviceName, id: '100000000000090' }),
  id: ({ businessAccountId }) => businessAccountId,
};
const USUAL_ACCOUNT = ['id', 'name', 'timezone_id', 'message_template_namespace'];

const APP: Readers = {
  name: ({ serviceName }) => serviceName,
  link: ({ appId }) => `https://www.facebook.com/games/?app_id=${appId}`,
  id: ({ appId }) => appId,
};

/** The number as the Graph shows it. */
export function numberView(settings: Settings, facts: AccountFacts, fields?: string): object {
  return view(NUMBER, fieldsIn(fields, USUAL_NUMBER), {
    settings,
    facts,
    node: 'WhatsAppBusinessPhoneNumber',
  });
}

/** The account as the Graph shows it. */
export function accountView(settings: Settings, facts: AccountFacts, fields?: string): object {
  return view(ACCOUNT, fieldsIn(fields, USUAL_ACCOUNT), { settings, facts, node: 'WhatsAppBusinessAccount' });
}

/** The app as the Graph shows it. */
export function appView(settings: Settings, facts: AccountFacts, fields?: string): object {
  return view(APP, fieldsIn(fields, ['link', 'name', 'id']), { settings, facts, node: 'Application' });
}

function fieldsIn(text: string | undefined, usual: readonly string[]): readonly string[] {
  if (!text) return usual;
  const names = text.replace(/\{[^{}]*\}/g, '').split(',');
  return [...new Set([...names.map((name) => name.trim()), 'id'])].filter((name) => name !== '');
}

function view(
  readers: Readers,
  fields: readonly string[],
  { settings, facts, node }: { settings: Settings; facts: AccountFacts; node: string },
): object {
  return Object.fromEntries(
    fields.map((field) => {
      const reader = Object.hasOwn(readers, field) ? readers[field] : undefined;
      if (!reader) throw noSuchField(field, node);
      return [field, reader(settings, facts)];
    }),
  );
}

function healthOf(type: string, id: string, { status, review }: AccountFacts): object {
  const can = status === 'CONNECTED' && review === 'APPROVED' ? 'AVAILABLE' : 'BLOCKED';
  return { can_send_message: can, entities: [{ entity_type: type, id, can_send_message: can }] };
}
