import { v7 } from 'uuid';
import { fewRandomBytes } from '../vault/random-bytes.js';

const SEQUENCES = 2 ** 32;

const bytes = Buffer.alloc(16);
let last = { msecs: 0, seq: 0 };

/** A new id (UUID v7): in the order in which they were made, also within a millisecond and while the clock is set back. */
export function newId(): string {
  const random = fewRandomBytes(16);
  const now = Date.now();
  if (now > last.msecs) last = { msecs: now, seq: random.readUInt32BE(6) >>> 1 };
  else if (last.seq + 1 < SEQUENCES) last = { msecs: last.msecs, seq: last.seq + 1 };
  else last = { msecs: last.msecs + 1, seq: 0 };
  const hex = v7({ random, ...last }, bytes).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
