import type { Options } from '../world/options.js';
import { GraphError } from './graph.errors.js';

const PAIR_EVERY_MS = 6_000;
const PAIR_BURST = 45;
const MOST_PAIRS = 50_000;

/** WhatsApp's limits: so many messages a second from a number, so many to one person. */
export class Pace {
  /** When each person's bucket is empty again. */
  private readonly emptyAt = new Map<string, number>();
  private lastSecond: number[] = [];

  /** Counts a message, or refuses it. */
  take(to: string, limits: Options['limits'], now: number): void {
    if (limits.perSecond !== null) this.takeThroughput(limits.perSecond, now);
    if (limits.pair) this.takePair(to, now);
  }

  reset(): void {
    this.emptyAt.clear();
    this.lastSecond = [];
  }

  private takeThroughput(most: number, now: number): void {
    this.lastSecond = this.lastSecond.filter((at) => at > now - 1_000);
    if (this.lastSecond.length >= most) throw new GraphError(130429);
    this.lastSecond.push(now);
  }

  private takePair(to: string, now: number): void {
    const level = Math.max(this.emptyAt.get(to) ?? now, now) + PAIR_EVERY_MS;
    if (level - now > PAIR_BURST * PAIR_EVERY_MS) throw new GraphError(131056);
    this.emptyAt.delete(to);
    this.emptyAt.set(to, level);
    const [oldest] = this.emptyAt.keys();
    if (this.emptyAt.size > MOST_PAIRS && oldest !== undefined) this.emptyAt.delete(oldest);
  }
}
