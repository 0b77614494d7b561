import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** An event on its way to one subscriber. Gone once it is delivered. */
@Entity('event_delivery')
@Index(['state', 'dueAt'])
export class DeliveryRow {
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  @Column({ type: String, length: 80 })
  event: string;

  @Column({ type: String, length: 80 })
  subscriber: string;

  /** JSON; ids only, never personal data. */
  @Column({ type: String, length: 2000 })
  payload: string;

  /** `DUE` or, after the last attempt, `DEAD`. */
  @Column({ type: String, length: 10 })
  state: 'DUE' | 'DEAD';

  @Column({ type: 'int' })
  attempts: number;

  @Column({ type: Date })
  dueAt: Date;

  @Column({ type: String, length: 500, nullable: true })
  error: string | null;
}
