import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One of the creations that an account may make in an hour, and when it was last used. */
@Entity('template_creation')
export class CreationRow {
  @PrimaryColumn({ type: String, length: 64 })
  accountId: string;

  /** From 0. */
  @PrimaryColumn({ type: 'int' })
  place: number;

  @Column({ type: Date })
  takenAt: Date;

  /** Grows with each use. */
  @Column({ type: 'int' })
  revision: number;
}
