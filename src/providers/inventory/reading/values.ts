import type { Pointers } from '../config/inventory-config.js';
import { firstAt } from './pointer.js';

/** More pictures than a product may have are left where they are. */
const MOST_IMAGES = 10;

/** A price or a stock as text with a point. Of two kinds of separators the last is the decimal one; a comma alone is one anyway. */
export function amountOf(value: unknown, decimalComma: boolean): unknown {
  if (typeof value !== 'string') return value;
  const text = value.trim();
  const [comma, point] = [text.lastIndexOf(','), text.lastIndexOf('.')];
  if (decimalComma || (comma > point && point !== -1)) return text.replaceAll('.', '').replace(',', '.');
  return comma !== -1 && point > comma ? text.replaceAll(',', '') : text;
}

/** Pieces: `12.000` is twelve. */
export function piecesOf(value: unknown, decimalComma: boolean): unknown {
  const amount = amountOf(value, decimalComma);
  return typeof amount === 'string' ? amount.replace(/^(-?\d+)\.0+$/, '$1') : amount;
}

/** Addresses of pictures, from texts and objects; those on the inventory's own server may begin with a slash. */
export function imagesOf(value: unknown, address: Pointers, origin: string): unknown {
  if (value === undefined || value === null) return undefined;
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list
    .map((each) => (typeof each === 'object' && each !== null ? firstAt(address, each) : each))
    .filter((each) => each !== undefined && each !== null && each !== '')
    .slice(0, MOST_IMAGES)
    .map((each) => (typeof each === 'string' && /^\/(?!\/)/.test(each) ? `${origin}${each}` : each));
}
