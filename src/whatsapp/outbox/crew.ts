import { Injectable, Logger } from '@nestjs/common';
import { messageOf } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';
import { ContactRepository } from '../contacts/contact.repository.js';
import { Delivering } from './delivering.js';
import { type Hold, Holds } from './holds.js';
import { NumberSender, type Verdict } from './number-sender.js';
import { PAIR_MEMORY_MS } from './pair-limit.js';
import type { Route } from './routes.js';

/** The senders of this instance: one for each number that it serves and that nobody holds back. */
@Injectable()
export class Crew {
  private readonly log = new Logger('Sender');
  private readonly senders = new Map<string, NumberSender>();
  /** What goes on for a moment after a sender has gone: messages under way, and what is written about it. */
  private readonly leaving = new Set<Promise<void>>();

  constructor(
    private readonly delivering: Delivering,
    private readonly contacts: ContactRepository,
    private readonly holds: Holds,
  ) {}

  /** From now on these are served and no others; there may be something new to send. */
  async serve(routes: readonly Route[]): Promise<void> {
    const free = await this.holds.free(routes.map(({ number }) => number));
    for (const number of this.senders.keys()) if (!free.has(number)) this.dismiss(number);
    for (const route of routes.filter(({ number }) => free.has(number))) {
      const sender = this.senders.get(route.number) ?? (await this.employ(route));
      sender.setRate(route.perSecond);
      sender.wake();
    }
  }

  /** Somebody may have lifted a hold. */
  doubt(): void {
    this.holds.doubt();
  }

  /** Whatever made the number rest is over. */
  async wake(number: string): Promise<void> {
    this.senders.get(number)?.resume();
    await this.holds.release(number);
  }

  async dismissAll(): Promise<void> {
    for (const number of this.senders.keys()) this.dismiss(number);
    await Promise.all(this.leaving);
  }

  private async employ({ number, channel, perSecond }: Route): Promise<NumberSender> {
    const sender = new NumberSender(perSecond, {
      open: (after, look) => this.delivering.open(number, after, look),
      claim: (waiting) => this.delivering.claim(waiting, (ids) => this.contacts.addresses(ids)),
      attempt: async (waiting, leaving) => {
        const verdict = await this.delivering.attempt(number, waiting, leaving);
        this.note(number, verdict);
        return verdict;
      },
      room: () => this.delivering.room(channel),
      failed: (error) => this.log.error(`sending pauses: ${redact(messageOf(error))}`),
    });
    sender.recall(await this.delivering.recent(number, PAIR_MEMORY_MS));
    const before = this.holds.before(number);
    if (before !== null) {
      this.delivering.recall(number, before);
      sender.tryOne();
    }
    this.senders.set(number, sender);
    return sender;
  }

  /** Never in the way of a message: the sender rests by itself meanwhile. */
  private note(number: string, { hold, isSent }: Verdict): void {
    const isOver = isSent === true && this.holds.before(number) !== null;
    if (hold === undefined && !isOver) return;
    const noted = (hold === undefined ? this.holds.over(number) : this.hold(number, hold))
      .catch((error: unknown) =>
        this.log.error(`what holds number ${number} back is not written: ${redact(messageOf(error))}`),
      )
      .finally(() => this.leaving.delete(noted));
    this.leaving.add(noted);
  }

  /** Its sender goes at once: one that still rested would not hear that the hold is lifted. */
  private async hold(number: string, hold: Hold): Promise<void> {
    await this.holds.begin(number, hold);
    this.dismiss(number);
  }

  private dismiss(number: string): void {
    const sender = this.senders.get(number);
    if (sender === undefined) return;
    this.senders.delete(number);
    const left = sender.stop((ids) => this.delivering.giveBack(ids)).finally(() => this.leaving.delete(left));
    this.leaving.add(left);
  }
}
