import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** A person, under our own id; addresses are sealed and found by blind index. */
@Entity('whatsapp_contact')
@Unique(['phoneIndex'])
@Unique(['userIndex'])
export class ContactRow {
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  @Column({ type: String, length: 60, nullable: true })
  phoneIndex: string | null;

  @Column({ type: String, length: 200, nullable: true })
  phone: string | null;

  @Column({ type: String, length: 60, nullable: true })
  userIndex: string | null;

  @Column({ type: String, length: 400, nullable: true })
  userId: string | null;

  /** Sealed: the name that the person chose on WhatsApp. */
  @Column({ type: String, length: 1500, nullable: true })
  name: string | null;

  /** Keyed hash of id and name: tells that the name changed without opening it, and nothing of who is called alike. */
  @Column({ type: String, length: 60, nullable: true })
  nameIndex: string | null;

  @Column({ type: Boolean })
  isOptedOut: boolean;

  /** Said to WhatsApp itself: no marketing messages. */
  @Column({ type: Boolean, default: false })
  isMarketingOptedOut: boolean;

  @Column({ type: Date })
  createdAt: Date;
}
