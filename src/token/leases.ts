import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { messageOf } from '../kernel/error.js';
import { redact } from '../kernel/redact.js';
import { newId } from '../platform/database/id.js';
import { FREE } from './account.entity.js';
import type { HeldAccount } from './held.js';
import { TokenMemory } from './token-memory.js';
import { IssuerUnreachable } from './token.errors.js';
import { type Lease, TokenRepository } from './token.repository.js';

const BEAT_MS = 2_000;
const SILENCE_MS = 10_000;
const LOOK_EVERY_MS = 100;
const LONGEST_WAIT_MS = 120_000;

/**
 * One instance at a time renews an account. The holder gives signs of life; silence is measured with this process's own stopwatch,
 * so that the clocks of machines may differ.
 */
@Injectable()
export class Leases {
  private readonly log = new Logger('Token');
  private readonly me = newId();
  private readonly heard = new Map<string, Lease & { at: number }>();

  constructor(
    private readonly repository: TokenRepository,
    private readonly memory: TokenMemory,
  ) {}

  /**
   * Does the work when it is this instance's turn, unless it is settled by then: whoever waited looks at what the one before it
   * achieved, and is content with that.
   */
  async hold<T>(
    accountId: string,
    settled: (held: HeldAccount) => T | undefined,
    work: (held: HeldAccount) => Promise<T>,
  ): Promise<T> {
    const deadline = performance.now() + LONGEST_WAIT_MS;
    while (performance.now() < deadline) {
      const outcome = settled(await this.memory.load(accountId));
      if (outcome !== undefined) return outcome;
      if (await this.take(accountId)) return this.during(accountId, settled, work);
      await pause(LOOK_EVERY_MS);
    }
    throw new IssuerUnreachable('Une autre instance de Relais renouvelle ce jeton depuis trop longtemps.');
  }

  private async during<T>(
    accountId: string,
    settled: (held: HeldAccount) => T | undefined,
    work: (held: HeldAccount) => Promise<T>,
  ): Promise<T> {
    const beating = setInterval(() => void this.quietly(this.repository.beat(accountId, this.me)), BEAT_MS);
    beating.unref();
    try {
      const held = await this.memory.load(accountId);
      return settled(held) ?? (await work(held));
    } finally {
      clearInterval(beating);
      await this.quietly(this.repository.release(accountId, this.me));
    }
  }

  private async take(accountId: string): Promise<boolean> {
    const lease = await this.repository.lease(accountId);
    if (lease === null || !(lease.leaseOwner === FREE || this.isSilent(accountId, lease))) return false;
    return this.repository.takeLease(accountId, lease, this.me);
  }

  private isSilent(accountId: string, { leaseOwner, leaseBeat }: Lease): boolean {
    const now = performance.now();
    const last = this.heard.get(accountId);
    if (last?.leaseOwner === leaseOwner && last.leaseBeat === leaseBeat) return now - last.at > SILENCE_MS;
    this.heard.set(accountId, { leaseOwner, leaseBeat, at: now });
    return false;
  }

  private quietly(work: Promise<void>): Promise<void> {
    return work.catch((error: unknown) => this.log.warn(`lease: ${redact(messageOf(error))}`));
  }
}
