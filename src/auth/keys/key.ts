import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A key as it is made: the whole is shown once, the prefix and the hash are kept. */
export interface NewKey {
  key: string;
  prefix: string;
  hash: string;
}

const FORM = /^rk_[\w-]{43}$/;
const PREFIX_LENGTH = 9;

/** A key of 256 random bits. */
export function makeKey(): NewKey {
  const key = `rk_${randomBytes(32).toString('base64url')}`;
  return { key, prefix: key.slice(0, PREFIX_LENGTH), hash: hashOf(key) };
}

/** What is stored of a key. As many random bits need no salt and no slow hash: there is nothing to guess. */
export function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** Whether a text can be one of our keys at all. */
export function looksLikeKey(text: string): boolean {
  return FORM.test(text);
}

/** Whether two secrets are the same, in a time that tells nothing about either. */
export function sameSecret(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

/** The key in an `Authorization` header: a bearer's, or a browser's password. */
export function presentedKey(authorization: string | undefined, basic: boolean): string | null {
  const [, scheme, value] = /^(Bearer|Basic) +(\S{1,600})$/i.exec(authorization ?? '') ?? [];
  if (scheme === undefined || value === undefined) return null;
  if (scheme.toLowerCase() === 'bearer') return value;
  const [, ...password] = basic ? Buffer.from(value, 'base64').toString().split(':') : [];
  return password.length > 0 ? password.join(':') : null;
}
