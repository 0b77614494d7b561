import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { type Trouble, unknownEncoding, UNREADABLE } from './failure.js';

const gzip = promisify(gunzip);
/** Only gzip is asked for; some compress as they please. */
const WAYS = new Map([
  ['gzip', gzip],
  ['x-gzip', gzip],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
]);

/** A body as it was before it was compressed; never more bytes than these. */
export async function unpacked(
  body: Buffer,
  encoding: string | undefined,
  maxOutputLength: number,
): Promise<Buffer | Trouble> {
  const way = (encoding ?? '').trim().toLowerCase();
  // « Unchanged » and « not found » come without a body, whatever its encoding would be.
  if (way === '' || way === 'identity' || body.length === 0) return body;
  const unpack = WAYS.get(way);
  if (unpack === undefined) return unknownEncoding(way);
  return unpack(body, { maxOutputLength }).catch(() => UNREADABLE);
}
