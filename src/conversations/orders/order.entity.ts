import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import { longText } from '../../platform/database/columns.js';

/** `DRAFT` shown and not confirmed; the others as its owner hears of them. */
export type OrderRowState = 'DRAFT' | 'CONFIRMED' | 'PREPARING' | 'SHIPPED' | 'DELIVERED' | 'CANCELLED';

/** An order of a person, priced by our own catalogue. */
@Entity('conversation_order')
@Unique(['number'])
@Index(['contactId', 'id'])
@Index(['state', 'id'])
export class OrderRow {
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  /** What people call it; absent until it is confirmed. */
  @Column({ type: String, length: 12, nullable: true })
  number: string | null;

  @Column({ type: String, length: 36 })
  contactId: string;

  @Column({ type: String, length: 20 })
  channel: string;

  @Column({ type: String, length: 40 })
  numberId: string;

  @Column({ type: String, length: 10 })
  state: OrderRowState;

  /** Sealed JSON: what somebody buys may tell about their health. */
  @Column(longText())
  lines: string;

  /** Decimal text. */
  @Column({ type: String, length: 30 })
  total: string;

  @Column({ type: String, length: 3 })
  currency: string;

  @Column({ type: String, length: 12 })
  language: string;

  @Column({ type: Date })
  createdAt: Date;

  @Column({ type: Date })
  changedAt: Date;

  @Column({ type: Date, nullable: true })
  confirmedAt: Date | null;
}
