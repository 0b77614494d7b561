import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Clock } from '../kernel/clock.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { Dhis2, type RegistrationCounts } from './dhis2.contract.js';
import { GatewayRegistry } from './gateway-registry.js';
import { RegistrationRepository } from './registrations/registration.repository.js';

const FRESH_MS = 5_000;
/** There are many of them, and they are not what people look for. */
const DONE_FRESH_MS = 60_000;

/** How the registrations are, counted at most every five seconds, those that are done every minute. */
@Injectable()
export class Dhis2Service extends Dhis2 {
  private readonly done: Fresh<{ DONE: number }>;
  private readonly waiting: Fresh<Record<(typeof OPEN)[number], number>>;
  private readonly oldest: Fresh<Date | null>;

  constructor(
    registrations: RegistrationRepository,
    private readonly gateways: GatewayRegistry,
    clock: Clock,
    metrics: Metrics,
  ) {
    super();
    this.done = new Fresh(clock, DONE_FRESH_MS, () => registrations.countsOf(['DONE']));
    this.waiting = new Fresh(clock, FRESH_MS, () => registrations.countsOf(OPEN));
    this.oldest = new Fresh(clock, FRESH_MS, () => registrations.oldestWaiting());
    if (!gateways.isOn) return;
    const counted = (): Promise<RegistrationCounts> => this.counts();
    const gauge: Gauge<'state'> = new Gauge({
      name: 'relais_dhis2_registrations',
      help: 'Codes for the national register, by how far they are',
      labelNames: ['state'],
      registers: [metrics.registry],
      async collect() {
        const { states } = await counted();
        for (const [state, amount] of Object.entries(states)) gauge.set({ state }, amount);
      },
    });
  }

  get isOn(): boolean {
    return this.gateways.isOn;
  }

  async counts(): Promise<RegistrationCounts> {
    const [done, waiting, oldestWaiting] = await Promise.all([
      this.done.get(),
      this.waiting.get(),
      this.oldest.get(),
    ]);
    return { states: { ...waiting, ...done }, oldestWaiting };
  }
}

/** A value that is asked for again only after a while. */
class Fresh<T> {
  private known: { at: number; value: Promise<T> } | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly forMs: number,
    private readonly ask: () => Promise<T>,
  ) {}

  get(): Promise<T> {
    const now = this.clock.now().getTime();
    if (this.known === null || Math.abs(now - this.known.at) >= this.forMs) {
      const value = this.ask();
      this.known = { at: now, value };
      value.catch(() => {
        this.known = null;
      });
    }
    return this.known.value;
  }
}

/** Those that somebody may wait for. */
const OPEN = ['QUEUED', 'SENDING', 'RETRY', 'NEEDS_REVIEW', 'DEAD'] as const;
