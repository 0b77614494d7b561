import { isUtf8 } from 'node:buffer';
import { jsonIn } from '../api/json.js';

/** What a form holds: each name with its values, as they came. */
export type Fields = ReadonlyMap<string, readonly string[]>;

export const NO_FIELDS: Fields = new Map();

/** More than Twilio sends; each name costs a place in the order that is signed. */
const MOST_FIELDS = 2_000;

/** A form as it was sent; `null` when it cannot be one. */
export function formIn(raw: Buffer): Fields | null {
  if (!isUtf8(raw)) return null;
  const fields = new Map<string, string[]>();
  let count = 0;
  for (const [name, value] of new URLSearchParams(raw.toString('utf8'))) {
    count += 1;
    if (count > MOST_FIELDS) return null;
    const values = fields.get(name);
    if (values) values.push(value);
    else fields.set(name, [value]);
  }
  return fields;
}

/** The plain members of a JSON object as if they had come as a form; `null` when there is no object. */
export function fieldsInJson(raw: Buffer): Fields | null {
  const body = isUtf8(raw) ? jsonIn(raw.toString('utf8')) : undefined;
  if (!body) return null;
  const plain = Object.entries(body).filter(([, value]) =>
    ['string', 'number', 'boolean'].includes(typeof value),
  );
  return new Map(plain.map(([name, value]) => [name, [String(value)]]));
}

/** One field by its name; absent where it is empty. Of several values the first counts. */
export function field(fields: Fields, name: string): string | undefined {
  return fields.get(name)?.[0] || undefined;
}

/** Everything as a plain object, for what is kept as it came. */
export function asRecord(fields: Fields): Record<string, string> {
  return Object.fromEntries([...fields].map(([name, values]) => [name, values.join(', ')]));
}
