import type { Json } from '../graph/json.js';

/** An item on its way: its SKU, and what is written for it. */
export interface Portioned {
  sku: string;
  json: string;
}

/** Meta takes 28 MB; below it, it is quicker. */
export const MOST_BYTES = 20 * 1024 * 1024;

export function portioned(sku: string, wire: Json): Portioned {
  return { sku, json: JSON.stringify(wire) };
}

/** The items in pieces that Meta takes, in their order. */
export function portionsOf(items: readonly Portioned[], most: number): Portioned[][] {
  const pieces: Portioned[][] = [];
  let piece: Portioned[] = [];
  let bytes = 0;
  for (const item of items) {
    const size = Buffer.byteLength(item.json) + 1;
    if (piece.length > 0 && (piece.length >= most || bytes + size > MOST_BYTES)) {
      pieces.push(piece);
      piece = [];
      bytes = 0;
    }
    piece.push(item);
    bytes += size;
  }
  return piece.length > 0 ? [...pieces, piece] : pieces;
}

/** Both halves of a piece that is too large. */
export function halved(piece: readonly Portioned[]): Portioned[][] {
  const middle = Math.ceil(piece.length / 2);
  return [piece.slice(0, middle), piece.slice(middle)];
}
