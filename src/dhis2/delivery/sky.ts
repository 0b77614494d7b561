import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Settings } from '../../platform/config/settings.js';
import { after, type Circuit, type Verdict, type Weather } from './circuit.js';
import { CircuitRepository } from './circuit.repository.js';
import { GIVEN_UP_AFTER_MS } from './progress.js';
import { QueueRepository } from './queue.repository.js';

/** How many registrations may be under way now; `isProbe`: one, to see whether the register is back. */
export interface Room {
  limit: number;
  isProbe: boolean;
}

/** Knows whether the register can be spoken to, and what follows from a change of that. */
@Injectable()
export class Sky {
  private readonly log = new Logger('Dhis2');
  private weather: Weather;
  /** Called when the circuit opened or closed. */
  changed: () => void = () => undefined;

  constructor(
    private readonly circuits: CircuitRepository,
    private readonly queue: QueueRepository,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {
    this.weather = { open: null, streak: null, limit: settings.dhis2.concurrency };
  }

  /**
   * This instance has just taken the work: what the one before knew holds, but for a fault that other settings may have ended: of
   * such a one the next probe goes at once, and so does what waited although the way was open.
   */
  async take(): Promise<void> {
    if (isOfSettings(await this.circuits.open())) await this.circuits.hurry(this.clock.now());
    await this.queue.hurryMended(this.clock.now());
    const open = await this.circuits.open();
    const streak = open === null ? null : { cause: open.cause, failures: open.failures };
    this.weather = { open, streak, limit: open === null ? this.settings.dhis2.concurrency : 1 };
  }

  /** Somebody may have asked for another try. */
  async refresh(): Promise<void> {
    if (this.weather.open === null) return;
    const open = await this.circuits.open();
    if (open !== null) this.weather = { ...this.weather, open };
  }

  get isOpen(): boolean {
    return this.weather.open !== null;
  }

  room(): Room {
    const { open, limit } = this.weather;
    if (open === null) return { limit, isProbe: false };
    return { limit: open.probeAt <= this.clock.now() ? 1 : 0, isProbe: true };
  }

  /** Learns from an attempt. */
  async judge(verdict: Verdict, wasProbe: boolean): Promise<void> {
    const before = this.weather.open;
    const now = this.clock.now();
    this.weather = after(this.weather, verdict, { now, most: this.settings.dhis2.concurrency, wasProbe });
    const { open } = this.weather;
    if (open === before) return;
    await this.circuits.keep(open);
    if (open === null) {
      this.log.log('the register answers again');
      await this.queue.reawaken(now);
    } else {
      this.log.warn(
        `nothing is sent to the register: ${open.cause}, tried again at ${open.probeAt.toISOString()}`,
      );
      if (before !== null) await this.queue.giveUp(new Date(now.getTime() - GIVEN_UP_AFTER_MS), now, open);
    }
    this.changed();
  }
}

/** Whoever starts the house may have changed the account, the address or the mapping. */
function isOfSettings(open: Circuit | null): boolean {
  return open?.outcome === 'unauthorised' || open?.outcome === 'misconfigured';
}
