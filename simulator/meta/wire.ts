import type { Phone } from '../world/phones.js';

/** One thing that a webhook tells: a message of a person, or a status of a message of the service. */
export interface Update {
  kind: 'message' | 'status';
  /** Number of the phone: updates of one phone are delivered in order. */
  phone: string;
  /** What the journal calls it: `text`, `status:read`… */
  what: string;
  id: string;
  contact?: object;
  data: object;
}

export interface Account {
  businessAccountId: string;
  phoneNumberId: string;
  displayPhoneNumber: string;
}

/** Whom a message is from. A person with a user name shows no number. */
export function contactOf(phone: Phone): object {
  const number = phone.hidden ? {} : { wa_id: phone.number };
  return { profile: { name: phone.name }, ...number, user_id: phone.userId };
}

export function senderOf(phone: Phone): object {
  return phone.hidden ? { from_user_id: phone.userId } : { from: phone.number, from_user_id: phone.userId };
}

export function seconds(ms: number): string {
  return String(Math.floor(ms / 1000));
}

/** One POST: the messages in one change, the statuses in another, as Meta batches them. */
export function envelope(account: Account, updates: readonly Update[]): object {
  const messages = updates.filter((update) => update.kind === 'message');
  const statuses = updates.filter((update) => update.kind === 'status');
  const changes: object[] = [];
  if (messages.length > 0) {
    const contacts = new Map(messages.map((update) => [update.phone, update.contact]));
    changes.push(change(account, { contacts: [...contacts.values()], messages: messages.map(dataOf) }));
  }
  if (statuses.length > 0) changes.push(change(account, { statuses: statuses.map(dataOf) }));
  return { object: 'whatsapp_business_account', entry: [{ id: account.businessAccountId, changes }] };
}

function dataOf(update: Update): object {
  return update.data;
}

function change(account: Account, what: object): object {
  const metadata = {
    display_phone_number: account.displayPhoneNumber,
    phone_number_id: account.phoneNumberId,
  };
  return { value: { messaging_product: 'whatsapp', metadata, ...what }, field: 'messages' };
}
