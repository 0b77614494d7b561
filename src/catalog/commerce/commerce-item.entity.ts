import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import { longText } from '../../platform/database/columns.js';

/** `PENDING`: about to be handed over; `SENT`: being worked on there; `REFUSED`: as it was sent last, it is not taken. */
export const ITEM_STATES = ['PENDING', 'SENT', 'OK', 'REFUSED'] as const;
export type ItemState = (typeof ITEM_STATES)[number];

/** What is sent for a product that is to go; no content has this hash. */
export const GONE = 'gone';

/** What a commerce catalogue knows of a product. */
@Entity('catalog_commerce_item')
@Unique(['catalogId', 'sku'])
@Index(['catalogId', 'id'])
@Index(['catalogId', 'state', 'id'])
@Index(['batchId'])
export class CommerceItemRow {
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  @Column({ type: String, length: 100 })
  catalogId: string;

  @Column({ type: String, length: 400 })
  sku: string;

  @Column({ type: String, length: 12 })
  state: ItemState;

  /** Of the content that buyers see there; `null`: they see nothing. */
  @Column({ type: String, length: 64, nullable: true })
  hashAccepted: string | null;

  /** Of what was handed over last, or `gone`. */
  @Column({ type: String, length: 64 })
  hashSent: string;

  /** The batch that handed it over last. */
  @Column({ type: String, length: 36 })
  batchId: string;

  /** JSON: the catalogue's own words with their meaning. */
  @Column(longText({ nullable: true }))
  errors: string | null;

  /** JSON. */
  @Column(longText({ nullable: true }))
  warnings: string | null;

  @Column({ type: Date })
  changedAt: Date;
}
