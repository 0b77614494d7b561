import type { ChannelError } from '../../../whatsapp/whatsapp-content.contract.js';
import type {
  DeliveryState,
  OtherUpdate,
  StatusUpdate,
} from '../../../whatsapp/whatsapp-updates.contract.js';
import { asList, asObject, asWord, type Json, providerIdOf } from '../graph/json.js';
import { channelError, graphErrorOf } from '../graph/meta.errors.js';
import { type Arrival, META, other } from './arrival.js';
import { instantOf } from './instant.js';

const STATES = new Map<unknown, DeliveryState>([
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['played', 'played'],
  ['failed', 'failed'],
]);

/** What became of a message of ours; states of old, of calls and of payments are kept under their name. */
export function statusOf(item: unknown, arrival: Arrival): StatusUpdate | OtherUpdate {
  const status = asObject(item);
  const providerId = providerIdOf(status?.['id']);
  const state = STATES.get(status?.['status']);
  if (!status || !providerId || !state) return broken(item, arrival);
  const reference = providerIdOf(status['biz_opaque_callback_data']);
  const error = state === 'failed' ? errorOf(status) : undefined;
  return {
    kind: 'status',
    channel: META,
    number: arrival.number,
    providerId,
    state,
    at: instantOf(status['timestamp'], arrival.receivedAt),
    ...(reference && { reference }),
    ...pricingOf(asObject(status['pricing'])),
    ...(error && { error }),
  };
}

/** What `pricing.type` says where `billable`, which Meta is giving up, is absent. */
const BILLABLE: Readonly<Record<string, boolean>> = {
  regular: true,
  free_customer_service: false,
  free_entry_point: false,
};

function pricingOf(pricing: Json | undefined): Pick<StatusUpdate, 'pricingCategory' | 'billable'> {
  const pricingCategory = asWord(pricing?.['category']);
  const told = pricing?.['billable'];
  const type = asWord(pricing?.['type']);
  const billable =
    typeof told === 'boolean' ? told : type && (Object.hasOwn(BILLABLE, type) ? BILLABLE[type] : undefined);
  return {
    ...(pricingCategory && { pricingCategory }),
    ...(typeof billable === 'boolean' && { billable }),
  };
}

function errorOf(status: Json): ChannelError {
  return channelError(graphErrorOf(asList(status['errors'])[0]));
}

function broken(item: unknown, { number }: Arrival): OtherUpdate {
  const state = asWord(asObject(item)?.['status']);
  return other(number, state && !STATES.has(state) ? `statuses.${state}` : 'statuses.broken', item);
}
