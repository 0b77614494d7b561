import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { TemplateRow } from './template.entity.js';

/** A user who has a template. */
@Entity('whatsapp_user_templates')
@Index(['templateId'])
export class LinkRow {
  @PrimaryColumn({ type: String, length: 36 })
  userId: string;

  @PrimaryColumn({ type: String, length: 36 })
  @ForeignKey(() => TemplateRow, { onDelete: 'CASCADE' })
  templateId: string;

  @Column({ type: Date })
  createdAt: Date;
}
