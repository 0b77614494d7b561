import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Kind } from '../catalog.port.js';

/** When a kind is to be copied again: one row for all instances. */
@Entity('catalog_clock')
export class ClockRow {
  @PrimaryColumn({ type: String, length: 12 })
  kind: Kind;

  @Column({ type: Date })
  nextDueAt: Date;

  @Column({ type: Date, nullable: true })
  lastSuccessAt: Date | null;

  /** The last copy that listed all there is. */
  @Column({ type: Date, nullable: true })
  lastCompleteAt: Date | null;

  /** Failures in a row. */
  @Column({ type: 'int' })
  failures: number;
}
