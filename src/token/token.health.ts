import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { HealthChecks } from '../platform/web/health.js';
import type { HeldAccount } from './held.js';
import { IssuerRegistry } from './issuer-registry.js';
import { TokenMemory } from './token-memory.js';

/** How the tokens are, from memory. Without one this process still serves: what comes in is taken and what goes out is kept. */
@Injectable()
export class TokenHealth implements OnModuleInit {
  constructor(
    private readonly registry: IssuerRegistry,
    private readonly memory: TokenMemory,
    private readonly health: HealthChecks,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const check = () =>
      Promise.resolve({ accounts: this.registry.accountIds().length, inFallback: this.inFallback() });
    this.health.add({ name: 'token', check });
    this.metrics.gauge('relais_token_fallback', 'Accounts of which no token works', () => this.inFallback());
    const help = 'Seconds until the first token in use expires; -1 when none does';
    this.metrics.gauge('relais_token_seconds_left', help, () => this.secondsLeft());
  }

  private held(): HeldAccount[] {
    return this.registry.accountIds().flatMap((id) => this.memory.get(id) ?? []);
  }

  private inFallback(): number {
    return this.held().filter(({ fallbackAt }) => fallbackAt !== null).length;
  }

  private secondsLeft(): number {
    const ends = this.held().flatMap(({ active }) => active?.expiresAt?.getTime() ?? []);
    if (ends.length === 0) return -1;
    return Math.max(0, Math.floor((Math.min(...ends) - this.clock.now().getTime()) / 1_000));
  }
}
