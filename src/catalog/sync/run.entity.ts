import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Kind } from '../catalog.port.js';

/** `STOPPED`: somebody stopped it, or the server was shut down; `LOST`: its process died. */
export const RUN_STATES = ['RUNNING', 'DONE', 'FAILED', 'STOPPED', 'LOST'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** `request`: somebody looked at the catalogue when it was due. */
export const RUN_CAUSES = ['request', 'schedule', 'command', 'api', 'code'] as const;
export type RunCause = (typeof RUN_CAUSES)[number];

/** One copy of products or of categories: the lease while it runs, the record of it afterwards. */
@Entity('catalog_run')
@Unique(['slot'])
@Index(['kind', 'id'])
@Index(['rootId'])
export class RunRow {
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  @Column({ type: String, length: 12 })
  kind: Kind;

  /** The kind as long as it runs, so that there is one at a time; else its own id. */
  @Column({ type: String, length: 36 })
  slot: string;

  /** The run that began this listing: its own id, unless it goes on where another one was interrupted. */
  @Column({ type: String, length: 36 })
  rootId: string;

  @Column({ type: String, length: 12 })
  state: RunState;

  @Column({ type: String, length: 12 })
  cause: RunCause;

  @Column({ type: String, length: 120 })
  actor: string;

  @Column({ type: Boolean })
  forced: boolean;

  /** Whether it lists all there is, not only what changed. */
  @Column({ type: Boolean })
  complete: boolean;

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

  /** Somebody asked it to stop. */
  @Column({ type: Boolean })
  isStopped: boolean;

  /** The last page that is written. */
  @Column({ type: String, length: 200, nullable: true })
  position: string | null;

  @Column({ type: 'int' })
  pages: number;

  /** How many the inventory says there are. */
  @Column({ type: 'int', nullable: true })
  expected: number | null;

  @Column({ type: 'int' })
  total: number;

  @Column({ type: 'int' })
  added: number;

  @Column({ type: 'int' })
  updated: number;

  @Column({ type: 'int' })
  unchanged: number;

  @Column({ type: 'int' })
  failed: number;

  @Column({ type: 'int' })
  disabled: number;

  @Column({ type: 'int' })
  apiCalls: number;

  /** Waiting for the inventory, and for the database. */
  @Column({ type: 'int' })
  apiMs: number;

  @Column({ type: 'int' })
  databaseMs: number;

  @Column({ type: 'int' })
  durationMs: number;

  @Column({ type: String, length: 80, nullable: true })
  errorCode: string | null;

  /** In French. */
  @Column({ type: String, length: 2000, nullable: true })
  error: string | null;
}
