import type { OpenRow } from './outbox.repository.js';
import { PairLimit } from './pair-limit.js';

/** A message that waits in memory, with the address to which it goes. */
export interface Waiting {
  row: OpenRow;
  to: { waId?: string; userId?: string };
}

/** The messages of one number that wait in memory: a line for each person, of which only the head may move. */
export class Lines {
  private readonly lines = new Map<string, Waiting[]>();
  private readonly ids = new Set<string>();
  /** Persons for whom a message is under way, with its id. */
  private readonly busy = new Map<string, string>();
  readonly pairs = new PairLimit();

  get size(): number {
    return this.ids.size;
  }

  get underWay(): number {
    return this.busy.size;
  }

  /** Of rows in order of age, those that may join: not here yet, due, and not behind one that is not. */
  fresh(rows: readonly OpenRow[], now: Date, blocked: Set<string>): OpenRow[] {
    const fresh: OpenRow[] = [];
    for (const row of rows) {
      if (this.ids.has(row.id) || this.busy.get(row.contactId) === row.id || blocked.has(row.contactId))
        continue;
      if (row.state === 'QUEUED' && row.dueAt <= now) fresh.push(row);
      else blocked.add(row.contactId);
    }
    return fresh;
  }

  join(waiting: Waiting): void {
    const { row } = waiting;
    const line = this.lines.get(row.contactId);
    if (line === undefined) this.lines.set(row.contactId, [waiting]);
    else line.push(waiting);
    this.ids.add(row.id);
  }

  /** Takes up to `count` heads whose persons are free and within the pair limit. */
  next(count: number, now: number): Waiting[] {
    const taken: Waiting[] = [];
    for (const [contactId, line] of this.lines) {
      if (taken.length >= count) break;
      if (this.busy.has(contactId) || this.pairs.freeAt(contactId) > now) continue;
      const head = line.shift();
      if (line.length === 0) this.lines.delete(contactId);
      if (head === undefined) continue;
      this.ids.delete(head.row.id);
      this.busy.set(contactId, head.row.id);
      this.pairs.take(contactId, now);
      taken.push(head);
    }
    return taken;
  }

  /** A message is out of the way: the next of the same person may move. */
  done({ row }: Waiting): void {
    this.busy.delete(row.contactId);
  }

  /** A message has to wait or is in doubt: the rest of its line goes back to the database, where its order is kept. */
  stop({ row }: Waiting): void {
    this.busy.delete(row.contactId);
    for (const waiting of this.lines.get(row.contactId) ?? []) this.ids.delete(waiting.row.id);
    this.lines.delete(row.contactId);
  }

  /** Milliseconds until the pair limit lets somebody through; `null` when nobody waits for it. */
  pairWait(now: number): number | null {
    let least: number | null = null;
    for (const contactId of this.lines.keys()) {
      if (this.busy.has(contactId)) continue;
      const wait = Math.max(0, this.pairs.freeAt(contactId) - now);
      least = least === null ? wait : Math.min(least, wait);
    }
    return least;
  }
}
