import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../../../kernel/secret.js';

/** Prepared once for each secret: a text would be made a key anew at each delivery. */
const keys = new WeakMap<Secret, KeyObject>();

const HEADER = /^sha256=([0-9a-f]{64})$/i;

/** Whether the header could be a signature at all: worth reading the body for. */
export function looksSigned(header: unknown): header is string {
  return typeof header === 'string' && HEADER.test(header);
}

/**
 * The secrets that signed exactly these bytes (`X-Hub-Signature-256`); none: nobody of ours did. Several secrets serve a rotation or
 * several accounts; every one is tried, in constant time, so that the answer takes as long whichever of them fits.
 */
export function signersOf(secrets: readonly Secret[], raw: Uint8Array, header: unknown): readonly Secret[] {
  if (!looksSigned(header)) return [];
  const given = Buffer.from(header.slice('sha256='.length), 'hex');
  return secrets.filter((secret) => {
    const expected = createHmac('sha256', keyOf(secret)).update(raw).digest();
    return timingSafeEqual(expected, given);
  });
}

function keyOf(secret: Secret): KeyObject {
  const known = keys.get(secret);
  if (known) return known;
  const made = createSecretKey(secret.reveal(), 'utf8');
  keys.set(secret, made);
  return made;
}
