import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { longText } from '../../platform/database/columns.js';

/**
 * `SENDING`: on its way, its handle is not known yet; `SENT`: being worked on there; `FAILED`: not handed over, or never finished;
 * `LOST`: its process died before the handle was known. The items of both go with the next export.
 */
export const BATCH_STATES = ['SENDING', 'SENT', 'DONE', 'FAILED', 'LOST'] as const;
export type BatchState = (typeof BATCH_STATES)[number];

/** Items that were handed over together. */
@Entity('catalog_commerce_batch')
@Index(['catalogId', 'id'])
export class CommerceBatchRow {
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  @Column({ type: String, length: 100 })
  catalogId: string;

  @Column({ type: String, length: 12 })
  state: BatchState;

  /** By which the catalogue tells what became of it. */
  @Column(longText({ nullable: true }))
  handle: string | null;

  @Column({ type: 'int' })
  items: number;

  @Column({ type: 'int' })
  accepted: number;

  @Column({ type: 'int' })
  refused: number;

  @Column({ type: Date })
  sentAt: Date;

  @Column({ type: Date, nullable: true })
  polledAt: Date | null;

  @Column({ type: Date, nullable: true })
  finishedAt: Date | null;

  /** In French. */
  @Column({ type: String, length: 2000, nullable: true })
  error: string | null;
}
