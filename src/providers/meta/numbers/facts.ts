import type { Patient, Reply } from '../doctor/patient.js';
import { asObject, asWord, type Json } from '../graph/json.js';
import { plainName } from '../../../kernel/text.js';

/** Every version knows these. */
const USUAL = ['id', 'display_phone_number', 'verified_name', 'quality_rating', 'throughput'];
/** Which of these exist depends on the version. */
const RARE = ['status', 'name_status', 'whatsapp_business_manager_messaging_limit', 'webhook_configuration'];

/** What Meta tells of a number; empty when it tells nothing. */
export async function factsOf(patient: Patient, number: string): Promise<Record<string, string>> {
  let reply = await patient.ask(number, { fields: [...USUAL, ...RARE].join(',') });
  if (asksLess(reply)) reply = await patient.ask(number, { fields: USUAL.join(',') });
  if (!reply.ok) return {};
  const { body } = reply;
  const facts = {
    phone: plainName(body['display_phone_number']),
    verifiedName: plainName(body['verified_name']),
    nameStatus: asWord(body['name_status']),
    status: asWord(body['status']),
    quality: asWord(body['quality_rating']),
    throughput: asWord(asObject(body['throughput'])?.['level']),
    messagingLimit: asWord(body['whatsapp_business_manager_messaging_limit']),
    webhook: webhookIn(body),
  };
  return Object.fromEntries(Object.entries(facts).filter((fact): fact is [string, string] => !!fact[1]));
}

function asksLess(reply: Reply): boolean {
  return !reply.ok && /nonexist/i.test(reply.failure.error?.title ?? '');
}

/** Where messages to this number go: its own address before the account's, the account's before the app's. Only the host. */
function webhookIn(body: Json): string | undefined {
  const set = asObject(body['webhook_configuration']);
  const url = set?.['phone_number'] ?? set?.['whatsapp_business_account'] ?? set?.['application'];
  return typeof url === 'string' && URL.canParse(url) ? new URL(url).host : undefined;
}
