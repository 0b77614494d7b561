import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** A shelf of the catalogue. */
@Entity('catalog_category')
@Unique(['source', 'sourceId'])
@Index(['parentId'])
@Index(['changedAt'])
export class CategoryRow {
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  /** Who named it. */
  @Column({ type: String, length: 40 })
  source: string;

  /** Its id there; where people name categories by words, those words. */
  @Column({ type: String, length: 400 })
  sourceId: string;

  @Column({ type: String, length: 400 })
  name: string;

  @Column({ type: String, length: 36, nullable: true })
  parentId: string | null;

  @Column({ type: Boolean })
  active: boolean;

  @Column({ type: Date })
  syncedAt: Date;

  @Column({ type: Date })
  changedAt: Date;
}
