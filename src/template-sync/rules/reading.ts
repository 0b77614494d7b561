/** Reading values that anybody may have written: nothing here throws, whatever it is given. */

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields of an object; none of anything else. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A word as the provider spells it: `quick_reply` and ` Quick_Reply` are `QUICK_REPLY`. */
export function wordOf(value: unknown): string {
  return textOf(value).trim().toUpperCase();
}

/** A number, written as one or as digits; `null` where it is neither. */
export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || !/^-?\d{1,20}(?:\.\d{1,20})?$/.test(value)) return null;
  return Number(value);
}

/** A place in a list, from 0, written as number or digits. */
export function placeOf(value: unknown): number | null {
  const number = numberOf(value);
  return number !== null && Number.isInteger(number) && number >= 0 ? number : null;
}

/** How many characters a person counts, an emoji outside the basic plane being one. */
export function lengthOf(text: string): number {
  let length = 0;
  for (let at = 0; at < text.length; length++) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return length;
}

const SHOWN = 40;

/** A value as it may stand in a sentence: quoted, short, on one line. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `« ${shortened(value.slice(0, SHOWN * 2).replace(/\s+/g, ' '))} »`;
  if (typeof value === 'number' || typeof value === 'boolean') return `« ${value} »`;
  if (value === undefined || value === null) return 'rien';
  return Array.isArray(value) ? 'une liste' : 'un objet';
}

function shortened(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

/** `1 paramètre`, `2 paramètres`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count > 1 ? 's' : ''}`;
}

/** An absolute http(s) address. */
export function isWebAddress(value: unknown): boolean {
  const text = textOf(value);
  return /^https?:\/\/[^\s/]+/i.test(text) && URL.canParse(text);
}
