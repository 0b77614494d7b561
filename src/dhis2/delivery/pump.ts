import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { messageOf } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';
import { Settings } from '../../platform/config/settings.js';
import type { Work } from '../registrations/registration.js';
import { Delivery } from './delivery.js';
import { QueueRepository } from './queue.repository.js';
import { type Room, Sky } from './sky.js';

/** Longer than any call of a holder that lost its work, after its time-out. */
const MARGIN_MS = 60_000;

/** Keeps as many attempts under way as are allowed, and only a page of registrations in memory. */
@Injectable()
export class Pump {
  private readonly log = new Logger('Dhis2');
  private readonly page: Work[] = [];
  private readonly inHand = new Map<string, string | null>();
  private readonly underWay = new Set<Promise<void>>();
  private refilling: Promise<void> | null = null;
  private isUrgent = false;
  private awake: () => void = () => undefined;

  constructor(
    private readonly queue: QueueRepository,
    private readonly delivery: Delivery,
    private readonly sky: Sky,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** This instance has just taken the work: what its last holder had in its hands is taken up. */
  async gained(): Promise<void> {
    await this.sky.take();
    await this.takeUp(0);
  }

  /** Somebody waits for a code: it goes before what waits in memory. */
  nudge(): void {
    this.isUrgent = true;
    this.awake();
  }

  /** Delivers what is due; resolves when nothing is, or when the work is not ours any more. */
  async run(signal: AbortSignal, isOurs: () => boolean): Promise<void> {
    await this.takeUp(this.settings.dhis2.timeoutMs + MARGIN_MS);
    await this.sky.refresh();
    try {
      while (!signal.aborted && isOurs()) {
        const room = this.sky.room();
        await this.fill(room);
        this.start(room, signal);
        if (this.underWay.size === 0) break;
        await this.something(room, signal);
      }
    } finally {
      await this.end();
    }
  }

  private async fill({ limit, isProbe }: Room): Promise<void> {
    if (isProbe) {
      await this.refilling;
      await this.putBack();
      if (limit > 0 && this.underWay.size === 0) this.hold(await this.queue.claimProbe(this.clock.now()));
      return;
    }
    const isFresh = this.refilling === null && this.inHand.size === 0;
    if (this.refilling === null) {
      if (this.page.length < limit) this.refilling = this.fetch(() => this.next(limit));
      else if (this.isUrgent) this.refilling = this.fetch(() => this.nextUrgent(limit));
    }
    if (this.page.length === 0) await this.refilling;
    if (isFresh || this.page.length > 0 || this.inHand.size > 0) return;
    // That page was fetched while others were in hand, and left out those with the same characters.
    this.refilling = this.fetch(() => this.next(limit));
    await this.refilling;
  }

  private next(limit: number): Promise<Work[]> {
    return this.queue.claim(this.clock.now(), 2 * limit - this.page.length, this.busy());
  }

  private nextUrgent(limit: number): Promise<Work[]> {
    return this.queue.claimUrgent(this.clock.now(), limit, this.busy());
  }

  /** The next page is fetched while the last one is being delivered. */
  private async fetch(claim: () => Promise<Work[]>): Promise<void> {
    this.isUrgent = false;
    try {
      this.hold(await claim());
    } catch (error) {
      this.log.error(`nothing could be taken: ${redact(messageOf(error))}`);
    } finally {
      this.refilling = null;
    }
  }

  /** Those for whom somebody waits go before the others. */
  private hold(works: readonly Work[]): void {
    for (const { id, codeKey } of works) this.inHand.set(id, codeKey);
    this.page.unshift(...works.filter(({ awaited }) => awaited));
    this.page.push(...works.filter(({ awaited }) => !awaited));
  }

  private busy(): Set<string> {
    return new Set([...this.inHand.values()].filter((key) => key !== null));
  }

  private start({ limit, isProbe }: Room, signal: AbortSignal): void {
    while (this.underWay.size < limit) {
      const work = this.page.shift();
      if (work === undefined) return;
      const carried = this.carry(work, isProbe, signal).finally(() => {
        this.inHand.delete(work.id);
        this.underWay.delete(carried);
      });
      this.underWay.add(carried);
    }
  }

  private async carry(work: Work, isProbe: boolean, signal: AbortSignal): Promise<void> {
    try {
      const verdict = await this.delivery.deliver(work, signal);
      if (verdict !== undefined) await this.sky.judge(verdict, isProbe);
    } catch (error) {
      // Its row says that it is being sent: it is taken up again when nothing can be under way any more.
      this.log.error(`registration ${work.id}: ${redact(messageOf(error))}`);
    }
  }

  /** Until one has ended, there is more to begin, somebody is in a hurry, or the house is being closed. */
  private async something({ limit }: Room, signal: AbortSignal): Promise<void> {
    const nudged = new Promise<void>((resolve) => {
      this.awake = resolve;
    });
    if (signal.aborted || (this.isUrgent && this.refilling === null)) return;
    const isIdle = this.isUrgent || this.underWay.size < limit;
    const fetched = isIdle && this.refilling !== null ? [this.refilling] : [];
    await Promise.race([...this.underWay, ...fetched, nudged]);
  }

  private async end(): Promise<void> {
    await Promise.all(this.underWay);
    await this.refilling;
    await this.putBack().catch((error: unknown) => this.log.warn(redact(messageOf(error))));
    await this.delivery.drained();
  }

  private async putBack(): Promise<void> {
    const works = this.page.splice(0);
    for (const { id } of works) this.inHand.delete(id);
    await this.queue.giveBack(works);
  }

  private async takeUp(untouchedMs: number): Promise<void> {
    const now = this.clock.now();
    const count = await this.queue.takeUp(now, {
      before: new Date(now.getTime() - untouchedMs),
      after: new Date(now.getTime() + (untouchedMs > 0 ? 0 : this.settings.dhis2.timeoutMs)),
      except: new Set(this.inHand.keys()),
    });
    if (count > 0) this.log.warn(`${count} registrations taken up whose holder is gone`);
  }
}
