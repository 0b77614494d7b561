import type { InventorySource } from '../catalog.port.js';
import type { Arrival } from './written.js';
import type { RunRow } from './run.entity.js';
import type { Tally } from './tally.js';

/** How a run that holds its lease is to be done. */
export interface Order {
  run: RunRow;
  source: InventorySource;
  /** Where an interrupted listing goes on; `null`: from the beginning. */
  from: string | null;
  /** Only what changed since then; `null`: all there is. */
  since: Date | null;
  /** Nothing is believed to be unchanged, as in the run with which its listing began. */
  force: boolean;
  signal: AbortSignal;
  tally: Tally;
  /** Products that wait for the SKU of another, until the last page has arrived. */
  late: Arrival[];
  /** Called after each page. */
  progress: () => void;
}
