import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One row for each problem that lasts: its key decides who of several opens the alert. */
@Entity('platform_open_problem')
export class OpenProblemRow {
  @PrimaryColumn({ type: String, length: 120 })
  problem: string;

  @Column({ type: String, length: 36 })
  alertId: string;
}
