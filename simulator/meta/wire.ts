import type { Phone } from '../world/phones.js';

/** A message of a person, or a status of a message of the service. */
export interface MessageUpdate {
  kind: 'message' | 'status';
  /** Number of the phone: updates of one phone are delivered in order. */
  phone: string;
  /** What the journal calls it: `text`, `status:read`… */
  what: string;
  id: string;
  /** Id of the service's number; absent: the first. */
  line?: string;
  contact?: object;
  data: object;
}

/** News of the account: its templates, its number. */
export interface AccountUpdate {
  kind: 'account';
  what: string;
  /** Under which name Meta tells it. */
  field: string;
  /** Milliseconds. */
  at: number;
  data: object;
}

/** One thing that a webhook tells. */
export type Update = MessageUpdate | AccountUpdate;

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

/** One POST: the messages in one change, the statuses in another, as Meta batches them; news of the account are dated. */
export function envelope(account: Account, updates: readonly Update[]): object {
  const messages = updates.filter(isOf('message'));
  const statuses = updates.filter(isOf('status'));
  const news = updates.filter((update) => update.kind === 'account');
  const changes: object[] = news.map(({ data, field }) => ({ value: data, field }));
  if (messages.length > 0) {
    const contacts = new Map(messages.map((update) => [update.phone, update.contact]));
    const known = [...contacts.values()].filter((contact) => contact !== undefined);
    const introduced = known.length > 0 ? { contacts: known } : {};
    changes.push(change(account, { ...introduced, messages: messages.map(dataOf) }));
  }
  if (statuses.length > 0) changes.push(change(account, { statuses: statuses.map(dataOf) }));
  const [first] = news;
  const time = first && { time: Number(seconds(first.at)) };
  const entry = [{ id: account.businessAccountId, ...time, changes }];
  return { object: 'whatsapp_business_account', entry };
}

function isOf(kind: MessageUpdate['kind']) {
  return (update: Update): update is MessageUpdate => update.kind === kind;
}

function dataOf(update: Update): object {
  return update.data;
}

function change(account: Account, what: object): object {
  return { value: valueOf(account, what), field: 'messages' };
}

/** Something told by our number. */
export function valueOf(account: Account, what: object): object {
  const metadata = {
    display_phone_number: account.displayPhoneNumber,
    phone_number_id: account.phoneNumberId,
  };
  return { messaging_product: 'whatsapp', metadata, ...what };
}
