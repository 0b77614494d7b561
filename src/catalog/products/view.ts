import type { Product } from '../catalog.contract.js';
import { showPrice } from './price.js';
import type { ProductRow } from './product.entity.js';

/** A product as others see it. */
export function productOf(row: ProductRow): Product {
  const { id, sku, name, currency, stock, categoryId, active, syncedAt } = row;
  return {
    id,
    sku,
    name,
    currency,
    stock,
    categoryId,
    active,
    syncedAt,
    description: row.description ?? '',
    price: showPrice(row.price),
    images: JSON.parse(row.images) as string[],
  };
}
