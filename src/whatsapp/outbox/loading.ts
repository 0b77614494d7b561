import { BEFORE_ALL_IDS } from '../../platform/database/id-range.js';
import type { Lines } from './lines.js';
import type { OpenRow } from './outbox-rows.js';
import type { Look, Place } from './outbox.repository.js';
import { PRIORITIES, URGENT } from './priority.js';

/** Where the lines are filled from. */
export interface LoadingGround {
  /** Messages of the number that are not out, in the order in which they leave; of one priority, oldest first, after a place. */
  open(after: Place | null, look: Look): Promise<OpenRow[]>;
}

const SCAN = 250;
/** With fewer persons who may move, more is looked for; with how many fewer, differs: or all numbers would look at the same time. */
const LOW = 50;
const LOW_SPREAD = 60;
/** So many persons keep a number busy even where the pair limit lets each of them through every six seconds only. */
const MOST_HELD = 5_000;
/** More than that are not named in a question. */
const MOST_LEFT_OUT = 500;
const LAST = PRIORITIES.at(-1) ?? URGENT;

/**
 * Fills the lines of one number from the database, a little ahead. Whoever cannot be written to now, because of the pair limit or a
 * message that is put off, is passed over, however much waits for them. What is urgent is looked for even while enough of the rest
 * waits in memory.
 */
export class Loading {
  /** Something new may have come since the last look. */
  private wanted = true;
  private low = LOW;
  /** The last look left something behind. */
  private more = false;
  /** Persons whose message was put off while a load was under way: it may have read the rest of their line before. */
  private heldUp = new Map<string, number>();

  constructor(
    private readonly lines: Lines,
    private readonly ground: LoadingGround,
  ) {}

  /** There may be something new. */
  want(): void {
    this.wanted = true;
  }

  get isDue(): boolean {
    if (!this.isEnough(LAST)) return this.wanted || this.more || this.lines.isDrained;
    return this.wanted && !this.isEnough(URGENT);
  }

  /** A message is put off: what follows it must not come in with a load that is under way. */
  holdUp({ contactId, priority }: OpenRow): void {
    this.heldUp.set(contactId, Math.min(priority, this.heldUp.get(contactId) ?? priority));
  }

  async load(): Promise<void> {
    const isWhole = !this.isEnough(LAST);
    this.low = LOW + Math.random() * LOW_SPREAD;
    this.wanted = false;
    this.heldUp = new Map();
    this.lines.looksAgain();
    const blocked = new Set<string>();
    if (isWhole) this.more = !(await this.loadAll(blocked));
    else {
      this.more = true;
      await this.loadAhead(blocked);
    }
  }

  /** Everything in its order, until enough waits; whether that was all that there is room for. */
  private async loadAll(blocked: Set<string>): Promise<boolean> {
    let place: Place | null = null;
    while (this.lines.size < MOST_HELD) {
      const rows = await this.take(place, blocked);
      const last = rows.at(-1);
      if (last !== undefined && rows.length === SCAN) {
        if (this.isEnough(LAST)) return false;
        place = { priority: last.priority, afterId: last.id };
        continue;
      }
      // A look at all priorities that was not full has seen them all.
      const next: number | undefined = place === null ? undefined : lower(place.priority);
      if (next === undefined) return true;
      place = { priority: next, afterId: BEFORE_ALL_IDS };
    }
    return true;
  }

  /** Enough waits: only what may overtake the least of it. */
  private async loadAhead(blocked: Set<string>): Promise<void> {
    for (const priority of PRIORITIES.slice(0, -1)) {
      let afterId = BEFORE_ALL_IDS;
      while (!this.isEnough(priority) && this.lines.size < 2 * MOST_HELD) {
        const rows = await this.take({ priority, afterId }, blocked);
        const last = rows.at(-1);
        if (last === undefined || rows.length < SCAN) break;
        afterId = last.id;
      }
    }
  }

  private async take(place: Place | null, blocked: Set<string>): Promise<OpenRow[]> {
    const without = [...new Set([...this.lines.full(), ...blocked])].slice(0, MOST_LEFT_OUT);
    const rows = await this.ground.open(place, { limit: SCAN, without });
    const fresh = this.lines.fresh(rows, new Date(), blocked);
    for (const row of fresh) {
      if (row.priority >= (this.heldUp.get(row.contactId) ?? Number.POSITIVE_INFINITY)) continue;
      this.lines.join({ row, to: {} });
    }
    return rows;
  }

  private isEnough(priority: number): boolean {
    return this.lines.readyUpTo(priority, Date.now()) >= this.low;
  }
}

function lower(priority: number): number | undefined {
  return PRIORITIES.find((each) => each > priority);
}
