import { at } from '../reading/pointer.js';
import type { Desk } from './listing.js';
import { jsonIn, listIn, totalIn } from './sheet.js';

/** A day on which nothing can have changed yet. */
const FAR = new Date(Date.UTC(2100, 0, 1));

/** Whether the inventory knows « only what changed since »: since a day to come it lists fewer than there are. */
export async function knowsSince(desk: Desk, expected: number, signal: AbortSignal): Promise<boolean> {
  const { client, addresses, config } = desk;
  const { status, body, headers } = await client.get({ ...addresses.small(FAR), attempts: 1, signal });
  if (status !== 200) return false;
  const json = jsonIn(body, headers['content-type']);
  const lines = listIn(at(config.paging.items, json)).length;
  const left = lines === 0 ? 0 : (totalIn(at(config.paging.total, json)) ?? expected);
  return left < expected;
}
