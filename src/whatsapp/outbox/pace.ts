/** Room left for late timers and uneven networks, so that the receiver never counts more than the limit in any second. */
const MARGIN = 1.04;

/** So much of what late timers missed is caught up. The rest of the margin, 28 ms in a second, is the network's. */
const SLACK_MS = 12;

/**
 * Even spacing of messages from one number. No second ever holds more than `perSecond`: what was missed is not caught up, except
 * for the few milliseconds by which timers are late in a process that has other work. At high rates several leave at once.
 */
export class Pace {
  private space = 0;
  private next = Number.NEGATIVE_INFINITY;

  constructor(perSecond: number) {
    this.change(perSecond);
  }

  /** From now on so many a second; what has left already still counts. */
  change(perSecond: number): void {
    this.space = (1_000 / perSecond) * MARGIN;
  }

  /** How many may leave at this moment (milliseconds of any steady clock). */
  allowed(now: number): number {
    const next = Math.max(this.next, now - SLACK_MS);
    return next > now ? 0 : 1 + Math.floor((now - next) / this.space);
  }

  /** Notes that so many leave now. */
  take(count: number, now: number): void {
    this.next = Math.max(this.next, now - SLACK_MS) + count * this.space;
  }

  /** Milliseconds until the next may leave. */
  waitMs(now: number): number {
    return Math.max(0, this.next - now);
  }
}
