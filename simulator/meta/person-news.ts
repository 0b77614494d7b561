import type { Phone } from '../world/phones.js';
import { newWamid } from './wamid.js';
import {
  type Account,
  type AccountUpdate,
  contactOf,
  type MessageUpdate,
  seconds,
  senderOf,
  valueOf,
} from './wire.js';

/** A person has another number: a message of the kind `system`, which introduces nobody. */
export function numberNews(before: Phone, after: Phone, at: number): MessageUpdate {
  const body = `User ${before.name} changed from ${before.number} to ${after.number}`;
  const system = { body, type: 'user_changed_number', wa_id: after.number, user_id: after.userId };
  return systemNews(before, after.number, system, at);
}

/** A person has another id: the message, and the field that is made for it. */
export function idNews(
  account: Account,
  before: Phone,
  after: Phone,
  at: number,
): [MessageUpdate, AccountUpdate] {
  const system = { body: 'User id changed', type: 'user_changed_user_id', user_id: after.userId };
  const update = {
    ...addressOf(after),
    detail: 'User id changed',
    user_id: { previous: before.userId, current: after.userId },
    timestamp: seconds(at),
  };
  const told = { contacts: [contactOf(after)], user_id_update: [update] };
  return [systemNews(before, after.number, system, at), fieldNews(account, 'user_id_update', told, at)];
}

/** What a person wants of marketing messages from now on. */
export function marketingNews(
  account: Account,
  phone: Phone,
  value: 'stop' | 'resume',
  at: number,
): AccountUpdate {
  const preference = {
    ...addressOf(phone),
    user_id: phone.userId,
    detail: `User requested to ${value} marketing messages`,
    category: 'marketing_messages',
    value,
    timestamp: Number(seconds(at)),
  };
  const told = { contacts: [contactOf(phone)], user_preferences: [preference] };
  return fieldNews(account, 'user_preferences', told, at);
}

function addressOf(phone: Phone): object {
  return phone.hidden ? {} : { wa_id: phone.number };
}

function systemNews(before: Phone, phone: string, system: object, at: number): MessageUpdate {
  const id = newWamid(before.number, 'in');
  const data = { ...senderOf(before), id, timestamp: seconds(at), type: 'system', system };
  return { kind: 'message', phone, what: 'system', id, data };
}

function fieldNews(account: Account, field: string, told: object, at: number): AccountUpdate {
  return { kind: 'account', what: field, field, at, data: valueOf(account, told) };
}
