import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A request that came with a key, so that the same one coming again finds what became of it. */
@Entity('whatsapp_request')
@Index(['createdAt'])
export class SubmitRequestRow {
  /** Hash of caller and key. */
  @PrimaryColumn({ type: String, length: 43 })
  id: string;

  /** Hash of key and content: the same key with something else in it is a mistake. */
  @Column({ type: String, length: 43 })
  fingerprint: string;

  @Column({ type: String, length: 36 })
  contactId: string;

  /** Of the messages that it became, in their order. */
  @Column('simple-json')
  messageIds: string[];

  @Column({ type: Boolean })
  isScheduled: boolean;

  @Column({ type: Boolean })
  isFallback: boolean;

  @Column({ type: Date })
  createdAt: Date;
}
