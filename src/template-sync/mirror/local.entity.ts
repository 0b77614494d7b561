import { Column, Entity, PrimaryColumn } from 'typeorm';
import { longText } from '../../platform/database/columns.js';

/** What people here have written to a template; no synchronisation touches it. */
@Entity('template_meta')
export class LocalRow {
  @PrimaryColumn({ type: String, length: 36 })
  templateId: string;

  /** JSON: a list of words. */
  @Column(longText())
  tags: string;

  @Column(longText({ nullable: true }))
  notes: string | null;

  @Column({ type: String, length: 400, nullable: true })
  owner: string | null;

  /** JSON: default values of parameters, by name or number. */
  @Column(longText())
  defaultValues: string;

  @Column({ type: Date })
  updatedAt: Date;

  @Column({ type: String, length: 120 })
  updatedBy: string;
}
