import type { ContactCard, InboundContent } from '../../../whatsapp/whatsapp-content.contract.js';
import { asList, asNumberId, asObject, type Json } from '../graph/json.js';
import { plainName } from '../../../kernel/text.js';
import { phoneOf } from './person.translate.js';

type Name = ContactCard['name'];
type Address = NonNullable<ContactCard['addresses']>[number];
type Phone = NonNullable<ContactCard['phones']>[number];

const MOST_CARDS = 50;
const MOST_LINES = 20;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Cards of people that a person passed on. */
export function cardsOf(contacts: unknown): InboundContent | null {
  const cards = asList(contacts)
    .slice(0, MOST_CARDS)
    .flatMap((item) => cardOf(asObject(item)) ?? []);
  return cards.length > 0 ? { kind: 'contacts', contacts: cards } : null;
}

function cardOf(contact: Json | undefined): ContactCard | null {
  const phones = linesOf(contact?.['phones'], phoneLineOf);
  const formatted = nameOf(contact) ?? phones[0]?.phone;
  if (!contact || !formatted) return null;
  const emails = linesOf(contact['emails'], (line) => typed('email', line));
  const urls = linesOf(contact['urls'], (line) => typed('url', line));
  const addresses = linesOf(contact['addresses'], addressOf);
  const organisation = told({ company: 'company', department: 'department', title: 'title' }, contact['org']);
  const birthday = contact['birthday'];
  return {
    name: { formatted, ...told(NAME_PARTS, contact['name']) },
    ...(phones.length > 0 && { phones }),
    ...(emails.length > 0 && { emails }),
    ...(urls.length > 0 && { urls }),
    ...(addresses.length > 0 && { addresses }),
    ...(Object.keys(organisation).length > 0 && { organisation }),
    ...(typeof birthday === 'string' && DAY.test(birthday) && { birthday }),
  };
}

const NAME_PARTS: Readonly<Record<Exclude<keyof Name, 'formatted'>, string>> = {
  first: 'first_name',
  last: 'last_name',
  middle: 'middle_name',
  prefix: 'prefix',
  suffix: 'suffix',
};
const ADDRESS_PARTS: Readonly<Record<keyof Address, string>> = {
  street: 'street',
  city: 'city',
  state: 'state',
  zip: 'zip',
  country: 'country',
  countryCode: 'country_code',
  type: 'type',
};

function nameOf(contact: Json | undefined): string | undefined {
  const name = asObject(contact?.['name']);
  const parts = [name?.['first_name'], name?.['last_name']].filter((part) => typeof part === 'string');
  return plainName(name?.['formatted_name']) ?? plainName(parts.join(' '));
}

function phoneLineOf(line: Json): Phone | null {
  const account = asNumberId(line['wa_id']) ?? line['wa_id'];
  const phone = plainName(line['phone']) ?? plainName(account);
  const waId = phoneOf(account);
  return phone ? { phone, ...typeIn(line), ...(waId && { waId }) } : null;
}

function addressOf(line: Json): Address | null {
  const address = told(ADDRESS_PARTS, line);
  return Object.keys(address).length > 0 ? address : null;
}

function typed<K extends 'email' | 'url'>(
  key: K,
  line: Json,
): (Record<K, string> & { type?: string }) | null {
  const value = plainName(line[key]);
  return value ? ({ [key]: value, ...typeIn(line) } as Record<K, string> & { type?: string }) : null;
}

function typeIn(line: Json): { type?: string } {
  const type = plainName(line['type']);
  return type ? { type } : {};
}

function linesOf<T>(value: unknown, lineOf: (line: Json) => T | null): T[] {
  return asList(value)
    .slice(0, MOST_LINES)
    .flatMap((item) => {
      const line = asObject(item);
      return (line && lineOf(line)) ?? [];
    });
}

function told<K extends string>(
  parts: Readonly<Record<K, string>>,
  value: unknown,
): Partial<Record<K, string>> {
  const source = asObject(value);
  const entries = Object.entries<string>(parts).flatMap(([key, wireKey]) => {
    const text = plainName(source?.[wireKey]);
    return text ? [[key, text] as const] : [];
  });
  return Object.fromEntries(entries) as Partial<Record<K, string>>;
}
