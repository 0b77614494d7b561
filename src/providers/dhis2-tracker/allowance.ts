import type { Patience } from '../../dhis2/dhis2.port.js';

/** The time that one act of the gateway may take, shared by the calls that it makes. */
export class Allowance {
  readonly signal: AbortSignal | undefined;
  readonly #until: number;

  constructor({ leftMs, signal }: Patience) {
    this.signal = signal;
    this.#until = performance.now() + leftMs;
  }

  /** Whole milliseconds. */
  get leftMs(): number {
    return Math.max(0, Math.round(this.#until - performance.now()));
  }
}
