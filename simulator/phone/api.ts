import type { RegisterTrouble, What } from '../dhis2/troubles.js';
import type { Version } from '../dhis2/dialect.js';
import type { Bubble } from '../world/chats.js';
import type { OptionsChange } from '../world/options.js';
import type { Phone } from '../world/phones.js';
import type { Snapshot } from './state.js';

/** What a phone can send. */
export type Message =
  | { type: 'text'; text: string }
  | { type: 'tap'; choice: string; messageId: string }
  | { type: 'image' | 'voice' | 'sticker' | 'document'; caption?: string }
  | { type: 'location'; latitude: number; longitude: number; label: string; address: string };

export type FaultWish =
  | { kind: 'http'; status: number; retryAfter?: number }
  | { kind: 'cut' | 'timeout'; accept: boolean }
  | { kind: 'slow'; ms: number }
  | { kind: 'graph' | 'fail'; code: number };

/** A change of the national register, or a fault of it. */
export interface RegisterChange {
  version?: Version;
  uniqueCode?: boolean;
  clockSeconds?: number;
  faults?: RegisterFaultWish[];
  clearFaults?: number;
}
export type RegisterFaultWish = RegisterTrouble & { on?: What; times?: null };

async function call(method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(`sim/${path}`, {
    method,
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text ? JSON.parse(text) : undefined;
}

export async function loadSnapshot(): Promise<Snapshot> {
  const [state, phones] = await Promise.all([call('GET', 'state'), call('GET', 'phones')]);
  return { ...(state as Omit<Snapshot, 'phones'>), phones: phones as (Phone & { chat: Bubble[] })[] };
}

const lines = new Map<string, Promise<unknown>>();

/** Sends from a phone, after what was sent from it before. */
export function send(number: string, message: Message): Promise<unknown> {
  const before = lines.get(number) ?? Promise.resolve();
  const now = before.then(
    () => call('POST', `phones/${number}/messages`, message),
    () => call('POST', `phones/${number}/messages`, message),
  );
  lines.set(number, now);
  return now;
}

export async function addPhone(): Promise<Phone> {
  return (await call('POST', 'phones', {})) as Phone;
}

export async function renamePhone(number: string, name: string): Promise<void> {
  await call('POST', 'phones', { number, name });
}

export async function removePhone(number: string): Promise<void> {
  await call('DELETE', `phones/${number}`);
}

export async function closeWindow(number: string): Promise<void> {
  await call('DELETE', `phones/${number}/window`);
}

export async function addFault(fault: FaultWish): Promise<void> {
  await call('POST', 'faults', fault);
}

export async function clearFault(id: number): Promise<void> {
  await call('DELETE', `faults/${id}`);
}

export async function changeOptions(change: OptionsChange): Promise<void> {
  await call('PATCH', 'options', change);
}

export async function release(order: 'as-sent' | 'reversed'): Promise<void> {
  await call('POST', 'webhooks/release', { as: 'batch', order });
}

export async function resetAll(): Promise<void> {
  await call('POST', 'reset');
}

export async function changeRegister(change: RegisterChange): Promise<void> {
  await call('POST', 'dhis2', change);
}

export async function resetRegister(): Promise<void> {
  await call('DELETE', 'dhis2');
}
