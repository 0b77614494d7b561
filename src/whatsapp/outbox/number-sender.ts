import { Ease } from './ease.js';
import type { Hold } from './holds.js';
import { Lines, type Waiting } from './lines.js';
import { Loading, type LoadingGround } from './loading.js';
import { Pace } from './pace.js';

/** What sending from one number asks of the rest of the room. */
export interface SenderGround extends LoadingGround {
  /** Notes in the database that these are being sent and finds out whereto; gives those that still waited. */
  claim(waiting: readonly Waiting[]): Promise<Waiting[]>;
  /** One attempt, written down; resolves with what it means for the line and the number. Says when it leaves. Never rejects. */
  attempt(waiting: Waiting, leaving: () => void): Promise<Verdict>;
  /** How many more may be on their way to the provider at this moment. */
  room(): number;
  failed(error: unknown): void;
}

/** `done` the message is out of the way; `stop` it still holds up its person. */
export interface Verdict {
  line: 'done' | 'stop';
  /** The whole number has to rest. */
  pauseMs?: number;
  /** It sends too fast: afterwards it goes on more slowly. */
  slower?: boolean;
  /** The rest is long, and of the provider's making: it outlives this process. */
  hold?: Hold;
  /** The provider took it. */
  isSent?: boolean;
}

/** So much is marked before it leaves, and more when half of it is out: marking takes a commit. */
const AHEAD_SECONDS = 0.2;
const MOST_UNDER_WAY = 256;
const CROWDED_MS = 5;
const SWEEP_EVERY_MS = 60_000;

/**
 * Sends the messages of one number: loads some of those that wait, marks a few as being sent, lets them go in even spacing. A slow or
 * refused person holds up nobody else; a number that is told to rest, rests whole.
 */
export class NumberSender {
  readonly lines = new Lines();
  private readonly pace: Pace;
  private readonly ease = new Ease();
  private readonly loading: Loading;
  private ahead = 0;
  private full = 0;
  private perSecond = 0;
  private claimed: Waiting[] = [];
  private busy = false;
  private restUntil = 0;
  private timer: NodeJS.Timeout | null = null;
  private stopped = false;
  /** The provider held the number back: it is asked with one message. */
  private probe: 'due' | 'under way' | null = null;
  private swept = 0;
  private preparing: Promise<void> = Promise.resolve();
  private readonly attempts = new Set<Promise<void>>();

  constructor(
    perSecond: number,
    private readonly ground: SenderGround,
  ) {
    this.pace = new Pace(perSecond);
    this.loading = new Loading(this.lines, ground);
    this.setRate(perSecond);
  }

  /** How many may leave in a second, from now on; fewer for a while where the provider found that too fast. */
  setRate(perSecond: number): void {
    this.full = perSecond;
    const rate = Math.max(1, Math.floor(perSecond * this.ease.at(performance.now())));
    if (rate === this.perSecond) return;
    this.perSecond = rate;
    this.pace.change(rate);
    this.ahead = Math.min(200, Math.max(2, Math.ceil(rate * AHEAD_SECONDS)));
  }

  /** How many leave in a second at this moment. */
  get rate(): number {
    return this.perSecond;
  }

  /** What was sent from this number before, by whomever, with when by the wall clock; the oldest first. */
  recall(sent: readonly { contactId: string; at: number }[]): void {
    const now = Date.now();
    // A clock that was put back must not stop the number: nothing was sent later than now.
    const past = sent.map(({ contactId, at }) => ({ contactId, at: Math.min(at, now) }));
    for (const { contactId, at } of past) this.lines.pairs.take(contactId, at);
    this.pace.recall(past.map(({ at }) => performance.now() - (now - at)));
  }

  /** There may be something new to send. */
  wake(): void {
    this.loading.want();
    this.forgetPaid(Date.now());
    this.pump();
  }

  /** Stops taking messages and waits for those under way; what was marked but not sent goes back through `giveBack`. */
  async stop(giveBack: (ids: string[]) => Promise<void>): Promise<void> {
    this.stopped = true;
    if (this.timer !== null) clearTimeout(this.timer);
    await this.preparing;
    const left = this.claimed.splice(0);
    if (left.length > 0) await giveBack(left.map(({ row }) => row.id));
    await Promise.all(this.attempts);
  }

