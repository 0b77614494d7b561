import { type Detailed, InventoryFailure } from '../../../catalog/catalog.port.js';
import type { Desk } from './listing.js';
import { several } from './several.js';
import { jsonIn } from './sheet.js';
import type { Slots } from './slots.js';

const ATTEMPTS = 3;
/** So many broken ones in a row, and it is the inventory that is broken. */
const MOST_BROKEN = 5;

/** Asks for things one by one, several at once, whoever else asks for others. A broken one costs nothing but itself. */
export async function* detailsOf(
  desk: Desk,
  ids: readonly string[],
  { slots, most }: { slots: Slots; most: number },
  signal: AbortSignal,
): AsyncGenerator<Detailed, void, void> {
  let broken = 0;
  const one = async (remoteId: string, over: AbortSignal): Promise<Detailed> => {
    try {
      const detailed = await slots.within(() => detailOf(desk, remoteId, AbortSignal.any([signal, over])));
      broken = 0;
      return detailed;
    } catch (error) {
      if (!(error instanceof InventoryFailure) || !isItsOwn(error)) throw error;
      broken += 1;
      if (broken >= MOST_BROKEN) throw error;
      return { remoteId, version: null, input: null, reason: error.publicText };
    }
  };
  yield* several(ids, most, one);
}

async function detailOf(desk: Desk, remoteId: string, signal: AbortSignal): Promise<Detailed> {
  const { client, config, kind, translator } = desk;
  const path = config.kinds[kind].detail.replaceAll('{id}', encodeURIComponent(remoteId));
  const { status, body, headers } = await client.get({ path, attempts: ATTEMPTS, signal });
  if (status === 404 || status === 410) return { remoteId, version: null, input: null };
  return translator.detailed(remoteId, jsonIn(body, headers['content-type']));
}

function isItsOwn({ cause }: InventoryFailure): boolean {
  return cause === 'server' || cause === 'malformed';
}
