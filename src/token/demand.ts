import type { Trouble } from './held.js';

/** Why a token that works is wanted. */
export type Demand =
  /** A call with this version was refused. */
  | { kind: 'refused'; version: string }
  /** Somebody asks for a renewal. */
  | { kind: 'refresh' }
  /** Most of its life is over; `urgent`: it may no longer be used without asking. */
  | { kind: 'due'; urgent?: boolean }
  /** Nothing works: perhaps it does now. */
  | { kind: 'retry' };

export type Outcome =
  /** A token works: another one, or the same after all. */
  | { end: 'works' }
  /** Nothing was to be done. */
  | { end: 'left' }
  | { end: 'failed'; trouble: Trouble };
