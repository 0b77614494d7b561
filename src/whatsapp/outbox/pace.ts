/** A second, and what an uneven network may press together of it: the receiver never counts more than the limit in any second. */
const SECOND_MS = 1_000 + 28;

/** So much of what late timers and other work held up is caught up: as long as all but the rarest pauses of a busy process. */
const CREDIT_MS = 400;

/**
 * Spacing of messages from one number. No second ever holds more than `perSecond`: each message leaves a second and a little after
 * the one that many before it, whatever happened in between. Within that, what was held up is caught up, so that a process that has
 * other work for a moment does not lose it; after a rest the spacing is even.
 */
export class Pace {
  private space = 0;
  /** When the next message would leave in even spacing; `null` before the first. */
  private next: number | null = null;
  /** When the last `perSecond` messages left; the oldest at `oldest`. */
  private left = new Float64Array(0);
  private oldest = 0;

  constructor(perSecond: number) {
    this.change(perSecond);
  }

  /** From now on so many a second; what has left already still counts. */
  change(perSecond: number): void {
    const count = Math.max(1, Math.floor(perSecond));
    const known = [...this.left.subarray(this.oldest), ...this.left.subarray(0, this.oldest)].slice(-count);
    this.left = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
    this.left.set(known, count - known.length);
    this.oldest = 0;
    this.space = SECOND_MS / count;
  }

  /** How many of those that want to may leave at this moment (milliseconds of any steady clock). */
  allowed(now: number, wanted = Number.POSITIVE_INFINITY): number {
    const next = this.due(now);
    if (next > now) return 0;
    return this.room(now, Math.min(wanted, 1 + Math.floor((now - next) / this.space)));
  }

  /** Notes that one leaves now; gives its place, for the case that it leaves later. */
  take(now: number): number {
    this.next = this.due(now) + this.space;
    return this.note(now);
  }

  /** What was to leave goes onto the wire only now: it counts from now on. */
  delayed(place: number, now: number): void {
    if (place < this.left.length) this.left[place] = Math.max(this.left[place] ?? now, now);
  }

  /** What left before this process sent from the number, the oldest first. */
  recall(times: readonly number[]): void {
    for (const time of times) this.note(time);
  }

  /** Milliseconds until the next may leave. */
  waitMs(now: number): number {
    return Math.max(0, this.due(now) - now, this.freeAt(0) - now);
  }

  private note(time: number): number {
    const place = this.oldest;
    this.left[place] = time;
    this.oldest = (place + 1) % this.left.length;
    return place;
  }

  /** Nothing is caught up from before the first message: another instance may have sent then. */
  private due(now: number): number {
    return this.next === null ? now : Math.max(this.next, now - CREDIT_MS);
  }

  /** How many of `most` fit into the second that ends now. */
  private room(now: number, most: number): number {
    let room = 0;
    while (room < Math.min(most, this.left.length) && this.freeAt(room) <= now) room += 1;
    return room;
  }

  /** From when on the `nth` message from here fits. */
  private freeAt(nth: number): number {
    return (this.left[(this.oldest + nth) % this.left.length] ?? 0) + SECOND_MS;
  }
}
