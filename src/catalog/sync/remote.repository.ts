import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import { CategoryRow } from '../products/category.entity.js';
import { ProductRow } from '../products/product.entity.js';
import { type HistoryField, HistoryRow } from './history.entity.js';

const PICKED = [
  'id',
  'sku',
  'source',
  'sourceId',
  'sourceVersion',
  'hash',
  'revision',
  'active',
  'price',
  'currency',
  'stock',
] as const satisfies readonly (keyof ProductRow)[];

/** What has to be known of a product to tell whether and how it changed. */
export type KnownProduct = Pick<ProductRow, (typeof PICKED)[number]>;

export interface Line {
  productId: string;
  field: HistoryField;
  oldValue: string | null;
  newValue: string | null;
}

/** Products and categories as a source names them. */
@Injectable()
export class RemoteRepository {
  constructor(private readonly database: Database) {}

  known(source: string, sourceIds: readonly string[]): Promise<KnownProduct[]> {
    return this.database.read(ProductRow, { pick: [...PICKED], where: { source, sourceId: [...sourceIds] } });
  }

  bySku(skus: readonly string[]): Promise<KnownProduct[]> {
    return this.database.read(ProductRow, { pick: [...PICKED], where: { sku: [...skus] } });
  }

  /** The places of those that were new. */
  add(rows: readonly ProductRow[]): Promise<number[]> {
    return this.database.insertIfAbsent(ProductRow, rows, ['sku']);
  }

  /** The places of those that nobody changed meanwhile. */
  change(changes: readonly { known: KnownProduct; set: Omit<ProductRow, 'id'> }[]): Promise<number[]> {
    return this.database.updateMany(
      ProductRow,
      changes.map(({ known, set }) => ({ where: { id: known.id, revision: known.revision }, set })),
    );
  }

  /**
   * Frees the SKUs of products for others to take, and returns the products as they are then; `null` where one of them was changed
   * meanwhile: then all keep theirs.
   */
  async setAside(products: readonly KnownProduct[]): Promise<KnownProduct[] | null> {
    const changes = products.map((known) => {
      const moved = { ...known, sku: asideOf(known), revision: known.revision + 1 };
      const { id, sku, revision } = moved;
      return { known, moved, where: { id, revision: known.revision }, set: { sku, revision } };
    });
    const done = await this.database.updateMany(
      ProductRow,
      changes.map(({ where, set }) => ({ where, set })),
    );
    if (done.length === changes.length) return changes.map(({ moved }) => moved);
    await this.database.updateMany(
      ProductRow,
      done.flatMap((at) => {
        const change = changes[at];
        if (change === undefined) return [];
        const { known, moved } = change;
        return [{ where: { id: known.id }, set: { sku: known.sku, revision: moved.revision + 1 } }];
      }),
    );
    return null;
  }

  /** The version under which the source names what is there as it is. */
  async noteVersions(changes: readonly { id: string; sourceVersion: string | null }[]): Promise<void> {
    await this.database.updateMany(
      ProductRow,
      changes.map(({ id, sourceVersion }) => ({ where: { id }, set: { sourceVersion } })),
    );
  }

  /** Active products of a source after an id: what may have gone. */
  active(
    source: string,
    after: string,
    limit: number,
  ): Promise<Pick<ProductRow, 'id' | 'sourceId' | 'revision'>[]> {
    return this.database.read(ProductRow, {
      pick: ['id', 'sourceId', 'revision'],
      where: { source, active: true },
      page: { by: 'id', after, limit },
    });
  }

  countActive(source: string): Promise<number> {
    return this.database.manager.countBy(ProductRow, { source, active: true });
  }

  /** Lets PostgreSQL count the products, by which it chooses how to look for them; the others need no telling. */
  async count(): Promise<void> {
    if (this.database.dialect === 'postgres') await this.database.manager.query('ANALYZE catalog_product');
  }

  /** Takes products out of the offer; returns the places of those that nobody changed meanwhile. */
  retire(products: readonly Pick<ProductRow, 'id' | 'revision'>[], at: Date): Promise<number[]> {
    return this.database.updateMany(
      ProductRow,
      products.map(({ id, revision }) => ({
        where: { id, revision },
        set: {
          active: false,
          revision: revision + 1,
          isIndexed: false,
          changedAt: at,
          syncedAt: at,
          hash: GONE,
        },
      })),
    );
  }

  async remember(lines: readonly Line[], at: Date): Promise<void> {
    await this.database.insertMany(
      HistoryRow,
      lines.map((line) => ({ id: newId(), ...line, changedAt: at })),
    );
  }

  history(productId: string, before: string, limit: number): Promise<HistoryRow[]> {
    return this.database.manager
      .createQueryBuilder(HistoryRow, 'h')
      .where('h.productId = :productId AND h.id < :before', { productId, before })
      .orderBy('h.id', 'DESC')
      .limit(limit)
      .getMany();
  }

  /** Our ids of categories by the source's. */
  async categories(source: string, sourceIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.database.read(CategoryRow, {
      pick: ['id', 'sourceId'],
      where: { source, sourceId: [...sourceIds] },
    });
    return new Map(rows.map(({ id, sourceId }) => [sourceId, id]));
  }
}

/** No content has this hash: a product that comes back is written again. */
export const GONE = 'gone';

const MOST_OF_SKU = 80;
const MARK = 12;

/** What nobody's SKU is: the end of an id is random. */
function asideOf({ id, sku }: KnownProduct): string {
  return `${sku.slice(0, MOST_OF_SKU)}~${id.slice(-MARK)}`;
}
