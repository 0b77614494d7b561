import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import type { KeyRing } from './key-ring.js';

/**
 * Bytes of any length at rest: `RLF1`, the id of the key (6 characters), a salt (16 bytes), then the content in pieces of 64 KiB, each
 * sealed with AES-256-GCM under a key that this salt and the context give. The nonce of a piece is its number and whether it is the
 * last: pieces can be neither exchanged, repeated nor left out, and the end cannot come too early.
 */
const MAGIC = Buffer.from('RLF1');
const ID_BYTES = 6;
const SALT_BYTES = 16;
const TAG_BYTES = 16;
const PIECE = 64 * 1024;

/** How many bytes at the beginning say how a stream was sealed. */
export const BEGINNING_BYTES = MAGIC.length + ID_BYTES + SALT_BYTES;

export async function* sealStream(
  ring: KeyRing,
  plain: AsyncIterable<Uint8Array>,
  context: string,
): AsyncGenerator<Buffer> {
  const { id, key } = ring.streamKey();
  const salt = randomBytes(SALT_BYTES);
  const beginning = Buffer.concat([MAGIC, Buffer.from(id, 'latin1'), salt]);
  const own = ownKey(key, salt, context);
  yield beginning;
  for await (const { piece, number, last } of pieces(plain, PIECE)) {
    const cipher = createCipheriv('aes-256-gcm', own, nonce(number, last)).setAAD(beginning);
    yield Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()]);
  }
}

export async function* openStream(
  ring: KeyRing,
  sealed: AsyncIterable<Uint8Array>,
  context: string,
): AsyncGenerator<Buffer> {
  const source = new Source(sealed);
  try {
    const beginning = await source.take(BEGINNING_BYTES);
    const { key, salt } = readBeginning(ring, beginning);
    const own = ownKey(key, salt, context);
    for await (const { piece, number, last } of pieces(source.rest(), PIECE + TAG_BYTES)) {
      if (piece.length < TAG_BYTES) throw new Error('a sealed stream ended too early');
      const decipher = createDecipheriv('aes-256-gcm', own, nonce(number, last)).setAAD(beginning);
      decipher.setAuthTag(piece.subarray(-TAG_BYTES));
      yield Buffer.concat([decipher.update(piece.subarray(0, -TAG_BYTES)), decipher.final()]);
    }
  } finally {
    await source.end();
  }
}

/** Whether a stream that begins so was sealed with the first key. */
export function isCurrentStream(ring: KeyRing, beginning: Uint8Array): boolean {
  return (
    Buffer.from(beginning)
      .subarray(MAGIC.length, MAGIC.length + ID_BYTES)
      .toString('latin1') === ring.streamKey().id
  );
}

function readBeginning(ring: KeyRing, beginning: Buffer): { key: KeyObject; salt: Buffer } {
  if (beginning.length < BEGINNING_BYTES || !beginning.subarray(0, MAGIC.length).equals(MAGIC))
    throw new Error('not a sealed stream');
  const id = beginning.subarray(MAGIC.length, MAGIC.length + ID_BYTES).toString('latin1');
  return { key: ring.streamKey(id).key, salt: beginning.subarray(-SALT_BYTES) };
}

function ownKey(key: KeyObject, salt: Buffer, context: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', key, salt, `relais-stream|${context}`, 32)));
}

function nonce(number: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(number, 7);
  bytes[11] = last ? 1 : 0;
  return bytes;
}

interface Piece {
  piece: Buffer;
  number: number;
  last: boolean;
}

/** Bytes in pieces of one size, of which the last may be shorter, and empty where there is nothing at all. */
async function* pieces(source: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Piece> {
  const held = new Held();
  let number = 0;
  for await (const chunk of source) {
    held.add(chunk);
    // One byte more than a piece must be there before it is known not to be the last.
    while (held.size > size) yield { piece: held.take(size), number: number++, last: false };
  }
  yield { piece: held.take(held.size), number, last: true };
}

/** Bytes that wait until there are enough of them; each is copied once. */
class Held {
  private chunks: Buffer[] = [];
  size = 0;

  add(chunk: Uint8Array): void {
    this.chunks.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    this.size += chunk.length;
  }

  take(count: number): Buffer {
    const taken: Buffer[] = [];
    let missing = count;
    for (let first = this.chunks.shift(); first !== undefined && missing > 0;) {
      taken.push(first.subarray(0, missing));
      if (first.length > missing) this.chunks.unshift(first.subarray(missing));
      missing -= Math.min(first.length, missing);
      first = missing > 0 ? this.chunks.shift() : undefined;
    }
    this.size -= count - missing;
    return Buffer.concat(taken);
  }
}

/** A stream of which the beginning is taken first. */
class Source {
  private readonly iterator: AsyncIterator<Uint8Array>;
  private left: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Uint8Array>) {
    this.iterator = stream[Symbol.asyncIterator]();
  }

  async take(count: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    let size = 0;
    while (size < count) {
      const next = await this.iterator.next();
      if (next.done === true) break;
      parts.push(Buffer.from(next.value));
      size += next.value.length;
    }
    const all = Buffer.concat(parts);
    this.left = all.subarray(count);
    return all.subarray(0, count);
  }

  async *rest(): AsyncGenerator<Uint8Array> {
    yield this.left;
    for (let next = await this.iterator.next(); next.done !== true; next = await this.iterator.next())
      yield next.value;
  }

  /** Lets the source go, also in the middle. */
  async end(): Promise<void> {
    await this.iterator.return?.();
  }
}
