import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { KeyRing } from './key-ring.js';
import { isCurrentStream, openStream, sealStream } from './sealed-stream.js';

/** Kinds of values that are found again by a keyed hash. Codes have a key of their own. */
export type IndexKind = 'phone' | 'user' | 'name' | 'news' | 'uic';

/** Personal data at rest: sealed with AES-256-GCM, found by HMAC-SHA-256, with keys that the database never sees. */
@Injectable()
export class Vault {
  private readonly data: KeyRing;
  private readonly codes: KeyRing;

  constructor(settings: Settings) {
    this.data = new KeyRing(settings.keys.data);
    this.codes = new KeyRing(settings.keys.uic);
  }

  /** Encrypts under the first key; ASCII, about 4/3 of the text plus 50 characters. */
  seal(plain: string): string {
    return this.data.seal(plain);
  }

  /** Decrypts what any configured key sealed; throws when it was altered or its key is gone. */
  open(sealed: string): string {
    return this.data.open(sealed);
  }

  /**
   * Encrypts bytes of any length as they pass, under the first key. `context` names what they belong to: they open under the same one
   * only, so that nobody can put one sealed file in another's place.
   */
  sealStream(plain: AsyncIterable<Uint8Array>, context: string): AsyncGenerator<Buffer> {
    return sealStream(this.data, plain, context);
  }

  /** Decrypts as it passes what `sealStream` made; throws at the first byte that was altered, and at an end that came too early. */
  openStream(sealed: AsyncIterable<Uint8Array>, context: string): AsyncGenerator<Buffer> {
    return openStream(this.data, sealed, context);
  }

  /** Whether a sealed stream that begins so was made with the first key. */
  isCurrentStream(beginning: Uint8Array): boolean {
    return isCurrentStream(this.data, beginning);
  }

  /** Whether a sealed text or an index of data keys was made with the first key; `false` after a rotation. */
  isCurrent(made: string): boolean {
    return this.data.isCurrent(made);
  }

  /** Whether an index of this kind was made with the first key of that kind. */
  isCurrentIndex(kind: IndexKind, index: string): boolean {
    return this.ring(kind).isCurrent(index);
  }

  /** The same value gives the same 50 characters as long as the first key stays; nothing leads back without the key. */
  blindIndex(kind: IndexKind, value: string): string {
    return this.ring(kind).index(kind, value);
  }

  /** The index under every configured key, the first key's first: for looking up during a rotation. */
  blindIndexes(kind: IndexKind, value: string): string[] {
    return this.ring(kind).indexes(kind, value);
  }

  private ring(kind: IndexKind): KeyRing {
    return kind === 'uic' ? this.codes : this.data;
  }
}
