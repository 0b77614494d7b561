import { randomFillSync } from 'node:crypto';

const POOL_BYTES = 4096;
const pool = Buffer.alloc(POOL_BYTES);
let taken = POOL_BYTES;

/**
 * Random bytes fit for keys and ids, a few at a time: the system is asked for many at once, because asking costs more than the
 * bytes. They are to be used before anybody asks again; a later call may overwrite them.
 */
export function fewRandomBytes(count: number): Buffer {
  if (taken + count > POOL_BYTES) {
    randomFillSync(pool);
    taken = 0;
  }
  return pool.subarray(taken, (taken += count));
}
