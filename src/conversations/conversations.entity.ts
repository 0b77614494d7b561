import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** `OPEN` a run is going on, `CLOSED` none is, `LEAVING` the person is to be forgotten once the last reply is out, unless it has a code. */
export type Stage = 'OPEN' | 'CLOSED' | 'LEAVING';

/** Where a person is in the conversation with one of our numbers. */
@Entity('conversation_session')
@Unique(['contactId', 'numberId'])
@Index(['expiresAt'])
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
