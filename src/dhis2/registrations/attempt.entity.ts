import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { longText } from '../../platform/database/columns.js';
import type { Step } from './registration.js';
import { RegistrationRow } from './registration.entity.js';

/** How one attempt ended; the last fifty of each registration. */
@Entity('dhis2_attempt')
@Index(['registrationId', 'ordinal'])
export class AttemptRow {
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  @Column({ type: String, length: 36 })
  @ForeignKey(() => RegistrationRow, { onDelete: 'CASCADE' })
  registrationId: string;

  /** 1 for the first. */
  @Column({ type: 'int' })
  ordinal: number;

  @Column({ type: Date })
  at: Date;

  /** The call with which it ended. */
  @Column({ type: String, length: 12 })
  step: Step;

  @Column({ type: String, length: 20 })
  outcome: string;

  @Column({ type: String, length: 60, nullable: true })
  cause: string | null;

  @Column({ type: 'int', nullable: true })
  status: number | null;

  /** Sealed: the register's own words. */
  @Column(longText({ nullable: true }))
  words: string | null;

  @Column({ type: 'int' })
  durationMs: number;
}
