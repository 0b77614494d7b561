import { Injectable } from '@nestjs/common';
import { In, IsNull, MoreThan, Not } from 'typeorm';
import { chunks } from '../../platform/database/chunks.js';
import { Database } from '../../platform/database/database.js';
import type { CommerceItem } from '../catalog.port.js';
import { ProductRow } from '../products/product.entity.js';
import { CommerceItemRow, type ItemState } from './commerce-item.entity.js';
import type { Offered } from './offer.js';

/** What has to be known of an item to tell whether it has to be sent. */
export type KnownItem = Pick<CommerceItemRow, 'id' | 'sku' | 'state' | 'hashAccepted' | 'hashSent'>;

/** Something to be told to a catalogue, and what it knows of it so far. */
export interface Parcel {
  item: CommerceItem;
  hash: string;
  known: KnownItem | null;
}

/** Which items: in one state or in any; with warnings, without, or both. */
export interface Shown {
  state?: ItemState;
  warned?: boolean;
}

const KNOWN = ['id', 'sku', 'state', 'hashAccepted', 'hashSent'] as const;
const OFFERED = [
  'id',
  'sku',
  'name',
  'description',
  'price',
  'currency',
  'stock',
  'images',
  'attributes',
  'active',
] as const satisfies (keyof Offered)[];

/** What commerce catalogues know, and what they are to know. */
@Injectable()
export class CommerceRepository {
  constructor(private readonly database: Database) {}

  /** Active products after an id, by id. */
  products(after: string, limit: number): Promise<Offered[]> {
    const page = { by: 'id', after, limit } as const;
    return this.database.read(ProductRow, { pick: OFFERED, where: { active: true }, page });
  }

  /** Of these SKUs those of active products. */
  async active(skus: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.database.read(ProductRow, { pick: ['sku'], where: { sku: skus, active: true } });
    return new Set(rows.map(({ sku }) => sku));
  }

  async known(catalogId: string, skus: readonly string[]): Promise<ReadonlyMap<string, KnownItem>> {
    const rows = await this.database.read(CommerceItemRow, { pick: KNOWN, where: { catalogId, sku: skus } });
    return new Map(rows.map((row) => [row.sku, row]));
  }

  /** What a catalogue knows, after an id, by id. */
  items(catalogId: string, after: string, limit: number): Promise<KnownItem[]> {
    const page = { by: 'id', after, limit } as const;
    return this.database.read(CommerceItemRow, { pick: KNOWN, where: { catalogId }, page });
  }

  /** The same for people. */
  shown(
    catalogId: string,
    after: string,
    limit: number,
    { state, warned }: Shown = {},
  ): Promise<CommerceItemRow[]> {
    const warnings = warned === undefined ? {} : { warnings: warned ? Not(IsNull()) : IsNull() };
    return this.database.manager.find(CommerceItemRow, {
      where: { catalogId, id: MoreThan(after), ...(state !== undefined && { state }), ...warnings },
      order: { id: 'ASC' },
      take: limit,
    });
  }

  async counts(catalogId: string): Promise<Readonly<Record<ItemState | 'warned', number>>> {
    const rows = await this.database.manager
      .createQueryBuilder(CommerceItemRow, 'i')
      .select('i.state', 'state')
      .addSelect('COUNT(*)', 'amount')
      .addSelect('SUM(CASE WHEN i.warnings IS NULL THEN 0 ELSE 1 END)', 'warned')
      .where('i.catalogId = :catalogId', { catalogId })
      .groupBy('i.state')
      .getRawMany<{ state: ItemState; amount: unknown; warned: unknown }>();
    const none = { PENDING: 0, SENT: 0, OK: 0, REFUSED: 0 };
    const warned = rows.reduce((sum, row) => sum + Number(row.warned), 0);
    return {
      ...none,
      ...Object.fromEntries(rows.map(({ state, amount }) => [state, Number(amount)])),
      warned,
    };
  }

  /** Forgets what never came there. */
  async forget(items: readonly KnownItem[]): Promise<void> {
    for (const some of chunks(items.map(({ id }) => id)))
      await this.database.manager.delete(CommerceItemRow, { id: In(some) });
  }
}
