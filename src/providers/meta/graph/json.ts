import { isAscii, isUtf8 } from 'node:buffer';

export type Json = Readonly<Record<string, unknown>>;

/** Why bytes are no JSON object. */
export type JsonFault = 'not-utf8' | 'too-deep' | 'not-json' | 'not-an-object';
export type Parsed = { ok: true; body: Json } | { ok: false; reason: JsonFault };

const MAX_DEPTH = 64;
const NUMBER_ID = /^\d{1,32}$/;
const WORD = /^[\w.-]{1,40}$/;
const PROVIDER_ID = /^[\x21-\x7e]{1,200}$/;
/** A number that may be beyond what a double holds exactly. */
const LONG_NUMBER = /[:,[]\s*-?\d{16}/;
const WHOLE = /^-?\d+$/;
const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = Buffer.from('"\\[]{}');

export function asObject(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The word if it is short and plain enough to be a label. */
export function asWord(value: unknown): string | undefined {
  return typeof value === 'string' && WORD.test(value) ? value : undefined;
}

/** An id in digits, whether Meta wrote it as a text or as a number. */
export function asNumberId(value: unknown): string | undefined {
  const id = typeof value === 'number' ? String(value) : value;
  return typeof id === 'string' && NUMBER_ID.test(id) ? id : undefined;
}

/** The provider's id of a message: short, printable, without spaces; anything else cannot be stored as a key. */
export function providerIdOf(value: unknown): string | undefined {
  return typeof value === 'string' && PROVIDER_ID.test(value) ? value : undefined;
}

/**
 * The raw bytes as a JSON object. Depth is measured before parsing: nested arrays would hold the process for long. Whole numbers that
 * a double cannot hold (ids of templates) come as texts, digit for digit.
 */
export function parseObject(raw: Buffer): Parsed {
  const ascii = isAscii(raw);
  if (!ascii && !isUtf8(raw)) return { ok: false, reason: 'not-utf8' };
  if (isTooDeep(raw)) return { ok: false, reason: 'too-deep' };
  const parsed = parse(raw.toString(ascii ? 'latin1' : 'utf8'));
  if (!parsed.ok) return { ok: false, reason: 'not-json' };
  const body = asObject(parsed.value);
  return body ? { ok: true, body } : { ok: false, reason: 'not-an-object' };
}

function parse(text: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(text, LONG_NUMBER.test(text) ? exactly : undefined) as unknown };
  } catch {
    return { ok: false };
  }
}

function exactly(_key: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source;
  if (typeof value !== 'number' || source === undefined) return value;
  return !Number.isSafeInteger(value) && WHOLE.test(source) ? source : value;
}

function isTooDeep(raw: Buffer): boolean {
  let depth = 0;
  for (let at = 0; at < raw.length; at += 1) {
    const byte = raw[at];
    if (byte === QUOTE) at = endOfString(raw, at);
    else if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth += 1;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) depth -= 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

function endOfString(raw: Buffer, start: number): number {
  let at = start + 1;
  while (at < raw.length && raw[at] !== QUOTE) at += raw[at] === BACKSLASH ? 2 : 1;
  return at;
}
