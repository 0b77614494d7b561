import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The id of a contact that turned out to be another one: whoever still has it is led there. */
@Entity('whatsapp_contact_gone')
@Index(['contactId'])
@Index(['goneAt'])
export class GoneRow {
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  /** Who remained. */
  @Column({ type: String, length: 36 })
  contactId: string;

  @Column({ type: Date })
  goneAt: Date;
}
