import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** `STOPPED`: with the server; `LOST`: its process died. */
export const EXPORT_STATES = ['RUNNING', 'DONE', 'FAILED', 'STOPPED', 'LOST'] as const;
export type ExportState = (typeof EXPORT_STATES)[number];

export const EXPORT_CAUSES = ['change', 'api'] as const;
export type ExportCause = (typeof EXPORT_CAUSES)[number];

/** One export to one commerce catalogue: the lease while it runs, the record of it afterwards. */
@Entity('catalog_commerce_export')
@Unique(['slot'])
@Index(['catalogId', 'id'])
export class CommerceExportRow {
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  @Column({ type: String, length: 100 })
  catalogId: string;

  /** The catalogue as long as it runs, so that there is one at a time; else its own id. */
  @Column({ type: String, length: 100 })
  slot: string;

  @Column({ type: String, length: 12 })
  state: ExportState;

  @Column({ type: String, length: 12 })
  cause: ExportCause;

  @Column({ type: String, length: 120 })
  actor: string;

  @Column({ type: Boolean })
  forced: boolean;

  /** The latest change of a product when it began: done, it has exported all of them. */
  @Column({ type: Date })
  seenUntil: Date;

  @Column({ type: Date })
  startedAt: Date;

  @Column({ type: Date, nullable: true })
  finishedAt: Date | null;

  @Column({ type: String, length: 300 })
  host: string;

  @Column({ type: 'int' })
  pid: number;

  /** Grows as long as its process lives. */
  @Column({ type: 'int' })
  beats: number;

  @Column({ type: Date })
  beatAt: Date;

  /** Items handed over, those that are to go included. */
  @Column({ type: 'int' })
  sent: number;

  @Column({ type: 'int' })
  accepted: number;

  @Column({ type: 'int' })
  refused: number;

  @Column({ type: 'int' })
  removed: number;

  /** Failures in a row, this one included. */
  @Column({ type: 'int' })
  failures: number;

  @Column({ type: String, length: 80, nullable: true })
  errorCode: string | null;

  /** In French. */
  @Column({ type: String, length: 2000, nullable: true })
  error: string | null;
}
