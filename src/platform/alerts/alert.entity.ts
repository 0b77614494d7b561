import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A problem from the moment it was noticed until it was over. */
@Entity('platform_alert')
@Index(['problem', 'isOpen'])
export class AlertRow {
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  /** Which problem: the same as long as it lasts. */
  @Column({ type: String, length: 120 })
  problem: string;

  @Column({ type: Boolean })
  isOpen: boolean;

  @Column({ type: String, length: 500 })
  title: string;

  @Column({ type: String, length: 1000 })
  advice: string;

  /** How often it was told. */
  @Column({ type: 'int' })
  occurrences: number;

  @Column({ type: Date })
  openedAt: Date;

  @Column({ type: Date })
  lastAt: Date;

  @Column({ type: Date, nullable: true })
  closedAt: Date | null;
}