  /** The number rests: nothing leaves for so long. */
  rest(ms: number): void {
    this.restUntil = Math.max(this.restUntil, performance.now() + ms);
  }

  /** What made the number rest is over. */
  resume(): void {
    this.restUntil = 0;
    this.wake();
  }

  /** One message alone goes first, and the rest only when one was sent. */
  tryOne(): void {
    this.probe = 'due';
  }

  private slowDown(): void {
    this.ease.slower(performance.now());
    this.setRate(this.full);
  }

  private forgetPaid(now: number): void {
    if (now - this.swept < SWEEP_EVERY_MS) return;
    this.swept = now;
    this.lines.pairs.sweep(now);
  }

  private pump(): void {
    if (this.stopped) return;
    const now = performance.now();
    if (now < this.restUntil) return this.again(this.restUntil - now);
    this.release(now);
    if (!this.busy && this.claimed.length <= this.ahead / 2 && this.lines.underWay < MOST_UNDER_WAY)
      this.preparing = this.prepare();
    if (this.claimed.length > 0 && this.probe !== 'under way') this.again(this.waitMs(performance.now()));
  }

  /** Until the next may leave: other numbers make room, too, and nobody tells of it. */
  private waitMs(now: number): number {
    const wait = this.pace.waitMs(now);
    return this.ground.room() > 0 ? wait : Math.max(CROWDED_MS, wait);
  }

  private release(now: number): void {
    const most = this.probe === null ? this.claimed.length : Number(this.probe === 'due');
    const count = this.pace.allowed(now, Math.min(most, this.claimed.length, this.ground.room()));
    if (count <= 0) return;
    if (this.probe !== null) this.probe = 'under way';
    for (const waiting of this.claimed.splice(0, count)) {
      const attempt = this.send(waiting, this.pace.take(now)).finally(() => this.attempts.delete(attempt));
      this.attempts.add(attempt);
    }
  }

  private async send(waiting: Waiting, place: number): Promise<void> {
    const verdict = await this.ground.attempt(waiting, () => this.pace.delayed(place, performance.now()));
    // Now it has arrived for certain; until now nothing else could leave for this person.
    this.lines.pairs.take(waiting.row.contactId, Date.now());
    if (this.probe !== null) this.probe = verdict.isSent === true ? null : 'due';
    if (verdict.pauseMs !== undefined) this.rest(verdict.pauseMs);
    if (verdict.slower === true) this.slowDown();
    if (verdict.line === 'done') this.lines.done(waiting);
    else {
      this.lines.stop(waiting);
      this.loading.holdUp(waiting.row);
    }
    this.pump();
  }

  /** Loads when little is left, then marks what goes next. One at a time. */
  private async prepare(): Promise<void> {
    this.busy = true;
    let added = 0;
    try {
      if (this.loading.isDue) await this.loading.load();
      const next = this.lines.next(this.ahead - this.claimed.length, Date.now());
      if (next.length > 0) added = await this.claim(next);
      else if (this.claimed.length === 0) this.waitForPairs();
    } catch (error) {
      this.ground.failed(error);
      this.rest(1_000);
      this.loading.want();
      this.again(1_000);
      return;
    } finally {
      this.busy = false;
    }
    if (added > 0 || this.loading.isDue) this.pump();
  }

  private async claim(next: Waiting[]): Promise<number> {
    let ours: Waiting[] = [];
    try {
      ours = await this.ground.claim(next);
    } finally {
      // What was not ours to send, or could not be marked, is looked up again.
      for (const waiting of next) if (!ours.includes(waiting)) this.lines.stop(waiting);
      if (ours.length < next.length) this.loading.want();
    }
    this.claimed.push(...ours);
    return ours.length;
  }

  private waitForPairs(): void {
    const wait = this.lines.pairWait(Date.now());
    if (wait !== null) this.again(Math.max(5, wait));
  }

  private again(ms: number): void {
    if (this.stopped) return;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => this.pump(), ms);
  }
}
