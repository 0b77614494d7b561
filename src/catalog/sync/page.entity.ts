import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { longText } from '../../platform/database/columns.js';
import type { Kind } from '../catalog.port.js';

/** A page of the inventory's listing as it was last seen: what it held, and how to ask whether it changed. */
@Entity('catalog_page')
@Index(['rootId'])
export class PageRow {
  @PrimaryColumn({ type: String, length: 12 })
  kind: Kind;

  @PrimaryColumn({ type: String, length: 200 })
  position: string;

  /** The listing that saw it last. */
  @Column({ type: String, length: 36 })
  rootId: string;

  @Column({ type: String, length: 300, nullable: true })
  validator: string | null;

  /** JSON list. */
  @Column(longText())
  remoteIds: string;
}
