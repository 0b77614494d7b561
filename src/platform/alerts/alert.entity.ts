import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A problem from the moment it was noticed until it was over. */
@Entity('platform_alert')
@Index(['problem', 'isOpen'])
@Index(['isOpen', 'isCritical', 'lastAt'])
export class AlertRow {
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  /** Which problem: the same as long as it lasts. */
  @Column({ type: String, length: 120 })
  problem: string;

  @Column({ type: Boolean })
  isOpen: boolean;

  /** The team is told of it. */
  @Column({ type: Boolean, default: true })
  isCritical: boolean;

  /** Where it comes from: `outbox`, `inbox`, `assistant`. */
  @Column({ type: String, length: 30, nullable: true })
  service: string | null;

  /** The number or word that whoever made it has for it. */
  @Column({ type: String, length: 60, nullable: true })
  code: string | null;

  @Column({ type: String, length: 500 })
  title: string;

  @Column({ type: String, length: 1000 })
  advice: string;

  @Column({ type: String, length: 1000, nullable: true })
  titleEn: string | null;

  @Column({ type: String, length: 1000, nullable: true })
  adviceEn: string | null;

  /** JSON: what was at hand the last time, without personal data. */
  @Column({ type: String, length: 1000, nullable: true })
  context: string | null;

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
