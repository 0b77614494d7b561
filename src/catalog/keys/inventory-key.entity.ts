import { Column, Entity, PrimaryColumn } from 'typeorm';
import { longText } from '../../platform/database/columns.js';

/** The key of the settings has this id; its secret is not kept here. */
export const OF_SETTINGS = 'settings';

/** A key to somebody's inventory. Revoked, it stays without its secret. */
@Entity('catalog_inventory_key')
export class InventoryKeyRow {
  /** Ordered by time. */
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  @Column({ type: String, length: 400 })
  label: string;

  @Column({ type: String, length: 10 })
  state: 'ACTIVE' | 'REVOKED';

  /** Sealed. */
  @Column(longText({ nullable: true }))
  sealed: string | null;

  /** Last four characters of a key that is long enough to show them. */
  @Column({ type: String, length: 16, nullable: true })
  ending: string | null;

  /** Keyed hash of the key of the settings: another key there has not been refused. */
  @Column({ type: String, length: 64, nullable: true })
  mark: string | null;

  @Column({ type: Date })
  createdAt: Date;

  /** Id of the actor who gave it. */
  @Column({ type: String, length: 80 })
  createdBy: string;

  /** When it was accepted last, to some minutes. */
  @Column({ type: Date, nullable: true })
  lastUsedAt: Date | null;

  @Column({ type: Date, nullable: true })
  refusedAt: Date | null;

  /** Nobody asks with it before then. */
  @Column({ type: Date, nullable: true })
  pausedUntil: Date | null;

  @Column({ type: Date, nullable: true })
  revokedAt: Date | null;
}
