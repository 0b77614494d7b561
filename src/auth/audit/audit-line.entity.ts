import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A line of the book of who did what. Written once. */
@Entity('auth_audit')
@Index(['subject'])
export class AuditLineRow {
  /** 1, 2, 3, … without a gap. */
  @PrimaryColumn({ type: 'int' })
  seq: number;

  @Column({ type: Date })
  recordedAt: Date;

  @Column({ type: String, length: 10 })
  actorKind: string;

  @Column({ type: String, length: 80 })
  actorId: string;

  @Column({ type: String, length: 60 })
  action: string;

  @Column({ type: String, length: 120, nullable: true })
  subject: string | null;

  /** JSON, kept as text: its hash must not depend on who writes it out again. */
  @Column({ type: String, length: 4000, nullable: true })
  detail: string | null;

  @Column({ type: String, length: 10 })
  outcome: string;

  @Column({ type: String, length: 64, nullable: true })
  requestId: string | null;

  /** Of this line and of the one before: a line that was changed or taken out breaks all that follow. */
  @Column({ type: String, length: 64 })
  hash: string;
}
