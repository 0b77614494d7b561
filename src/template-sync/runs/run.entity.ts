import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import { longText } from '../../platform/database/columns.js';

/** `LOST`: its process died; `STOPPED`: the server was shut down meanwhile. */
export const RUN_STATES = ['RUNNING', 'DONE', 'FAILED', 'STOPPED', 'LOST'] as const;
export type RunState = (typeof RUN_STATES)[number];

export const RUN_KINDS = ['FULL', 'INCREMENTAL'] as const;
export type RunKind = (typeof RUN_KINDS)[number];

export const RUN_CAUSES = ['schedule', 'command', 'api', 'code'] as const;
export type RunCause = (typeof RUN_CAUSES)[number];

export const RUN_PHASES = ['reading', 'writing', 'over'] as const;
export type RunPhase = (typeof RUN_PHASES)[number];

/** One synchronisation of one account: the lease while it runs, the record of it afterwards. */
@Entity('template_run')
@Unique(['slot'])
@Index(['accountId', 'state', 'id'])
@Index(['invocationId'])
export class RunRow {
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  /** The id of the first of the runs, one per account, that were asked for together. */
  @Column({ type: String, length: 36 })
  invocationId: string;

  @Column({ type: String, length: 64 })
  accountId: string;

  /** The account as long as the run writes to it, so that there is one at a time; else its own id. */
  @Column({ type: String, length: 64 })
  slot: string;

  @Column({ type: String, length: 12 })
  state: RunState;

  @Column({ type: String, length: 12 })
  phase: RunPhase;

  @Column({ type: String, length: 12 })
  kind: RunKind;

  @Column({ type: String, length: 12 })
  cause: RunCause;

  @Column({ type: String, length: 120 })
  actor: string;

  @Column({ type: Boolean })
  dryRun: boolean;

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

  /** Templates in the local copy when it began: what a complete listing is measured by. */
  @Column({ type: 'int' })
  known: number;

  @Column({ type: 'int' })
  pages: number;

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
  linked: number;

  @Column({ type: 'int' })
  apiCalls: number;

  @Column({ type: 'int' })
  durationMs: number;

  /** Highest usage of the source's quotas, in percent. */
  @Column({ type: 'int', nullable: true })
  usage: number | null;

  /** The latest change that the source told of, by the source's own clock. */
  @Column({ type: Date, nullable: true })
  sourceClock: Date | null;

  @Column({ type: String, length: 80, nullable: true })
  errorCode: string | null;

  /** In French. */
  @Column({ type: String, length: 2000, nullable: true })
  error: string | null;

  /** JSON: failures and notes. */
  @Column(longText({ nullable: true }))
  details: string | null;
}
