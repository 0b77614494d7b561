import { createHash } from 'node:crypto';

/** What is remembered of a page, so that it need not be read again. */
export interface Remembered {
  /** Of the bytes, `sha1:…`. */
  hash: string;
  total: number | null;
  /** The page after it. */
  next: string | null;
  etag: string | null;
}

const LONGEST = 300;

/** One text for all of it; what was read under another configuration counts as unknown. `null` where it is too long to be kept. */
export function validatorOf({ hash, total, next, etag }: Remembered, fingerprint: string): string | null {
  const whole = JSON.stringify([fingerprint, hash, total, next, etag]);
  if (Buffer.byteLength(whole) <= LONGEST) return whole;
  const short = JSON.stringify([fingerprint, hash, total, next, null]);
  return Buffer.byteLength(short) <= LONGEST ? short : null;
}

export function rememberedIn(validator: string | null, fingerprint: string): Remembered | null {
  const parts = validator === null ? null : parsed(validator);
  if (parts === null || parts[0] !== fingerprint) return null;
  const [, hash, total, next, etag] = parts;
  if (typeof hash !== 'string') return null;
  return {
    hash,
    total: typeof total === 'number' ? total : null,
    next: typeof next === 'string' ? next : null,
    etag: typeof etag === 'string' ? etag : null,
  };
}

/** The same bytes, the same page: parsing is most of the work of reading. */
export function hashOf(body: Uint8Array): string {
  return `sha1:${createHash('sha1').update(body).digest('base64url')}`;
}

/** A tag that can be sent back; odd ones are left alone. */
export function etagIn(header: unknown): string | null {
  return typeof header === 'string' && /^[\x21-\x7e]{1,150}$/.test(header) ? header : null;
}

function parsed(text: string): readonly unknown[] | null {
  try {
    const json: unknown = JSON.parse(text);
    return Array.isArray(json) ? json : null;
  } catch {
    return null;
  }
}
