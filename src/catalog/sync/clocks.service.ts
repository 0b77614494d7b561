import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Settings } from '../../platform/config/settings.js';
import type { InventoryFailure, Kind } from '../catalog.port.js';
import type { ClockRow } from './clock.entity.js';
import { ClockRepository } from './clock.repository.js';
import type { RunCause } from './run.entity.js';

/** How long a process believes what it read; another instance may have moved the clock since. */
const REMEMBERED_MS = 5_000;
/** A run that has begun is not begun again within this time, even if its process dies. */
const BEGUN_MS = 10 * 60_000;
const FIRST_PAUSE_MS = 5 * 60_000;
const EARLY = 0.1;
/** After a key was refused nothing is asked with it for as long. */
const KEY_PAUSE_MS = 3_600_000;

/** When products and categories are to be copied again: one clock each for all instances. */
@Injectable()
export class Clocks {
  private readonly remembered = new Map<Kind, { nextDueAt: number; until: number }>();

  constructor(
    private readonly repository: ClockRepository,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** Whether it is time, or will be so soon, as far as this process knows: costs nothing while it is not. */
  async isDue(kind: Kind, earlyMs = 0): Promise<boolean> {
    const now = this.clock.now().getTime() + earlyMs;
    const known = this.remembered.get(kind);
    if (known !== undefined && now < known.until) return known.nextDueAt <= now;
    const { nextDueAt } = await this.repository.read(kind);
    this.remember(kind, nextDueAt);
    return nextDueAt.getTime() <= now;
  }

  /** Takes the run that is due, or a little later will be; of all instances one does. */
  async claim(kind: Kind, cause: RunCause): Promise<boolean> {
    // A schedule as long as the interval would come a moment too early every other time.
    const earlyMs = cause === 'schedule' ? this.settings.catalog.intervalMs * EARLY : 0;
    if (!(await this.isDue(kind, earlyMs))) return false;
    const next = this.in(Math.min(BEGUN_MS, this.settings.catalog.intervalMs));
    this.remember(kind, next);
    return this.repository.claim(kind, this.in(earlyMs), next);
  }

  read(kind: Kind): Promise<ClockRow> {
    return this.repository.read(kind);
  }

  /** Whether somebody is about to copy this kind for the first time. */
  async isFirst(kind: Kind): Promise<boolean> {
    const { lastSuccessAt, failures, nextDueAt } = await this.repository.read(kind);
    return lastSuccessAt === null && failures === 0 && nextDueAt > this.clock.now();
  }

  /** A run came to its end; `complete`: it listed all there is. */
  async succeeded(kind: Kind, began: Date, complete: boolean): Promise<void> {
    const nextDueAt = this.in(this.settings.catalog.intervalMs);
    this.remember(kind, nextDueAt);
    const done = { nextDueAt, failures: 0, lastSuccessAt: began };
    await this.repository.set(kind, complete ? { ...done, lastCompleteAt: began } : done);
  }

  /** It failed: tried again soon, then later and later, never later than usual unless the inventory asked for a longer pause. */
  async failed(kind: Kind, failure: InventoryFailure | null): Promise<void> {
    const { failures } = await this.repository.read(kind);
    const { intervalMs } = this.settings.catalog;
    const own = Math.min(intervalMs, FIRST_PAUSE_MS * 2 ** Math.min(failures, 20));
    const asked = failure?.retryAfterMs ?? 0;
    const nextDueAt = this.in(failure?.cause === 'key' ? KEY_PAUSE_MS : Math.max(own, asked));
    this.remember(kind, nextDueAt);
    await this.repository.set(kind, { nextDueAt, failures: failures + 1 });
  }

  /** It was stopped, which is no failure: the rest is read soon. */
  async stopped(kind: Kind): Promise<void> {
    const nextDueAt = this.in(Math.min(this.settings.catalog.intervalMs, FIRST_PAUSE_MS));
    this.remember(kind, nextDueAt);
    await this.repository.set(kind, { nextDueAt });
  }

  /** Something changed that makes it worth trying now: another key. */
  async wind(kind: Kind): Promise<void> {
    this.remembered.delete(kind);
    await this.repository.set(kind, { nextDueAt: new Date(0), failures: 0 });
  }

  private in(ms: number): Date {
    return new Date(this.clock.now().getTime() + ms);
  }

  private remember(kind: Kind, nextDueAt: Date): void {
    const until = this.clock.now().getTime() + REMEMBERED_MS;
    this.remembered.set(kind, { nextDueAt: nextDueAt.getTime(), until });
  }
}
