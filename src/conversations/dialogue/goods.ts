import type { Category, Product } from '../../catalog/catalog.contract.js';

/** What the catalogue has for a request. */
export interface Browsed {
  words: string | null;
  categoryId: string | null;
  offset: number;
  categories: readonly Category[];
  products: readonly Product[];
  /** Those of them that buyers see in the catalogue of this number, by SKU, with the name of their shelf. */
  listed: ReadonlyMap<string, string | null>;
  /** There is more behind these. */
  more: boolean;
}

/** WhatsApp's own limit for products in one message. */
export const MOST_LISTED = 30;

/**
 * As many of these, from the first, as can be shown together: those that the catalogue of the number lists in a message of products,
 * the others as rows.
 */
export function together<P extends { sku: string }>(
  found: readonly P[],
  listed: ReadonlyMap<string, unknown>,
  rows: number,
): P[] {
  const room = { listed: MOST_LISTED, other: rows };
  const end = found.findIndex(({ sku }) => {
    const kind = listed.has(sku) ? 'listed' : 'other';
    room[kind] -= 1;
    return room[kind] < 0;
  });
  return end < 0 ? [...found] : found.slice(0, end);
}

/** A product and how many of it. */
export interface Wanted {
  sku: string;
  quantity: number;
}

/** A line as the catalogue prices it; `total` and `price` are decimal texts. */
export interface PricedLine extends Wanted {
  name: string;
  price: string;
  total: string;
}

/** Why a line is not as it was wanted. */
export type OrderProblem =
  | { kind: 'unknown' | 'sold-out' | 'currency'; name: string }
  | { kind: 'short'; name: string; left: number };

/** An order before it is confirmed. Without lines nothing of what was wanted can be had. */
export interface PricedOrder {
  id: string;
  lines: readonly PricedLine[];
  total: string;
  currency: string;
  problems: readonly OrderProblem[];
  /** It is not the first time that it is shown: a price or a stock has changed since. */
  changed: boolean;
}

/**
 * `confirmed` now; `already` it was before; `changed` a price or stock moved: the order is shown again; `over` it was cancelled
 * or is too old.
 */
export type Confirmed =
  | { kind: 'confirmed' | 'already'; number: string; total: string; currency: string }
  | { kind: 'changed'; order: PricedOrder }
  | { kind: 'over' };

/** `cancelled`, also where it was before; `kept`: it is confirmed, the team looks after it; `over`: it is nobody's or too old. */
export type CalledOff = { kind: 'cancelled' } | { kind: 'kept'; number: string } | { kind: 'over' };

export const ORDER_STATES = ['confirmed', 'preparing', 'shipped', 'delivered', 'cancelled'] as const;
export type OrderState = (typeof ORDER_STATES)[number];

/** An order that was confirmed, as its owner may know it. */
export interface KnownOrder {
  number: string;
  state: OrderState;
  total: string;
  currency: string;
}
