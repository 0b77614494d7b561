import { parsePhone } from '../../../kernel/phone.js';
import { plainName } from '../../../kernel/text.js';
import type { Person } from '../../../whatsapp/whatsapp-content.contract.js';
import { asObject, type Json, jsonIn } from '../api/json.js';
import { field, type Fields } from './fields.js';

const CHANNEL = 'whatsapp:';
const USER_ID = /^[A-Za-z]{2}\.[A-Za-z0-9.]{1,140}$/;
const LONGEST_ADDRESS = 200;

/** Who wrote; `null` where it was nobody on WhatsApp. */
export function senderOf(fields: Fields): Person | null {
  const from = addressIn(field(fields, 'From'));
  if (from === null) return null;
  const context = contextOf(fields);
  const waId = phoneOf(from) ?? phoneOf(field(fields, 'WaId')) ?? phoneOf(context?.['WaId']);
  const userId =
    userIdOf(from) ?? userIdOf(field(fields, 'ExternalUserId')) ?? userIdOf(context?.['ExternalUserId']);
  if (!waId && !userId) return null;
  const name = plainName(field(fields, 'ProfileName')) ?? plainName(context?.['ProfileName']);
  return { ...(waId && { waId }), ...(userId && { userId }), ...(name && { name }) };
}

/** Our number of which the fields speak, under `name`: its digits; `null` where it is none on WhatsApp. */
export function numberOf(fields: Fields, name: 'To' | 'From'): string | null {
  const address = addressIn(field(fields, name));
  return address === null ? null : (phoneOf(address) ?? null);
}

/** What stands behind `whatsapp:`. */
function addressIn(text: string | undefined): string | null {
  if (text === undefined || text.length > LONGEST_ADDRESS) return null;
  // A `+` that somebody forgot to encode came as a space.
  return text.startsWith(CHANNEL) ? text.slice(CHANNEL.length).trim() : null;
}

/** What the channel tells beside the fields, in JSON. */
function contextOf(fields: Fields): Json | undefined {
  const metadata = jsonIn(field(fields, 'ChannelMetadata') ?? '');
  const data = asObject(metadata?.['data']);
  return asObject(data?.['context']) ?? data;
}

function phoneOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= 40 ? (parsePhone(value) ?? undefined) : undefined;
}

function userIdOf(value: unknown): string | undefined {
  return typeof value === 'string' && USER_ID.test(value) ? value : undefined;
}
