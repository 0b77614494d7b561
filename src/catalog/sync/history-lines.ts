import { showPrice } from '../products/price.js';
import type { ProductRow } from '../products/product.entity.js';
import type { KnownProduct, Line } from './remote.repository.js';

/** How price, stock and offer changed. */
export function linesOf(known: KnownProduct, set: Omit<ProductRow, 'id'>): Line[] {
  const values = (row: Pick<ProductRow, 'price' | 'currency' | 'stock' | 'active'>) =>
    ({
      price: `${showPrice(row.price)} ${row.currency}`,
      stock: row.stock === null ? null : String(row.stock),
      active: String(row.active),
    }) as const;
  const [before, now] = [values(known), values(set)];
  return (['price', 'stock', 'active'] as const)
    .filter((field) => before[field] !== now[field])
    .map((field) => ({ productId: known.id, field, oldValue: before[field], newValue: now[field] }));
}
