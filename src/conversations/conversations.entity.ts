import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import type { ConversationStatus, HandoverReason } from './conversations.contract.js';

/** `OPEN` a run is going on, `CLOSED` none is, `LEAVING` the person is to be forgotten once the last reply is out, unless it has a code. */
export type Stage = 'OPEN' | 'CLOSED' | 'LEAVING';

/** A conversation of a person with one of our numbers: where the dialogue is, and what the team sees of it. */
@Entity('conversation_session')
@Unique(['contactId', 'numberId'])
@Index(['expiresAt'])
@Index(['status', 'lastAt', 'id'])
@Index(['assigneeId'])
@Index(['changedAt', 'id'])
export class SessionRow {
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  @Column({ type: String, length: 36 })
  contactId: string;

  @Column({ type: String, length: 40 })
  numberId: string;

  @Column({ type: String, length: 10 })
  stage: Stage;

  /** Sealed JSON of the state. */
  @Column({ type: String, length: 4000 })
  sealed: string;

  /** When the run that is open, or the last one, began. */
  @Column({ type: Date })
  startedAt: Date;

  /** When something is to be done about it although nobody writes; `null`: never. */
  @Column({ type: Date, nullable: true })
  expiresAt: Date | null;

  @Column({ type: 'int' })
  version: number;

  /** `null` until the person has written since there is this column. */
  @Column({ type: String, length: 20, nullable: true })
  channel: string | null;

  @Column({ type: String, length: 10, default: 'bot' })
  status: ConversationStatus;

  /** Id of the user, or of the key that belongs to nobody. */
  @Column({ type: String, length: 80, nullable: true })
  assigneeId: string | null;

  /** What the person wrote since a person of the team looked; the house reads at once. */
  @Column({ type: 'int', default: 0 })
  unread: number;

  @Column({ type: Date, nullable: true })
  lastAt: Date | null;

  /** When the person wrote last, by the provider's clock. */
  @Column({ type: Date, nullable: true })
  lastInAt: Date | null;

  @Column({ type: String, length: 3, nullable: true })
  lastDirection: 'in' | 'out' | null;

  /** Kind of content, `private` where nobody may know more. */
  @Column({ type: String, length: 20, nullable: true })
  lastType: string | null;

  /** Sealed beginning of the words; `null` where there are none or they are private. */
  @Column({ type: String, length: 1500, nullable: true })
  lastSealed: string | null;

  /** JSON list. */
  @Column({ type: String, length: 1000, nullable: true })
  labels: string | null;

  /** The flow of the run that is open. */
  @Column({ type: String, length: 20, nullable: true })
  flow: string | null;

  /** When a person of the team was asked for; stays after the hand-over until the person was told that the house is back. */
  @Column({ type: Date, nullable: true })
  handoverAt: Date | null;

  @Column({ type: String, length: 10, nullable: true })
  handoverReason: HandoverReason | null;

  /** Until when the house keeps silent. */
  @Column({ type: Date, nullable: true })
  silentUntil: Date | null;

  @Column({ type: Date, nullable: true })
  humanSince: Date | null;

  @Column({ type: Date, nullable: true })
  closedAt: Date | null;

  @Column({ type: Date, nullable: true })
  changedAt: Date | null;
}

/** Proof that somebody accepted: what was shown, when, and the message that said yes. */
@Entity('conversation_consent')
@Index(['contactId'])
export class ConsentRow {
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  @Column({ type: String, length: 36 })
  contactId: string;

  /** Our id of the message. */
  @Column({ type: String, length: 36 })
  messageId: string;

  /** Hash of the text that was shown. */
  @Column({ type: String, length: 43 })
  textVersion: string;

  @Column({ type: String, length: 12 })
  language: string;

  @Column({ type: Date })
  givenAt: Date;
}
