import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ProductRow } from '../products/product.entity.js';

/** `active`: it went out of the inventory, or came back. */
export type HistoryField = 'price' | 'stock' | 'active';

/** How a price or a stock changed. */
@Entity('catalog_history')
@Index(['productId', 'id'])
export class HistoryRow {
  /** Ordered by time. */
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  @Column({ type: String, length: 36 })
  @ForeignKey(() => ProductRow, { onDelete: 'CASCADE' })
  productId: string;

  @Column({ type: String, length: 12 })
  field: HistoryField;

  /** A price with its currency; a number of pieces; `true` or `false`. */
  @Column({ type: String, length: 60, nullable: true })
  oldValue: string | null;

  @Column({ type: String, length: 60, nullable: true })
  newValue: string | null;

  @Column({ type: Date })
  changedAt: Date;
}
