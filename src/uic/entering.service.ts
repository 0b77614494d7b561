import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { Arrivals, type Order } from './arrivals.service.js';
import { Verdicts } from './duplicates/verdicts.service.js';
import { HolderRepository } from './holders/holder.repository.js';
import type { Issued } from './uic.contract.js';
import { CURRENT_STATES } from './uic.entity.js';
import { characters, type Known, UicRepository } from './uic.repository.js';

/** What came of an order, and what there is to count. */
export interface Entry {
  issued: Issued;
  kind: 'new' | 'repeat' | 'limited';
  at: Date;
  /** Another holder has the same characters. */
  isPossibleDuplicate: boolean;
}

const DAY_MS = 24 * 3_600_000;
const LIMITED = { kind: 'limited', isPossibleDuplicate: false } as const;

/** Gives codes to holders, each its own row even where characters coincide. */
@Injectable()
export class Entering {
  constructor(
    private readonly codes: UicRepository,
    private readonly holders: HolderRepository,
    private readonly arrivals: Arrivals,
    private readonly verdicts: Verdicts,
    private readonly clock: Clock,
  ) {}

  /**
   * `null` when the line of those with the same characters changed at this very moment: it has to be looked at again. The outcome
   * depends on what this holder did before, never on what others did.
   */
  async attempt(order: Order, perDay: number): Promise<Entry | null> {
    const now = this.clock.now();
    const known = await this.codes.known(order.scheme, order.code);
    const held = await this.held(order.holderId, known);
    const issued = held === null ? null : await this.repeat(held, now);
    if (issued !== null) return { issued, kind: 'repeat', at: now, isPossibleDuplicate: false };
    const until = await this.limit(order.holderId, perDay, now);
    if (until !== null) return { ...LIMITED, issued: { outcome: 'limited', until }, at: now };
    const made = await this.arrivals.enter(order, known, now);
    return made && { issued: made, kind: 'new', at: now, isPossibleDuplicate: known.length > 0 };
  }

  /**
   * The same answers give the same code for ever, also where it was superseded: whoever gives its old answers again means them, so
   * the code counts again, and so does the newer one until somebody says which of the two it is. A code that staff linked to another
   * one is repeated, but stays linked.
   */
  private async repeat(id: string, now: Date): Promise<Issued | null> {
    await this.codes.countRequest(id, now);
    const code = await this.codes.find(id);
    if (code === null) return null;
    if (code.state === 'SUPERSEDED') await this.verdicts.revive(code);
    const { pendingUntil: until } = code;
    if (until !== null) return { outcome: 'pending', id, until };
    return { outcome: 'issued', id, code: characters(code), repeat: true };
  }

  /** Which of these codes this holder has; where contacts were joined it may be several, and the one that counts is given. */
  private async held(holderId: string, known: readonly Known[]): Promise<string | null> {
    const ids = await this.holders.heldBy(
      holderId,
      known.map(({ id }) => id),
    );
    const own = known.filter(({ id }) => ids.has(id)).toSorted((a, b) => a.sequence - b.sequence);
    return (own.find(({ state }) => CURRENT_STATES.includes(state)) ?? own.at(0))?.id ?? null;
  }

  /** When this holder may obtain another code; `null` for now. */
  private async limit(holderId: string, perDay: number, now: Date): Promise<Date | null> {
    const obtained = await this.holders.obtainedSince(holderId, new Date(now.getTime() - DAY_MS));
    const decisive = obtained.at(-perDay);
    if (obtained.length < perDay || decisive === undefined) return null;
    return new Date(decisive.getTime() + DAY_MS);
  }
}
