import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { longText } from '../../platform/database/columns.js';

/** A free question that waits for its answer. */
@Entity('conversation_question')
@Index(['contactId', 'id'])
export class QuestionRow {
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  @Column({ type: String, length: 36 })
  contactId: string;

  @Column({ type: String, length: 20 })
  channel: string;

  @Column({ type: String, length: 40 })
  numberId: string;

  /** Our id of the message that asked. */
  @Column({ type: String, length: 36 })
  messageId: string;

  @Column({ type: String, length: 12 })
  language: string;

  /** Sealed: the words. */
  @Column(longText())
  sealed: string;

  @Column({ type: Date })
  askedAt: Date;

  /** Until when somebody is at it. */
  @Column({ type: Date, nullable: true })
  leasedUntil: Date | null;
}
