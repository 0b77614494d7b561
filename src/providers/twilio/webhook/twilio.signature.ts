import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { parse, stringify } from 'node:querystring';
import type { Secret } from '../../../kernel/secret.js';
import type { Fields } from './fields.js';

/** Base64 of the twenty bytes of an HMAC-SHA1. */
const HEADER = /^[A-Za-z0-9+/]{27}=$/;
const HASH = /^[0-9a-f]{64}$/i;
const PORTS: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80' };

/** Whether the header could be a signature at all: worth reading the body for. */
export function looksSigned(header: unknown): header is string {
  return typeof header === 'string' && HEADER.test(header);
}

/** What is signed beside the address: the fields of a form; nothing where the address carries the hash of the body. */
export interface Signed {
  /** Under which the world reaches us, byte for byte, with its query. */
  url: string;
  fields: Fields;
}

/**
 * Whether one of the secrets signed exactly this (`X-Twilio-Signature`). Every secret is tried with every way in which the address
 * may have been written, in constant time, so that the answer takes as long whichever of them fits.
 */
export function verify(secrets: readonly Secret[], { url, fields }: Signed, header: unknown): boolean {
  if (!looksSigned(header)) return false;
  const given = Buffer.from(header, 'base64');
  const body = textOf(fields);
  let genuine = false;
  for (const secret of secrets) {
    for (const written of waysToWrite(url)) {
      const expected = createHmac('sha1', secret.reveal())
        .update(written + body)
        .digest();
      if (timingSafeEqual(expected, given)) genuine = true;
    }
  }
  return genuine;
}

/** Whether these bytes are those whose hash the signed address carries (`bodySHA256`). */
export function isBodyOf(hash: string, raw: Uint8Array): boolean {
  if (!HASH.test(hash)) return false;
  return timingSafeEqual(createHash('sha256').update(raw).digest(), Buffer.from(hash, 'hex'));
}

/** Names in their order, each with its values in their order, nothing between them; a value that came twice counts once. */
function textOf(fields: Fields): string {
  let text = '';
  for (const name of [...fields.keys()].toSorted(byUnits)) {
    for (const value of [...new Set(fields.get(name))].toSorted(byUnits)) text += name + value;
  }
  return text;
}

function byUnits(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** As it is; with the port and without; and with a query that was taken apart and put together again, as old senders have it. */
function waysToWrite(url: string): Set<string> {
  const parsed = URL.parse(url);
  if (parsed === null) return new Set([url]);
  const start = `${parsed.protocol}//${parsed.host}`;
  if (!url.startsWith(start) && !url.startsWith(`${start}:`)) return new Set([url]);
  const rest = url.slice(url.indexOf('/', parsed.protocol.length + 2));
  const { hostname, protocol } = parsed;
  const port = parsed.port || PORTS[protocol];
  const hosts = [`${protocol}//${hostname}`, `${protocol}//${hostname}:${port}`];
  const [path = '', query] = rest.split('?', 2);
  const rests = query === undefined ? [rest] : [rest, `${path}?${stringify(parse(query))}`];
  return new Set([url, ...hosts.flatMap((host) => rests.map((each) => host + each))]);
}
