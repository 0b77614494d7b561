import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How often something happened on a day: a number, and nobody behind it. */
@Entity('uic_tally')
export class TallyRow {
  /** As the programme counted days then, `2026-01-31`. */
  @PrimaryColumn({ type: String, length: 10 })
  day: string;

  @PrimaryColumn({ type: String, length: 12 })
  kind: string;

  /** What exactly: a town, a gender, a question and a manner; `all` where there is nothing to tell apart. */
  @PrimaryColumn({ type: String, length: 30 })
  item: string;

  @Column({ type: 'int' })
  amount: number;
}
