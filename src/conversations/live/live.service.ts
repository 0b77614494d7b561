import type { Writable } from 'node:stream';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { messageOf } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';
import { TooManyListeners } from '../conversations.errors.js';
import { Listener } from './listener.js';
import { Pulse } from './pulse.js';
import { Seen } from './seen.js';
import { Watcher } from './watcher.service.js';

/** How often is looked while somebody listens; sooner where this process itself changed something. */
const LOOK_MS = 1_000;
/** Never more often than this, however much happens. */
const REST_MS = 150;
/** Clocks of instances and the length of transactions may differ by this much. */
const OVERLAP_MS = 5_000;
const BEAT_MS = 15_000;
/** Whoever was away longer reads everything anew. */
const LONGEST_AWAY_MS = 15 * 60_000;
/** After this a screen comes back by itself and shows its key again. */
const LONGEST_STAY_MS = 30 * 60_000;
const MOST_LISTENERS = 100;

/** Tells screens what happens to conversations, on whichever instance. Looks only while somebody listens. */
@Injectable()
export class Live implements OnModuleDestroy {
  private readonly log = new Logger('Live');
  private readonly listeners = new Set<Listener>();
  private readonly seen = new Seen(OVERLAP_MS);
  private position = 0;
  private running: Promise<void> | null = null;
  private closing = false;
  private wake: () => void = () => undefined;

  constructor(
    private readonly watcher: Watcher,
    private readonly pulse: Pulse,
    private readonly clock: Clock,
  ) {}

  /** Every screen at once: they come back to whoever takes over. */
  async onModuleDestroy(): Promise<void> {
    this.closing = true;
    for (const listener of this.listeners) listener.end();
    this.listeners.clear();
    this.wake();
    await this.running;
  }

  /**
   * Tells a screen from now on, and what it missed since `lastId`. `open` begins the answer; it is not called when there are too many
   * screens: `TooManyListeners`.
   */
  async listen(
    open: () => Writable,
    { withWords, lastId }: { withWords: boolean; lastId?: string },
  ): Promise<void> {
    if (this.closing || this.listeners.size >= MOST_LISTENERS) throw new TooManyListeners();
    const now = this.now;
    const stream = open();
    const listener = new Listener(stream, withWords, now);
    stream.on('error', () => undefined).once('close', () => this.leave(listener));
    this.listeners.add(listener);
    listener.greet(this.running === null ? now : Math.min(now, this.position));
    this.start(now);
    if (lastId !== undefined) await this.catchUp(listener, Number(lastId), now).catch(this.failed);
  }

  private get now(): number {
    return this.clock.now().getTime();
  }

  private leave(listener: Listener): void {
    this.listeners.delete(listener);
    if (this.listeners.size === 0) this.wake();
  }

  private async catchUp(listener: Listener, place: number, now: number): Promise<void> {
    if (!(place > now - LONGEST_AWAY_MS)) return listener.reset(now);
    listener.tell(await this.watcher.since(new Date(place - OVERLAP_MS)), now);
  }

  private start(now: number): void {
    if (this.running !== null) return;
    this.position = now;
    this.seen.forget();
    this.running = this.run().finally(() => {
      this.running = null;
      // Somebody may have come while the last look ended.
      if (this.listeners.size > 0 && !this.closing) this.start(this.now);
    });
  }

  private async run(): Promise<void> {
    let woken = false;
    const stop = this.pulse.feel(() => {
      woken = true;
      this.wake();
    });
    let beaten = this.now;
    while (this.listeners.size > 0 && !this.closing) {
      woken = false;
      await this.look().catch(this.failed);
      if (this.now - beaten >= BEAT_MS) beaten = this.beat();
      await this.rest(REST_MS, () => false);
      await this.rest(LOOK_MS - REST_MS, () => woken);
    }
    stop();
  }

  private async look(): Promise<void> {
    const now = this.now;
    const news = this.seen.fresh(await this.watcher.since(new Date(this.position - OVERLAP_MS)), now);
    this.position = now;
    if (news.length > 0) for (const listener of this.listeners) listener.tell(news, now);
  }

  private beat(): number {
    const now = this.now;
    for (const listener of this.listeners) {
      if (now - listener.since < LONGEST_STAY_MS) listener.beat(this.position);
      else listener.end();
    }
    return now;
  }

  /** Until the time is over, or there is a reason to go on; nobody listening is one. */
  private rest(ms: number, isEnough: () => boolean): Promise<void> {
    if (isEnough() || this.closing || this.listeners.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.wake = () => undefined;
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.wake = () => {
        if (isEnough() || this.closing || this.listeners.size === 0) done();
      };
    });
  }

  private readonly failed = (error: unknown): void => {
    this.log.warn(`conversations cannot be watched: ${redact(messageOf(error))}`);
  };
}
