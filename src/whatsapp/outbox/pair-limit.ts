/** WhatsApp lets a number send 45 messages at once to one person, borrowed from a steady one per 6 seconds. */
const SPACE_MS = 6_000;
const BURST = 45;

/** The window of the past that still matters. */
export const PAIR_MEMORY_MS = SPACE_MS * BURST;

/** How fast one number may write to each person (generic cell rate). */
export class PairLimit {
  /** When each person's debt is paid back. */
  private readonly paid = new Map<string, number>();

  /** The moment from which a message to this person may leave; in the past when it may now. Milliseconds of the wall clock. */
  freeAt(person: string): number {
    return (this.paid.get(person) ?? 0) - (BURST - 1) * SPACE_MS;
  }

  /** Notes that a message leaves for this person. */
  take(person: string, now: number): void {
    this.paid.set(person, Math.max(this.paid.get(person) ?? 0, now) + SPACE_MS);
  }

  /** Forgets persons who owe nothing. */
  sweep(now: number): void {
    for (const [person, paid] of this.paid) if (paid <= now) this.paid.delete(person);
  }

  get size(): number {
    return this.paid.size;
  }
}
