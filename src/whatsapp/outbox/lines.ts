import type { Address } from '../contacts/address.js';
import type { SendResult } from '../whatsapp.port.js';
import type { OpenRow } from './outbox-rows.js';
import { PairLimit } from './pair-limit.js';

/** A message that waits in memory, with the address to which it goes. */
export interface Waiting {
  row: OpenRow;
  /** Looked up when it is about to leave. */
  to: Address;
  /** Why it must not leave any more; found out after it had waited. */
  refusal?: SendResult;
}

type Tier = Map<string, Waiting[]>;

/** Of one person and priority as many are held as leave in a minute; the rest waits in the database. */
const MOST_OF_ONE = 10;

/**
 * The messages of one number that wait in memory: for each priority a line for each person, of which only the head may move. One
 * message of a person is under way at a time, whatever its priority.
 */
export class Lines {
  /** By priority, the most urgent first. */
  private tiers: [priority: number, Tier][] = [];
  private readonly ids = new Set<string>();
  /** Persons for whom a message is under way, with its id. */
  private readonly busy = new Map<string, string>();
  /** Persons of whom more waits in the database than is held. */
  private readonly cut = new Set<string>();
  private drained = false;
  readonly pairs = new PairLimit();

  get size(): number {
    return this.ids.size;
  }

  get underWay(): number {
    return this.busy.size;
  }

  /** Somebody's last message that was held is taken, and more of theirs waits in the database. */
  get isDrained(): boolean {
    return this.drained;
  }

  /**
   * How many could leave one after the other, no later than this priority: those for whom nothing is under way and whom the pair
   * limit lets through. Whoever waits for something is no stock for the others.
   */
  readyUpTo(priority: number, now: number): number {
    let count = 0;
    for (const [each, tier] of this.tiers) {
      if (each > priority) break;
      for (const contactId of tier.keys()) if (this.isFree(contactId, now)) count += 1;
    }
    return count;
  }

  /** Persons of whom no more is to be loaded for the moment. */
  full(): string[] {
    const full = new Set<string>();
    for (const [, tier] of this.tiers)
      for (const [contactId, line] of tier) if (line.length >= MOST_OF_ONE) full.add(contactId);
    return [...full];
  }

  /**
   * Of rows in the order in which they leave, those that may join: not here yet, due, not behind one that is not, and not too many of
   * one person. Persons of whom nothing more may join are noted in `blocked`.
   */
  fresh(rows: readonly OpenRow[], now: Date, blocked: Set<string>): OpenRow[] {
    const fresh: OpenRow[] = [];
    const joining = new Map<string, number>();
    for (const row of rows) {
      const { id, contactId, priority } = row;
      if (this.ids.has(id) || this.busy.get(contactId) === id || blocked.has(contactId)) continue;
      const line = `${priority} ${contactId}`;
      const held = joining.get(line) ?? this.tier(priority).get(contactId)?.length ?? 0;
      if (row.state !== 'QUEUED' || row.dueAt > now) blocked.add(contactId);
      else if (held < MOST_OF_ONE) {
        joining.set(line, held + 1);
        fresh.push(row);
      } else {
        blocked.add(contactId);
        this.cut.add(contactId);
      }
    }
    return fresh;
  }

  /** A look into the database begins: it finds what was cut off before. */
  looksAgain(): void {
    this.drained = false;
  }

  join(waiting: Waiting): void {
    const { id, contactId, priority } = waiting.row;
    const tier = this.tier(priority);
    const line = tier.get(contactId);
    if (line === undefined) tier.set(contactId, [waiting]);
    else line.push(waiting);
    this.ids.add(id);
  }

  /** Takes up to `count` heads whose persons are free and within the pair limit, the most urgent first. */
  next(count: number, now: number): Waiting[] {
    const taken: Waiting[] = [];
    for (const [, tier] of this.tiers) this.takeFrom(tier, count, now, taken);
    return taken;
  }

  /** A message is out of the way: the next of the same person may move. */
  done({ row }: Waiting): void {
    this.busy.delete(row.contactId);
  }

  /**
   * A message has to wait or is in doubt: what follows it goes back to the database, where its order is kept. What is more urgent
   * does not follow it.
   */
  stop({ row }: Waiting): void {
    this.busy.delete(row.contactId);
    for (const [priority, tier] of this.tiers) {
      if (priority < row.priority) continue;
      for (const waiting of tier.get(row.contactId) ?? []) this.ids.delete(waiting.row.id);
      tier.delete(row.contactId);
    }
  }

  /** Milliseconds until the pair limit lets somebody through; `null` when nobody waits for it. */
  pairWait(now: number): number | null {
    let least: number | null = null;
    for (const [, tier] of this.tiers) {
      for (const contactId of tier.keys()) {
        if (this.busy.has(contactId)) continue;
        const wait = Math.max(0, this.pairs.freeAt(contactId) - now);
        least = least === null ? wait : Math.min(least, wait);
      }
    }
    return least;
  }

  private takeFrom(tier: Tier, count: number, now: number, taken: Waiting[]): void {
    for (const [contactId, line] of tier) {
      if (taken.length >= count) return;
      if (!this.isFree(contactId, now)) continue;
      const head = line.shift();
      if (line.length === 0) this.emptied(tier, contactId);
      if (head === undefined) continue;
      this.ids.delete(head.row.id);
      this.busy.set(contactId, head.row.id);
      taken.push(head);
    }
  }

  private emptied(tier: Tier, contactId: string): void {
    tier.delete(contactId);
    if (this.cut.delete(contactId)) this.drained = true;
  }

  private isFree(contactId: string, now: number): boolean {
    return !this.busy.has(contactId) && this.pairs.freeAt(contactId) <= now;
  }

  private tier(priority: number): Tier {
    const known = this.tiers.find(([each]) => each === priority);
    if (known !== undefined) return known[1];
    const tier: Tier = new Map();
    this.tiers = [...this.tiers, [priority, tier] as [number, Tier]].toSorted(([a], [b]) => a - b);
    return tier;
  }
}
