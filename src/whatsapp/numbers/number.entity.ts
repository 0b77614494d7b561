import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { OwnNumber } from '../whatsapp.port.js';

/** One of our numbers: added by the API, or from the settings with what the API changed. `null`: as the settings say. */
@Entity('whatsapp_number')
@Index(['accountId'])
export class OwnNumberRow {
  /** As the provider names it. */
  @PrimaryColumn({ type: String, length: 40 })
  id: string;

  @Column({ type: String, length: 20 })
  channel: string;

  @Column({ type: String, length: 64 })
  accountId: string;

  @Column({ type: String, length: 400, nullable: true })
  label: string | null;

  @Column({ type: String, length: 20, nullable: true })
  phone: string | null;

  @Column({ type: String, length: 10 })
  state: OwnNumber['state'];

  @Column({ type: 'int', nullable: true })
  perSecond: number | null;

  @Column({ type: String, length: 20, nullable: true })
  entryFlow: string | null;

  @Column({ type: String, length: 64, nullable: true })
  catalogId: string | null;

  @Column({ type: String, length: 10 })
  source: OwnNumber['source'];

  @Column({ type: Date })
  createdAt: Date;
}
