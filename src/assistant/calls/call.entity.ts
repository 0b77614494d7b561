import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What became of a call. */
export const CALL_OUTCOMES = ['answered', 'handover', 'timeout', 'unusable', 'unreachable'] as const;
export type CallOutcome = (typeof CALL_OUTCOMES)[number];

/** A question that a model was asked: what it took and cost. No words. */
@Entity('assistant_call')
@Index(['personIndex', 'at'])
@Index(['at', 'id'])
export class CallRow {
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  @Column({ type: Date })
  at: Date;

  /** Blind index of whose budget it was, on that day; `-` once the day is over. */
  @Column({ type: String, length: 60 })
  personIndex: string;

  @Column({ type: String, length: 120 })
  model: string;

  @Column({ type: String, length: 16 })
  outcome: CallOutcome;

  /** One, or two where the first failed. */
  @Column({ type: 'int' })
  attempts: number;

  @Column({ type: 'int' })
  durationMs: number;

  @Column({ type: 'int' })
  inputTokens: number;

  @Column({ type: 'int' })
  outputTokens: number;

  /** Names, separated by commas. */
  @Column({ type: String, length: 400, nullable: true })
  tools: string | null;
}
