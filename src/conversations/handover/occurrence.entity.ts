import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** `handover` a person of the team was asked for or took over; `answered` and `failed`: a free question, and what became of it. */
export type OccurrenceKind = 'handover' | 'answered' | 'failed';

/** Something that is counted. It names nobody. */
@Entity('conversation_event')
@Index(['happenedAt', 'kind'])
export class OccurrenceRow {
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  @Column({ type: String, length: 12 })
  kind: OccurrenceKind;

  @Column({ type: String, length: 40 })
  numberId: string;

  @Column({ type: Date })
  happenedAt: Date;
}
