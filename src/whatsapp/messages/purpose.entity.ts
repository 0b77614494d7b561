import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The template that stands in for messages of one purpose when the window is closed. */
@Entity('whatsapp_purpose')
export class PurposeRow {
  @PrimaryColumn({ type: String, length: 40 })
  id: string;

  @Column({ type: String, length: 512 })
  template: string;

  @Column({ type: String, length: 15 })
  language: string;

  /** Values with places for what the message says. */
  @Column('simple-json')
  components: unknown[];

  @Column({ type: Date })
  updatedAt: Date;
}
