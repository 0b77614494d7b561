import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/**
 * `NEEDS_REVIEW`: somebody else obtained the same characters before; a person has to look whether it is one and the same.
 * `SUPERSEDED`: its holder corrected itself; `LINKED`: staff found that it belongs to somebody who has another code. Of both the
 * successor counts.
 */
export const CODE_STATES = ['ACTIVE', 'NEEDS_REVIEW', 'SUPERSEDED', 'LINKED'] as const;
export type CodeState = (typeof CODE_STATES)[number];

/** The states of a code that counts by itself. */
export const CURRENT_STATES: readonly CodeState[] = ['ACTIVE', 'NEEDS_REVIEW'];

/** A code that was issued. Two people may share the characters: `sequence` keeps them apart. */
@Entity('uic_code')
@Unique(['codeIndex', 'sequence'])
@Index(['state', 'id'])
@Index(['remoteIndex'])
@Index(['successorId'])
@Index(['pendingUntil'])
export class CodeRow {
  /** Ordered by the time of issue. */
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  /** Sealed: the characters. */
  @Column({ type: String, length: 120 })
  code: string;

  /** Keyed hash of scheme and characters: the only way to find a code. */
  @Column({ type: String, length: 60 })
  codeIndex: string;

  /** 1 for the first who obtained these characters. */
  @Column({ type: 'int' })
  sequence: number;

  /** Id of the formula. */
  @Column({ type: String, length: 30 })
  scheme: string;

  /** Versions of the reading rules and of the town table by which the answers were read. */
  @Column({ type: String, length: 60 })
  rules: string;

  @Column({ type: String, length: 12 })
  state: CodeState;

  /** Which code counts in its place; null as long as it counts by itself. */
  @Column({ type: String, length: 36, nullable: true })
  successorId: string | null;

  /** Until when the register may decide; null once the code is known. */
  @Column({ type: Date, nullable: true })
  pendingUntil: Date | null;

  /** Sealed: the register's own characters, where they differ from ours. */
  @Column({ type: String, length: 400, nullable: true })
  remoteCode: string | null;

  /** Keyed hash of the register's own characters. */
  @Column({ type: String, length: 60, nullable: true })
  remoteIndex: string | null;

  /** Whether the register's characters are those that the person was given. */
  @Column({ type: Boolean, default: false })
  remoteCounts: boolean;

  @Column({ type: Date })
  createdAt: Date;

  @Column({ type: Date })
  lastRequestedAt: Date;

  @Column({ type: 'int' })
  requestCount: number;
}

/** Who obtained which code. */
@Entity('uic_holder')
@Index(['codeId'])
export class HolderRow {
  @PrimaryColumn({ type: String, length: 36 })
  holderId: string;

  @PrimaryColumn({ type: String, length: 36 })
  @ForeignKey(() => CodeRow, { onDelete: 'CASCADE' })
  codeId: string;

  @Column({ type: Date })
  createdAt: Date;
}
