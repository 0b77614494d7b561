import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { Database } from '../platform/database/database.js';
import { newId } from '../platform/database/id.js';
import { Events } from '../platform/events/events.js';
import { CodeContended } from './uic.errors.js';
import { CodeIssued, type Issued } from './uic.contract.js';
import { Tally } from './statistics/tally.service.js';
import { UicRepository } from './uic.repository.js';

/** A code to be issued, and by which rules it was made. */
export interface Order {
  holderId: string;
  code: string;
  scheme: string;
  rules: string;
  /** Different codes that one holder may obtain in 24 hours. */
  perDay: number;
}

const DAY_MS = 24 * 3_600_000;
const ATTEMPTS = 20;

/** Gives codes to holders, each its own row even where characters coincide. */
@Injectable()
export class Issuing {
  constructor(
    private readonly repository: UicRepository,
    private readonly database: Database,
    private readonly events: Events,
    private readonly tally: Tally,
    private readonly clock: Clock,
  ) {}

  /** The outcome depends on what this holder did before, never on what others did. */
  issue(order: Order): Promise<Issued> {
    return this.database.retrying(async () => {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const issued = await this.attempt(order);
        if (issued !== null) return issued;
      }
      throw new CodeContended();
    });
  }

  /** `null` when somebody else obtained the same characters in this very moment: the line is longer now. */
  private async attempt(order: Order): Promise<Issued | null> {
    const { holderId, code, scheme, rules } = order;
    const now = this.clock.now();
    const known = await this.repository.known(scheme, code);
    const ids = known.map((row) => row.id);
    const held = await this.repository.heldBy(holderId, ids);
    if (held !== null) return this.repeat(held, code, now);
    const until = await this.limit(order, now);
    if (until !== null) return { outcome: 'limited', until };
    const id = newId();
    const sequence = 1 + Math.max(0, ...known.map((row) => row.sequence));
    const state = known.length === 0 ? 'ACTIVE' : 'NEEDS_REVIEW';
    if (!(await this.repository.add({ id, code, scheme, rules, sequence, state, at: now }))) return null;
    await this.repository.link(holderId, id, now);
    await this.events.publish(new CodeIssued(id, holderId, known.length > 0));
    this.tally.count('issued');
    if (known.length > 0) this.tally.count('duplicate');
    return { outcome: 'issued', id, code, repeat: false };
  }

  private async repeat(id: string, code: string, now: Date): Promise<Issued> {
    await this.repository.countRequest(id, now);
    this.tally.count('repeated');
    return { outcome: 'issued', id, code, repeat: true };
  }

  /** When this holder may obtain another code; `null` for now. */
  private async limit({ holderId, perDay }: Order, now: Date): Promise<Date | null> {
    const obtained = await this.repository.obtainedSince(holderId, new Date(now.getTime() - DAY_MS));
    const decisive = obtained.at(-perDay);
    if (obtained.length < perDay || decisive === undefined) return null;
    this.tally.count('limited');
    return new Date(decisive.getTime() + DAY_MS);
  }
}
