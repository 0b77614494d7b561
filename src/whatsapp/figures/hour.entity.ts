import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The figures of one hour, one number and one flow. */
@Entity('whatsapp_hour')
@Index(['hour'])
export class HourRow {
  /** `2026-11-21T08 106540352242922 uic`. */
  @PrimaryColumn({ type: String, length: 90 })
  id: string;

  @Column({ type: Date })
  hour: Date;

  @Column({ type: String, length: 40 })
  numberId: string;

  @Column({ type: String, length: 20 })
  flow: string;

  @Column({ type: 'int' })
  received: number;

  @Column({ type: 'int' })
  sent: number;

  @Column({ type: 'int' })
  delivered: number;

  /** `read` is a reserved word elsewhere. */
  @Column({ type: 'int' })
  seen: number;

  @Column({ type: 'int' })
  failed: number;

  @Column({ type: 'int' })
  answered: number;

  @Column({ type: 'float' })
  responseMs: number;

  /** JSON. */
  @Column({ type: String, length: 400 })
  spread: string;

  /** JSON. */
  @Column({ type: String, length: 1000 })
  costs: string;
}
