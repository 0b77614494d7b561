import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { DraftFault, isPicture, type ProductDraft, readDraft } from '../products/draft.js';
import type { RemoteInput } from '../catalog.port.js';
import { plainText } from './plain-text.js';

/** A product of an inventory that may be kept, and what of it had to be left out. */
export interface RemoteDraft {
  draft: ProductDraft;
  /** The inventory's id of its category. */
  categoryRemoteId: string | null;
  /** JSON, with its names in order; `null` where there are none. */
  attributes: string | null;
  /** In French. */
  notes: readonly string[];
}

const MOST_ATTRIBUTES = 50;
const LONGEST_ATTRIBUTE = 500;

/**
 * Reads a product of an inventory. A picture that nobody outside could see, or an odd attribute, costs the product nothing but itself.
 * @param isRehearsal those who look sit at this very machine, as the simulated inventory does
 */
export function readRemote(
  input: RemoteInput,
  currency: string,
  isRehearsal = false,
): RemoteDraft | DraftFault {
  const notes: string[] = [];
  const images = pictures(input['images'], isRehearsal, notes);
  const { description: words } = input;
  const description = typeof words === 'string' ? plainText(words) : words;
  const draft = readDraft({ ...input, description, images, category: undefined }, currency);
  if (draft instanceof DraftFault) return draft;
  const category = input['category'];
  const categoryRemoteId =
    typeof category === 'string' || typeof category === 'number' ? String(category).trim() || null : null;
  return { draft, categoryRemoteId, attributes: attributesOf(input['attributes'], notes), notes };
}

function pictures(value: unknown, isRehearsal: boolean, notes: string[]): unknown {
  if (!Array.isArray(value)) return value;
  const given = value.filter((each: unknown) => each !== null && each !== undefined && each !== '');
  const found = given.filter(isPicture);
  const seen = isRehearsal ? found : found.filter((each) => !isPrivate(each));
  if (found.length < given.length)
    notes.push(
      `images : ${given.length - found.length} sans adresse http ou https utilisable, laissée(s) de côté`,
    );
  if (seen.length < found.length)
    notes.push(`images : ${found.length - seen.length} à une adresse privée, laissée(s) de côté`);
  return seen;
}

/** An address of this machine or of a private network; names are looked at when a picture is fetched. */
function isPrivate(address: string): boolean {
  const host = (URL.parse(address.trim())?.hostname ?? '').replace(/^\[|\]$/g, '');
  if (host === 'localhost' || host.endsWith('.localhost') || host.endsWith('.internal')) return true;
  return isIP(host) !== 0 && ipaddr.parse(host).range() !== 'unicast';
}

function attributesOf(value: unknown, notes: string[]): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'object' || Array.isArray(value)) {
    notes.push('attributes : doit être un objet, laissé de côté');
    return null;
  }
  const plain = Object.entries(value)
    .filter(([, each]) => ['string', 'number', 'boolean'].includes(typeof each))
    .map(([name, each]): [string, string] => [name.slice(0, 100), String(each).slice(0, LONGEST_ATTRIBUTE)])
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (plain.length > MOST_ATTRIBUTES) notes.push(`attributes : les ${MOST_ATTRIBUTES} premiers sont gardés`);
  return plain.length === 0 ? null : JSON.stringify(Object.fromEntries(plain.slice(0, MOST_ATTRIBUTES)));
}
