import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { longText } from '../../platform/database/columns.js';
import type { Origin } from '../whatsapp.contract.js';

export type OutboxState =
  | 'SCHEDULED'
  | 'QUEUED'
  | 'SENDING'
  | 'UNKNOWN'
  | 'SENT'
  | 'DELIVERED'
  | 'READ'
  | 'PLAYED'
  | 'FAILED'
  | 'CANCELLED';

/** One message to a person, from the moment it was decided until it was read. Its id is the reference that the provider gets. */
@Entity('whatsapp_outbox')
@Index(['numberId', 'isOpen', 'priority', 'id'])
@Index(['contactId', 'id'])
@Index(['providerKey'])
@Index(['state', 'id'])
@Index(['numberId', 'claimedAt'])
export class OutboxRow {
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  @Column({ type: String, length: 36 })
  contactId: string;

  @Column({ type: String, length: 20 })
  channel: string;

  @Column({ type: String, length: 40 })
  numberId: string;

  @Column({ type: String, length: 12 })
  state: OutboxState;

  /** Still holds up the next message to the same person. */
  @Column({ type: Boolean })
  isOpen: boolean;

  /** The body is erased as soon as the message is out. */
  @Column({ type: Boolean })
  isSensitive: boolean;

  @Column({ type: String, length: 20 })
  type: string;

  /** What leaves first: 0 a conversation, 5 a program, 9 a campaign. */
  @Column({ type: 'int', default: 0 })
  priority: number;

  @Column({ type: String, length: 10, default: 'bot' })
  origin: Origin;

  /** Which flow speaks, for the figures. */
  @Column({ type: String, length: 20, nullable: true })
  flow: string | null;

  /** Our id of the message that this one answers. */
  @Column({ type: String, length: 36, nullable: true })
  causeId: string | null;

  /** Sealed JSON of the content; null once erased. */
  @Column(longText({ nullable: true }))
  body: string | null;

  @Column({ type: 'int' })
  attempts: number;

  @Column({ type: Date })
  createdAt: Date;

  @Column({ type: Date })
  dueAt: Date;

  /** When the attempt in hand, or the last one, began. */
  @Column({ type: Date, nullable: true })
  claimedAt: Date | null;

  @Column({ type: Date, nullable: true })
  unknownAt: Date | null;

  @Column({ type: Date, nullable: true })
  sentAt: Date | null;

  @Column({ type: Date, nullable: true })
  deliveredAt: Date | null;

  @Column({ type: Date, nullable: true })
  readAt: Date | null;

  /** When a voice message was listened to. */
  @Column({ type: Date, nullable: true })
  playedAt: Date | null;

  @Column({ type: Date, nullable: true })
  failedAt: Date | null;

  /** When somebody took it back before it left. */
  @Column({ type: Date, nullable: true })
  cancelledAt: Date | null;

  /** Hash of the provider's id, by which its status reports find this row. */
  @Column({ type: String, length: 43, nullable: true })
  providerKey: string | null;

  @Column({ type: String, length: 500, nullable: true })
  providerId: string | null;

  @Column({ type: String, length: 30, nullable: true })
  pricing: string | null;

  /** Whether the provider charges for it, where it says so. */
  @Column({ type: Boolean, nullable: true })
  isBillable: boolean | null;

  @Column({ type: String, length: 40, nullable: true })
  errorCode: string | null;

  @Column({ type: String, length: 1000, nullable: true })
  errorMeaning: string | null;

  @Column({ type: String, length: 1000, nullable: true })
  errorAdvice: string | null;

  /** Both in English, where whoever told it did so. */
  @Column({ type: String, length: 1000, nullable: true })
  errorMeaningEn: string | null;

  @Column({ type: String, length: 1000, nullable: true })
  errorAdviceEn: string | null;
}
