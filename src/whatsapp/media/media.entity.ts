import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import type { MediaKind } from '../whatsapp-content.contract.js';

/**
 * `WANTED` is to be fetched, `STORED` is here, `GONE` is nowhere any more, `REFUSED` is not what it should be, `FAILED` could not be
 * fetched and is tried again when somebody asks.
 */
export type MediaState = 'WANTED' | 'STORED' | 'GONE' | 'REFUSED' | 'FAILED';

/** A file that came in with a message, or that we send. Its bytes are in the storage. */
@Entity('whatsapp_media')
@Unique(['messageId'])
@Index(['state', 'dueAt'])
@Index(['state', 'usedAt'])
@Index(['contactId'])
@Index(['storageKey'])
@Index(['direction', 'id'])
export class MediaRow {
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  @Column({ type: String, length: 3 })
  direction: 'in' | 'out';

  /** The message that brought it. */
  @Column({ type: String, length: 36, nullable: true })
  messageId: string | null;

  @Column({ type: String, length: 36, nullable: true })
  contactId: string | null;

  @Column({ type: String, length: 10 })
  kind: MediaKind | 'voice';

  /** What the bytes are, never merely what somebody says of them. */
  @Column({ type: String, length: 100, nullable: true })
  mime: string | null;

  @Column({ type: 'int', nullable: true })
  byteCount: number | null;

  /** Hexadecimal. */
  @Column({ type: String, length: 64, nullable: true })
  sha256: string | null;

  /** Sealed: a name may name a person. */
  @Column({ type: String, length: 1500, nullable: true })
  filename: string | null;

  @Column({ type: String, length: 100, nullable: true })
  storageKey: string | null;

  @Column({ type: String, length: 8 })
  state: MediaState;

  /** Attempts to fetch it; whoever fetches holds the number that the attempt has. */
  @Column({ type: 'int' })
  attempts: number;

  @Column({ type: Date })
  dueAt: Date;

  /** Until then somebody is fetching it. */
  @Column({ type: Date })
  leasedUntil: Date;

  @Column({ type: Date })
  createdAt: Date;

  /** When it was stored, or last sent: what is not used is not kept. */
  @Column({ type: Date })
  usedAt: Date;

  /** A word for what happened. */
  @Column({ type: String, length: 40, nullable: true })
  error: string | null;
}
