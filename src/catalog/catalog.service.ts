import { Injectable } from '@nestjs/common';
import { Catalog, type Category, type Product, type ProductSearch } from './catalog.contract.js';
import type { Page, PageQuery } from '../platform/web/page.dto.js';
import { CatalogChanges } from './catalog.job.js';
import { Intake, type Kept } from './products/intake.service.js';
import type { ProductInput } from './products/draft.js';
import { ProductRepository } from './products/product.repository.js';
import { Shelves } from './products/shelves.js';
import { productOf } from './products/view.js';
import { Lists, type Wanted } from './search/lists.service.js';

/** The catalogue for those who show it, and for those who fill it. */
@Injectable()
export class CatalogService extends Catalog {
  constructor(
    private readonly products: ProductRepository,
    private readonly lists: Lists,
    private readonly shelves: Shelves,
    private readonly intake: Intake,
    private readonly changes: CatalogChanges,
  ) {
    super();
  }

  get hasProducts(): boolean {
    return this.shelves.hasProducts;
  }

  async search(search: ProductSearch): Promise<Product[]> {
    return (await this.lists.best(search)).map(productOf);
  }

  async bySku(skus: readonly string[]): Promise<Product[]> {
    const rows = await this.products.bySku([...new Set(skus)]);
    const bySku = new Map(rows.map((row) => [row.sku, productOf(row)]));
    return skus.flatMap((sku) => bySku.get(sku) ?? []);
  }

  async listed(
    catalogId: string,
    products: readonly Pick<Product, 'sku' | 'categoryId'>[],
  ): Promise<ReadonlyMap<string, string | null>> {
    const { names } = await this.shelves.load();
    const seen = await this.products.listed(
      catalogId,
      products.map(({ sku }) => sku),
    );
    const there = products.filter(({ sku }) => seen.has(sku));
    return new Map(there.map(({ sku, categoryId }) => [sku, names.get(categoryId ?? '') ?? null]));
  }

  async find(id: string): Promise<Product | null> {
    const row = await this.products.find(id);
    return row === null ? null : productOf(row);
  }

  async categories(parentId: string | null): Promise<Category[]> {
    return (await this.shelves.load()).below(parentId);
  }

  /** A page of products, active or not, as the wish says. */
  async page(wanted: Wanted, query: PageQuery): Promise<Page<Product>> {
    const { items, nextCursor } = await this.lists.page(wanted, query);
    return { items: items.map(productOf), nextCursor };
  }

  /** Takes products in; as many results as products, in their order. */
  async keep(inputs: readonly ProductInput[], source: string): Promise<Kept[]> {
    const kept = await this.intake.keep(inputs, source);
    if (kept.some(({ outcome }) => outcome === 'added' || outcome === 'updated')) this.changes.tell();
    return kept;
  }
}
