/** Never slower than this part of the rate. */
const LEAST = 1 / 16;
/** Without another complaint, so much of the rate comes back after each such time. */
const STEP = 0.1;
const STEP_MS = 30_000;

/**
 * How much of its rate a number uses: half as much each time the provider says that it sends too fast, and then a tenth more every
 * half minute.
 */
export class Ease {
  private part = 1;
  private since = Number.NEGATIVE_INFINITY;

  /** The provider complains. Milliseconds of a steady clock. */
  slower(now: number): void {
    this.part = Math.max(LEAST, this.at(now) / 2);
    this.since = now;
  }

  /** The part of the rate that may be used now. */
  at(now: number): number {
    if (this.part === 1) return 1;
    return Math.min(1, this.part + STEP * Math.floor((now - this.since) / STEP_MS));
  }
}
