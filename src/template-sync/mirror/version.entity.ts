import { Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { longText } from '../../platform/database/columns.js';
import { TemplateRow } from './template.entity.js';

/** What changed a template. */
export const VERSION_CAUSES = ['sync', 'webhook', 'api', 'restore'] as const;
export type VersionCause = (typeof VERSION_CAUSES)[number];

/** A template as it was after a change. */
@Entity('template_version')
@Unique(['templateId', 'revision'])
export class VersionRow {
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  @Column({ type: String, length: 36 })
  @ForeignKey(() => TemplateRow, { onDelete: 'CASCADE' })
  templateId: string;

  @Column({ type: 'int' })
  revision: number;

  @Column({ type: String, length: 12 })
  cause: VersionCause;

  /** Who caused it: `key:…`, `command:…`, `system:…`. */
  @Column({ type: String, length: 120 })
  actor: string;

  /** The run that wrote it, where it was one. */
  @Column({ type: String, length: 36, nullable: true })
  runId: string | null;

  /** An edit of an approved template, of which the source takes few. */
  @Column({ type: Boolean })
  approvedEdit: boolean;

  /** JSON of a `Snapshot`. */
  @Column(longText())
  snapshot: string;

  @Column({ type: Date })
  createdAt: Date;
}
