import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An account at a provider: added by the API, or from the settings with something about it that the API changed. */
@Entity('whatsapp_account')
export class OwnAccountRow {
  /** As the provider names it. */
  @PrimaryColumn({ type: String, length: 64 })
  id: string;

  @Column({ type: String, length: 20 })
  channel: string;

  /** `null`: what the settings say. */
  @Column({ type: String, length: 400, nullable: true })
  label: string | null;

  @Column({ type: String, length: 10 })
  source: 'settings' | 'api';

  /** Another one with each change of the account or its numbers: tells other instances that there is news. */
  @Column({ type: String, length: 36 })
  stamp: string;

  @Column({ type: Date })
  createdAt: Date;
}
