import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import type { Demand, Outcome } from './demand.js';
import type { HeldAccount, Trouble } from './held.js';
import { Leases } from './leases.js';
import { isDue, isSpent } from './lifetime.js';
import { Renewing } from './renewing.js';

/** A renewal asked for so soon after another one is the same wish. */
const SAME_WISH_MS = 10_000;

/** Brings a token that works, once, however many ask at the same time, here and on other instances. */
@Injectable()
export class Revival {
  private readonly flights = new Map<string, Promise<Outcome>>();

  constructor(
    private readonly leases: Leases,
    private readonly renewing: Renewing,
    private readonly clock: Clock,
  ) {}

  run(accountId: string, demand: Demand): Promise<Outcome> {
    const key = `${demand.kind} ${demand.kind === 'refused' ? demand.version : ''} ${accountId}`;
    const flying = this.flights.get(key);
    if (flying !== undefined) return flying;
    const flight = this.leases
      .hold(
        accountId,
        (held) => this.settled(held, demand),
        (held) => this.work(held, demand),
      )
      .finally(() => this.flights.delete(key));
    this.flights.set(key, flight);
    return flight;
  }

  /** What is left to do, seen from the account as it is now: another instance may have done it. */
  private settled(held: HeldAccount, demand: Demand): Outcome | undefined {
    const { active, fallbackAt, renewedAt } = held;
    if (active === null) return { end: 'left' };
    const now = this.clock.now();
    switch (demand.kind) {
      case 'refused':
        if (fallbackAt !== null) return { end: 'failed', trouble: held.trouble ?? UNTOLD };
        return active.id === demand.version ? undefined : { end: 'works' };
      case 'refresh':
        return isRecent(renewedAt, now) && fallbackAt === null ? { end: 'works' } : undefined;
      case 'due':
        if (fallbackAt !== null) return { end: 'left' };
        return isDue(held, now) || (demand.urgent === true && isSpent(active, now))
          ? undefined
          : { end: 'left' };
      case 'retry':
        return fallbackAt === null ? { end: 'works' } : undefined;
    }
  }

  private work(held: HeldAccount, demand: Demand): Promise<Outcome> {
    switch (demand.kind) {
      case 'refused':
        return this.renewing.revive(held, { wasRefused: true });
      case 'refresh':
        return held.fallbackAt === null ? this.renewing.refresh(held) : this.renewing.revive(held);
      case 'due':
        return this.renewing.renewInTime(held);
      case 'retry':
        return this.renewing.revive(held);
    }
  }
}

const UNTOLD: Trouble = { cause: 'refused', reason: 'Le jeton ne fonctionne plus.' };

/** Renewed a moment ago, on whichever side of now another machine's clock puts it. */
function isRecent(renewedAt: Date | null, now: Date): boolean {
  return renewedAt !== null && Math.abs(now.getTime() - renewedAt.getTime()) < SAME_WISH_MS;
}
