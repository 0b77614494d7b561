import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import type { ChannelError } from '../whatsapp-content.contract.js';
import { keptError } from './error-words.js';
import type { HoldRow } from './hold.entity.js';
import { HoldRepository } from './hold.repository.js';

/** What holds a number back, for how long from now, and how often in a row it was answered. */
export interface Hold {
  ms: number;
  times: number;
  error: ChannelError;
}

const LOOK_EVERY_MS = 1_000;

/**
 * The numbers that this instance sends from and that are held back. In the database: everybody sees them, a restart forgets none,
 * and whoever lifts one lifts it for the instance that sends. A number that is free costs one look in its life here.
 */
@Injectable()
export class Holds {
  /** `null`: it was looked up and is free. */
  private readonly seen = new Map<string, HoldRow | null>();
  private lookedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly repository: HoldRepository,
    private readonly clock: Clock,
  ) {}

  /** Those from which something may leave now; they are all that this instance sends from. */
  async free(numbers: readonly string[]): Promise<Set<string>> {
    for (const number of this.seen.keys()) if (!numbers.includes(number)) this.seen.delete(number);
    const isTime = performance.now() - this.lookedAt >= LOOK_EVERY_MS;
    await this.look(numbers.filter((number) => !this.seen.has(number) || (isTime && this.isHeld(number))));
    return new Set(numbers.filter((number) => !this.isHeld(number)));
  }

  /** How often in a row it was held back, and why, where nothing was sent since then. */
  before(number: string): { times: number; code: string } | null {
    const row = this.seen.get(number);
    return row ? { times: row.times, code: row.errorCode ?? '' } : null;
  }

  async begin(numberId: string, { ms, times, error }: Hold): Promise<void> {
    const untilAt = new Date(this.clock.now().getTime() + ms);
    const row = { numberId, untilAt, times, ...keptError(error) };
    await this.repository.put(row);
    this.seen.set(numberId, row);
  }

  /** Something was sent. */
  async over(number: string): Promise<void> {
    this.seen.set(number, null);
    await this.repository.remove([number]);
  }

  async release(number: string): Promise<void> {
    await this.repository.release(number);
    this.doubt();
  }

  /** Somebody may have lifted one: the next look is due. */
  doubt(): void {
    this.lookedAt = Number.NEGATIVE_INFINITY;
  }

  private isHeld(number: string): boolean {
    const untilAt = this.seen.get(number)?.untilAt ?? null;
    return untilAt !== null && untilAt.getTime() > this.clock.now().getTime();
  }

  private async look(numbers: readonly string[]): Promise<void> {
    if (numbers.length === 0) return;
    this.lookedAt = performance.now();
    const rows = new Map((await this.repository.of(numbers)).map((row) => [row.numberId, row]));
    for (const number of numbers) this.seen.set(number, rows.get(number) ?? null);
  }
}
