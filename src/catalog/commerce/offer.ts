import { createHash } from 'node:crypto';
import type { CommerceItem } from '../catalog.port.js';
import { showPrice } from '../products/price.js';
import type { ProductRow } from '../products/product.entity.js';

/** What has to be known of a product to offer it elsewhere. */
export type Offered = Pick<
  ProductRow,
  'id' | 'sku' | 'name' | 'description' | 'price' | 'currency' | 'stock' | 'images' | 'attributes' | 'active'
>;

/** A product as buyers elsewhere are to see it. */
export type Offer = NonNullable<CommerceItem['product']>;

/** Under which names an inventory keeps the page of a product. */
const PAGES = ['link', 'url', 'lien'];

export function offerOf(row: Offered): Offer {
  const { name, price, currency, stock } = row;
  return {
    title: name,
    description: row.description ?? name,
    price: showPrice(price),
    currency,
    inStock: stock === null || stock > 0,
    images: JSON.parse(row.images) as string[],
    link: pageIn(row.attributes),
  };
}

/** The same for what buyers would see alike: how many pieces are left is not told. */
export function hashOfOffer({ title, description, price, currency, inStock, images, link }: Offer): string {
  const content = [title, description, price, currency, inStock, images, link];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

function pageIn(attributes: string | null): string | null {
  if (attributes === null) return null;
  const named = JSON.parse(attributes) as Readonly<Record<string, unknown>> | null;
  const page = PAGES.map((name) => named?.[name]).find((each) => typeof each === 'string');
  return typeof page === 'string' && /^https?:\/\//i.test(page) && URL.canParse(page) ? page : null;
}
