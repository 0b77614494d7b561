import { Catalog, type Category, type Product, type ProductSearch } from './catalog.contract.js';

/** A product; what is not said is as most products have it. */
export function product(over: Partial<Product> & Pick<Product, 'sku'>): Product {
  return {
    id: `product-${over.sku}`,
    name: `Produit ${over.sku}`,
    description: `Description de ${over.sku}.`,
    price: '12.50',
    currency: 'USD',
    stock: 10,
    categoryId: null,
    images: [],
    active: true,
    syncedAt: new Date('2026-11-21T10:00:00Z'),
    ...over,
  };
}

/** A catalogue in memory, for the tests of other rooms: it finds by parts of words, without forgiving errors. */
export class FakeCatalog extends Catalog {
  items: Product[] = [];
  /** `products` is ignored and counted. */
  shelves: Category[] = [];
  /** What was searched for so far. */
  readonly searches: ProductSearch[] = [];
  /** SKUs that buyers see in a commerce catalogue, whichever it is. */
  readonly onSale = new Set<string>();
  /** Thrown by every call. */
  failure: Error | null = null;

  get hasProducts(): boolean {
    return this.items.some(({ active }) => active);
  }

  async search(search: ProductSearch): Promise<Product[]> {
    this.fail();
    this.searches.push(search);
    const words = plain(search.words ?? '').split(/\s+/);
    const inside = search.categoryId === undefined ? null : this.below(search.categoryId);
    const fits = (each: Product): boolean =>
      each.active &&
      words.every((word) => plain(`${each.sku} ${each.name} ${each.description}`).includes(word)) &&
      (inside === null || (each.categoryId !== null && inside.has(each.categoryId))) &&
      (search.minPrice === undefined || Number(each.price) >= Number(search.minPrice)) &&
      (search.maxPrice === undefined || Number(each.price) <= Number(search.maxPrice)) &&
      (search.inStock !== true || each.stock !== 0);
    const { offset = 0, limit } = search;
    return this.items.filter(fits).slice(offset, offset + limit);
  }

  async bySku(skus: readonly string[]): Promise<Product[]> {
    this.fail();
    return skus.flatMap((sku) => this.items.filter((each) => each.sku === sku));
  }

  async listed(
    _catalogId: string,
    products: readonly Pick<Product, 'sku' | 'categoryId'>[],
  ): Promise<ReadonlyMap<string, string | null>> {
    this.fail();
    const there = products.filter(({ sku }) => this.onSale.has(sku));
    const shelfOf = (id: string | null) => this.shelves.find((shelf) => shelf.id === id)?.name ?? null;
    return new Map(there.map(({ sku, categoryId }) => [sku, shelfOf(categoryId)]));
  }

  async find(id: string): Promise<Product | null> {
    this.fail();
    return this.items.find((each) => each.id === id) ?? null;
  }

  async categories(parentId: string | null): Promise<Category[]> {
    this.fail();
    return this.shelves
      .filter((shelf) => shelf.parentId === parentId)
      .map((shelf) => ({ ...shelf, products: this.countBelow(shelf.id) }))
      .filter(({ products }) => products > 0)
      .sort((a, b) => a.name.localeCompare(b.name, 'fr'));
  }

  private countBelow(id: string): number {
    const inside = this.below(id);
    return this.items.filter(({ active, categoryId }) => active && inside.has(categoryId ?? '')).length;
  }

  private below(id: string): Set<string> {
    const inside = new Set([id]);
    for (const each of inside)
      for (const shelf of this.shelves) if (shelf.parentId === each) inside.add(shelf.id);
    return inside;
  }

  private fail(): void {
    if (this.failure !== null) throw this.failure;
  }
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
