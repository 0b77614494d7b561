import type { TownFault } from '../uic.errors.js';
import type { Place } from './towns.js';

/** An entry as it stands in a file, still unchecked. */
export interface Draft {
  readonly line: number;
  readonly kind: Place['kind'];
  readonly code: unknown;
  readonly name: unknown;
  readonly aliases: unknown;
  readonly province?: unknown;
}

/** What a file says, and what could not be understood in it. */
export interface Drafts {
  readonly version?: string;
  readonly entries: readonly Draft[];
  readonly faults: readonly TownFault[];
}
