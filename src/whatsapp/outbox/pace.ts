/** Room left for the jitter of timers and networks, so that the receiver never counts more than the limit in any second. */
const MARGIN = 1.04;

/** Half of what the margin leaves free in a second. */
const MOST_SLACK_MS = 10;

/**
 * Even spacing of messages from one number. No second ever holds more than `perSecond`: what was missed is not caught up, except
 * half a space for late timers. At high rates several leave at once, at most 5 ms worth.
 */
export class Pace {
  private readonly space: number;
  private readonly slack: number;
  private next = Number.NEGATIVE_INFINITY;

  constructor(perSecond: number) {
    this.space = (1_000 / perSecond) * MARGIN;
    this.slack = Math.min(MOST_SLACK_MS, Math.max(0.5, Math.ceil(perSecond * 0.005) - 1) * this.space);
  }

  /** How many may leave at this moment (milliseconds of any steady clock). */
  allowed(now: number): number {
    const next = Math.max(this.next, now - this.slack);
    return next > now ? 0 : 1 + Math.floor((now - next) / this.space);
  }

  /** Notes that so many leave now. */
  take(count: number, now: number): void {
    this.next = Math.max(this.next, now - this.slack) + count * this.space;
  }

  /** Milliseconds until the next may leave. */
  waitMs(now: number): number {
    return Math.max(0, this.next - now);
  }
}
