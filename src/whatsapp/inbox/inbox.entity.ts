import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import { longText } from '../../platform/database/columns.js';

/** `NEW` waits, `DONE` was handled, `DEAD` failed too often, `KEPT` is stored and counted but asks for nothing. */
export type InboxState = 'NEW' | 'DONE' | 'DEAD' | 'KEPT';

/**
 * `group`: a message in a group, which is nobody's to answer; `notice`: news about a person, or what was said to one by another way;
 * `status`: a delivery report; `other`: what nobody knows what to do with.
 */
export type InboxKind = 'message' | 'group' | 'status' | 'notice' | 'other';

/** One update as a provider delivered it: inserted once, handled once. */
@Entity('whatsapp_inbox')
@Unique(['dedupeKey'])
@Index(['state', 'kind', 'id'])
@Index(['contactId', 'id'])
export class InboxRow {
  /** Ordered by arrival. */
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  /** Hash of the provider's own id (and state): what makes a second delivery a duplicate. */
  @Column({ type: String, length: 43 })
  dedupeKey: string;

  @Column({ type: String, length: 10 })
  kind: InboxKind;

  @Column({ type: String, length: 20 })
  channel: string;

  @Column({ type: String, length: 40 })
  numberId: string;

  /** Blind index of the person's address: one person, one line. */
  @Column({ type: String, length: 60 })
  lane: string;

  /** Part of the work to which the line belongs. */
  @Column({ type: 'int' })
  shard: number;

  @Column({ type: String, length: 10 })
  state: InboxState;

  /** Kind of content or name of the unknown field. */
  @Column({ type: String, length: 60 })
  topic: string;

  /** Sealed JSON of the update; null once erased. */
  @Column(longText({ nullable: true }))
  body: string | null;

  @Column({ type: Date })
  receivedAt: Date;

  @Column({ type: 'int' })
  attempts: number;

  @Column({ type: Date })
  dueAt: Date;

  @Column({ type: Date, nullable: true })
  doneAt: Date | null;

  @Column({ type: String, length: 36, nullable: true })
  contactId: string | null;

  /** Our id of the message that a report was about. */
  @Column({ type: String, length: 36, nullable: true })
  subjectId: string | null;

  @Column({ type: String, length: 500, nullable: true })
  error: string | null;
}
