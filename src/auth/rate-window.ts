import type { Clock } from '../kernel/clock.js';

interface Window {
  hits: number;
  endsAt: number;
}

/** More callers than this at once are forgotten, the oldest first: the memory stays small under a flood of addresses. */
const MOST_CALLERS = 10_000;

/** Counts hits per caller in windows of fixed length that begin with the caller's first hit. */
export class RateWindow {
  private readonly windows = new Map<string, Window>();

  constructor(
    private readonly clock: Clock,
    private readonly lengthMs: number,
  ) {}

  /** One more hit: how many there are in this window, and for how long it still runs. */
  hit(caller: string): { hits: number; leftMs: number } {
    const now = this.clock.now().getTime();
    let window = this.windows.get(caller);
    if (window === undefined || window.endsAt <= now) {
      window = { hits: 0, endsAt: now + this.lengthMs };
      this.windows.delete(caller);
      this.windows.set(caller, window);
      this.makeRoom();
    }
    window.hits += 1;
    return { hits: window.hits, leftMs: window.endsAt - now };
  }

  /** As `hit`, without counting. */
  look(caller: string): { hits: number; leftMs: number } {
    const window = this.windows.get(caller);
    const leftMs = window === undefined ? 0 : window.endsAt - this.clock.now().getTime();
    return window === undefined || leftMs <= 0 ? { hits: 0, leftMs: 0 } : { hits: window.hits, leftMs };
  }

  private makeRoom(): void {
    // A map keeps the order of insertion, and windows are as long as each other: the first is the first to end.
    const [oldest] = this.windows.keys();
    if (this.windows.size > MOST_CALLERS && oldest !== undefined) this.windows.delete(oldest);
  }
}
