import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { CodeRow } from '../uic.entity.js';

/** `same-code`: two holders have the same characters; `near-miss`: one holder has two codes that differ in one answer. */
export const PAIR_KINDS = ['same-code', 'near-miss'] as const;
export type PairKind = (typeof PAIR_KINDS)[number];

/** `OPEN`: nobody has said yet; `SAME`: one person; `DIFFERENT`: two. */
export const PAIR_STATES = ['OPEN', 'SAME', 'DIFFERENT'] as const;
export type PairState = (typeof PAIR_STATES)[number];

/** Two codes that may belong to one person. */
@Entity('uic_pair')
@Unique(['keptId', 'otherId'])
@Index(['otherId'])
@Index(['state', 'id'])
export class PairRow {
  /** Ordered by the time at which the second code was issued. */
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  @Column({ type: String, length: 10 })
  kind: PairKind;

  /** The earlier code: it stays when staff find that both belong to one person. */
  @Column({ type: String, length: 36 })
  @ForeignKey(() => CodeRow, { onDelete: 'CASCADE' })
  keptId: string;

  @Column({ type: String, length: 36 })
  @ForeignKey(() => CodeRow, { onDelete: 'CASCADE' })
  otherId: string;

  /** Key of the question in which the two differ; null where they have the same characters. */
  @Column({ type: String, length: 40, nullable: true })
  differs: string | null;

  @Column({ type: String, length: 10 })
  state: PairState;

  /** `user:<id>`, `key:<id>`, `person`: its holder said so; `phone`: two contacts turned out to be one. */
  @Column({ type: String, length: 80, nullable: true })
  decidedBy: string | null;

  @Column({ type: Date, nullable: true })
  decidedAt: Date | null;
}
