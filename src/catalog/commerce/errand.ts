import type { CommerceTarget } from '../catalog.port.js';
import type { CommerceExportRow } from './commerce-export.entity.js';

/** What an export counts. */
export type Figures = Pick<CommerceExportRow, 'sent' | 'accepted' | 'refused' | 'removed'>;

/** One export, with what it works on. */
export interface Errand {
  run: CommerceExportRow;
  target: CommerceTarget;
  catalogId: string;
  /** Also what is there as it is, and what was refused as it is. */
  force: boolean;
  figures: Figures;
  signal: AbortSignal;
}
