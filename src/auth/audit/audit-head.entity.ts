import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Where the book ends: the one row by which writers take turns. */
@Entity('auth_audit_head')
export class AuditHeadRow {
  @PrimaryColumn({ type: 'int' })
  id: number;

  /** Number of the last line, 0 for none. */
  @Column({ type: 'int' })
  seq: number;

  @Column({ type: String, length: 64 })
  hash: string;

  /** Number and hash under the house's key: who has only the database cannot write a chain of his own. */
  @Column({ type: String, length: 400, nullable: true })
  seal: string | null;
}
