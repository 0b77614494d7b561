import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How far the erasing of what is old has come in one table. */
@Entity('whatsapp_retention')
export class RetentionRow {
  @PrimaryColumn({ type: String, length: 40 })
  name: string;

  /** Everything up to this id is done. */
  @Column({ type: String, length: 36 })
  position: string;

  /** When there is something to do again. */
  @Column({ type: Date })
  dueAt: Date;
}
