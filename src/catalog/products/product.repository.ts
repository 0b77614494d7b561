import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { CommerceItemRow, GONE } from '../commerce/commerce-item.entity.js';
import { lastChange } from './category.repository.js';
import { ProductRow } from './product.entity.js';

/** What has to be known of a product to tell whether it changed. */
export type Known = Pick<ProductRow, 'id' | 'sku' | 'hash' | 'revision'>;

/** What may be set of a product that is there. */
export type Change = Omit<ProductRow, 'id' | 'sku' | 'skuKey'>;

/** Products in the database. */
@Injectable()
export class ProductRepository {
  constructor(private readonly database: Database) {}

  find(id: string): Promise<ProductRow | null> {
    return this.database.manager.findOneBy(ProductRow, { id });
  }

  findMany(ids: readonly string[]): Promise<ProductRow[]> {
    return this.database.read(ProductRow, { where: { id: ids } });
  }

  bySku(skus: readonly string[]): Promise<ProductRow[]> {
    return this.database.read(ProductRow, { where: { sku: skus } });
  }

  /** Of these SKUs those that a commerce catalogue has taken, as they are or as they were. */
  async listed(catalogId: string, skus: readonly string[]): Promise<ReadonlySet<string>> {
    const pick = ['sku', 'hashAccepted', 'hashSent'] as const;
    const rows = await this.database.read(CommerceItemRow, { pick, where: { catalogId, sku: skus } });
    const there = rows.filter(({ hashAccepted, hashSent }) => hashAccepted !== null && hashSent !== GONE);
    return new Set(there.map(({ sku }) => sku));
  }

  known(skus: readonly string[]): Promise<Known[]> {
    return this.database.read(ProductRow, {
      pick: ['id', 'sku', 'hash', 'revision'],
      where: { sku: skus },
    });
  }

  /** The places of those that were new. */
  add(rows: readonly ProductRow[]): Promise<number[]> {
    return this.database.insertIfAbsent(ProductRow, rows, ['sku']);
  }

  /** The places of those that nobody changed meanwhile. */
  change(changes: readonly { known: Known; set: Change }[]): Promise<number[]> {
    return this.database.updateMany(
      ProductRow,
      changes.map(({ known, set }) => ({ where: { id: known.id, revision: known.revision }, set })),
    );
  }

  hasActive(): Promise<boolean> {
    return this.database.manager.existsBy(ProductRow, { active: true });
  }

  lastChange(): Promise<number> {
    return lastChange(this.database, ProductRow);
  }

  /** How many active products are in each category itself. */
  async countByCategory(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.database.manager
      .createQueryBuilder(ProductRow, 'p')
      .select('p.categoryId', 'id')
      .addSelect('COUNT(*)', 'amount')
      .where('p.active = :active AND p.categoryId IS NOT NULL', { active: true })
      .groupBy('p.categoryId')
      .getRawMany<{ id: string; amount: unknown }>();
    return new Map(rows.map(({ id, amount }) => [id, Number(amount)]));
  }
}
