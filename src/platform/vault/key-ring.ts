import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import type { Secret } from '../../kernel/secret.js';
import { fewRandomBytes } from './random-bytes.js';

interface Key {
  /** First characters of a hash of the key: tells keys apart without telling anything about them. */
  id: string;
  /** Prepared once: a key given as bytes would be prepared anew at each call, for five times the cost. */
  encryption: KeyObject;
  index: KeyObject;
  streams: KeyObject;
}

const VERSION = 'v1';

/** Some keys, of which the first makes and all recognise. Encryption and indexing use different keys derived from each. */
export class KeyRing {
  private readonly keys: readonly Key[];
  private readonly first: Key;

  constructor(secrets: readonly Secret[]) {
    this.keys = secrets.map(derive);
    const [first] = this.keys;
    if (!first) throw new Error('a key ring needs at least one key');
    this.first = first;
  }

  seal(plain: string): string {
    const iv = fewRandomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.first.encryption, iv);
    const sealed = Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${VERSION}.${this.first.id}.${sealed.toString('base64url')}`;
  }

  open(sealed: string): string {
    const [version, id, body] = sealed.split('.');
    const key = this.keys.find((candidate) => candidate.id === id);
    if (version !== VERSION || key === undefined || body === undefined)
      throw new Error('sealed with a key that is not configured');
    const bytes = Buffer.from(body, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', key.encryption, bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(-16));
    const plain = decipher.update(bytes.subarray(12, -16));
    // Nothing is left in this mode; it throws where the text was altered.
    decipher.final();
    return plain.toString('utf8');
  }

  isCurrent(made: string): boolean {
    return made.startsWith(`${VERSION}.${this.first.id}.`) || made.startsWith(`${this.first.id}.`);
  }

  /** The key from which keys of streams are derived, with its id: the first one, or that of an id. */
  streamKey(id?: string): { id: string; key: KeyObject } {
    const found = id === undefined ? this.first : this.keys.find((candidate) => candidate.id === id);
    if (found === undefined) throw new Error('sealed with a key that is not configured');
    return { id: found.id, key: found.streams };
  }

  index(kind: string, value: string): string {
    return indexUnder(this.first, kind, value);
  }

  indexes(kind: string, value: string): string[] {
    return this.keys.map((key) => indexUnder(key, kind, value));
  }
}

function indexUnder(key: Key, kind: string, value: string): string {
  return `${key.id}.${createHmac('sha256', key.index).update(`${kind}|${value}`).digest('base64url')}`;
}

function derive(secret: Secret): Key {
  const material = Buffer.from(secret.reveal(), 'utf8');
  const part = (label: string) => Buffer.from(hkdfSync('sha256', material, 'relais', label, 32));
  return {
    id: createHash('sha256').update(part('id')).digest('base64url').slice(0, 6),
    encryption: createSecretKey(part('encryption')),
    index: createSecretKey(part('index')),
    streams: createSecretKey(part('streams')),
  };
}
