import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import { longText } from '../../platform/database/columns.js';

/** The local copy of a template. Gone from its source it stays, inactive. */
@Entity('template')
@Unique(['accountId', 'name', 'language'])
@Index(['accountId', 'remoteId'])
@Index(['name', 'id'])
export class TemplateRow {
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  @Column({ type: String, length: 64 })
  accountId: string;

  @Column({ type: String, length: 512 })
  name: string;

  /** With underscore. */
  @Column({ type: String, length: 40 })
  language: string;

  /** The source's id. */
  @Column({ type: String, length: 64 })
  remoteId: string;

  @Column({ type: String, length: 60 })
  category: string;

  @Column({ type: String, length: 60 })
  status: string;

  @Column({ type: String, length: 20 })
  parameterFormat: 'POSITIONAL' | 'NAMED';

  @Column({ type: String, length: 60, nullable: true })
  quality: string | null;

  @Column({ type: String, length: 1000, nullable: true })
  rejectedReason: string | null;

  @Column({ type: String, length: 60, nullable: true })
  subCategory: string | null;

  @Column({ type: String, length: 60, nullable: true })
  previousCategory: string | null;

  @Column({ type: String, length: 60, nullable: true })
  correctCategory: string | null;

  /** JSON, as it came. */
  @Column(longText())
  components: string;

  /** JSON: what else the source says, as it came. */
  @Column(longText())
  extra: string;

  /** Hash of all of the above that the source says. */
  @Column({ type: String, length: 64 })
  contentHash: string;

  /** Whether the source still has it. */
  @Column({ type: Boolean })
  active: boolean;

  /** Name and texts, folded, for searching. */
  @Column({ type: String, length: 2000, nullable: true })
  searchText: string | null;

  /** Grows with every change; also the number of its latest version. */
  @Column({ type: 'int' })
  revision: number;

  @Column({ type: Date })
  createdAt: Date;

  @Column({ type: Date })
  updatedAt: Date;

  /** When the latest news about its status was made. */
  @Column({ type: Date, nullable: true })
  statusAt: Date | null;

  @Column({ type: Date, nullable: true })
  qualityAt: Date | null;

  @Column({ type: Date, nullable: true })
  categoryAt: Date | null;
}
