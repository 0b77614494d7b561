import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { decimal, longText } from '../../platform/database/columns.js';
import { CategoryRow } from './category.entity.js';

/** A product as it was copied from its source. Gone from there it stays, inactive. */
@Entity('catalog_product')
@Unique(['sku'])
@Index(['skuKey'])
@Index(['nameKey', 'id', 'active', 'price', 'stock'])
@Index(['categoryId', 'active', 'nameKey', 'id'])
@Index(['isIndexed', 'id'])
@Index(['changedAt'])
@Index(['source', 'sourceId'])
@Index(['source', 'active', 'id', 'sourceId', 'revision'])
export class ProductRow {
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  @Column({ type: String, length: 400 })
  sku: string;

  /** Its letters and digits, folded: what somebody types. `null` where there are none. */
  @Column({ type: String, length: 400, nullable: true })
  skuKey: string | null;

  @Column({ type: String, length: 800 })
  name: string;

  /** Folded: the order of lists. */
  @Column({ type: String, length: 400 })
  nameKey: string;

  @Column(longText({ nullable: true }))
  description: string | null;

  @Column(decimal(14, 4))
  price: string;

  @Column({ type: String, length: 3 })
  currency: string;

  @Column({ type: 'int', nullable: true })
  stock: number | null;

  @Column({ type: String, length: 36, nullable: true })
  @ForeignKey(() => CategoryRow, { onDelete: 'SET NULL' })
  categoryId: string | null;

  /** JSON: addresses. */
  @Column(longText())
  images: string;

  @Column({ type: Boolean })
  active: boolean;

  /** Who gave it last. */
  @Column({ type: String, length: 40 })
  source: string;

  /** Its id there, where that is not the SKU. */
  @Column({ type: String, length: 400, nullable: true })
  sourceId: string | null;

  /** When or as what it changed last there, in the source's own words. */
  @Column({ type: String, length: 200, nullable: true })
  sourceVersion: string | null;

  /** JSON: what else the source says, by name. */
  @Column(longText({ nullable: true }))
  attributes: string | null;

  /** Hash of all that the source says: an unchanged product costs no write. */
  @Column({ type: String, length: 64 })
  hash: string;

  /** Grows with every change. */
  @Column({ type: 'int' })
  revision: number;

  /** Whether its words are in the index as they are. */
  @Column({ type: Boolean })
  isIndexed: boolean;

  @Column({ type: Date })
  syncedAt: Date;

  @Column({ type: Date })
  changedAt: Date;
}
