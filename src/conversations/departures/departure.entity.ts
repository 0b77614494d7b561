import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A code that somebody obtained within a day before erasing everything. It counts, and names neither person nor code. */
@Entity('conversation_departure')
@Index(['obtainedAt'])
export class DepartureRow {
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  /** Keyed hash of the address of the person. */
  @Column({ type: String, length: 60 })
  personIndex: string;

  @Column({ type: Date })
  obtainedAt: Date;
}
