import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A thing of the inventory that could not be taken over, with its reason. */
@Entity('catalog_fault')
@Index(['runId', 'id'])
export class FaultRow {
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  @Column({ type: String, length: 36 })
  runId: string;

  @Column({ type: String, length: 400, nullable: true })
  remoteId: string | null;

  @Column({ type: String, length: 400, nullable: true })
  name: string | null;

  /** In French. */
  @Column({ type: String, length: 1000 })
  reason: string;
}
