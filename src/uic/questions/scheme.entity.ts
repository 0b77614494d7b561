import { Column, Entity, PrimaryColumn } from 'typeorm';
import { longText } from '../../platform/database/columns.js';

/** A formula that codes were made by. Rows stay: a code is taken apart by the very formula that made it. */
@Entity('uic_scheme')
export class SchemeRow {
  /** As it is kept with each code. */
  @PrimaryColumn({ type: String, length: 30 })
  id: string;

  /** Of everything that decides codes. */
  @Column({ type: String, length: 64 })
  fingerprint: string;

  /** The scheme as JSON. */
  @Column(longText())
  definition: string;

  @Column({ type: Date })
  firstUsedAt: Date;
}
