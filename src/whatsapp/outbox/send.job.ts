import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { messageOf } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { Shards } from '../../platform/jobs/shards.js';
import { Senders } from '../whatsapp.port.js';
import { ContactRepository } from '../contacts/contact.repository.js';
import { Delivering } from './delivering.js';
import { NumberSender } from './number-sender.js';
import { PAIR_MEMORY_MS } from './pair-limit.js';
import { type Route, Routes } from './routes.js';

const GROUP = 'whatsapp.outbox';
const SHARDS = 16;
const SHUTDOWN_MS = 6_000;

/** Sends what waits in the outbox. */
export const SEND_JOB = 'whatsapp.send';

/**
 * Keeps one sender for each number whose shard this instance holds, so that a number's limits hold over all instances. A number that
 * is paused has none: what waits for it waits.
 */
@Injectable()
export class SendJob extends Senders implements OnModuleInit, BeforeApplicationShutdown {
  private readonly log = new Logger('Sender');
  private readonly senders = new Map<string, NumberSender>();
  /** Senders whose number went to another instance, while they finish what is under way. */
  private readonly leaving = new Set<Promise<void>>();

  constructor(
    private readonly routes: Routes,
    private readonly delivering: Delivering,
    private readonly jobs: Jobs,
    private readonly shards: Shards,
    private readonly contacts: ContactRepository,
  ) {
    super();
  }

  onModuleInit(): void {
    const changed = () => this.jobs.wake(SEND_JOB);
    this.shards.join({ name: GROUP, count: SHARDS, gained: (shards) => this.takeOver(shards), changed });
    this.jobs.define({ name: SEND_JOB, everyMs: 1_000, run: () => this.round() });
    this.routes.changed(changed);
  }

  wake(number: string): void {
    this.senders.get(number)?.resume();
  }

  /** Before the connections close: what is under way ends, what was only marked goes back. */
  async beforeApplicationShutdown(): Promise<void> {
    this.delivering.close();
    // A provider that does not answer must not hold the process: its messages are found in doubt and settled by reports.
    await Promise.race([this.dismissAll(), pause(SHUTDOWN_MS, undefined, { ref: false })]);
  }

  private async dismissAll(): Promise<void> {
    // Or a round that is under way would employ another one.
    await this.jobs.stop();
    for (const number of this.senders.keys()) this.dismiss(number);
    await Promise.all(this.leaving);
  }

  private async round(): Promise<void> {
    const held = this.shards.held(GROUP);
    const ours = this.routes
      .all()
      .filter(({ number, isPaused }) => !isPaused && held.has(shardOfNumber(number)));
    const served = new Set(ours.map(({ number }) => number));
    for (const number of this.senders.keys()) if (!served.has(number)) this.dismiss(number);
    for (const route of ours) {
      const sender = this.senders.get(route.number) ?? (await this.employ(route));
      sender.setRate(route.perSecond);
      sender.wake();
    }
  }

  /** What the predecessor was sending is in doubt; what it sent lately counts for the pair limit. */
  private async takeOver(shards: readonly number[]): Promise<void> {
    const numbers = this.routes.all().filter(({ number }) => shards.includes(shardOfNumber(number)));
    const doubtful = await this.delivering.orphan(numbers.map(({ number }) => number));
    if (doubtful > 0)
      this.log.warn(`${doubtful} messages were being sent when their sender vanished: waiting for reports`);
  }

  private async employ({ number, channel, perSecond }: Route): Promise<NumberSender> {
    const sender = new NumberSender(perSecond, {
      open: (after, look) => this.delivering.open(number, after, look),
      addresses: (ids) => this.contacts.addresses(ids),
      claim: (waiting) => this.delivering.claim(waiting),
      attempt: (waiting, leaving) => this.delivering.attempt(number, waiting, leaving),
      room: () => this.delivering.room(channel),
      failed: (error) => this.log.error(`sending pauses: ${redact(messageOf(error))}`),
    });
    sender.recall(await this.delivering.recent(number, PAIR_MEMORY_MS));
    this.senders.set(number, sender);
    return sender;
  }

  private dismiss(number: string): void {
    const sender = this.senders.get(number);
    if (sender === undefined) return;
    this.senders.delete(number);
    const left = sender.stop((ids) => this.delivering.giveBack(ids)).finally(() => this.leaving.delete(left));
    this.leaving.add(left);
  }
}

function shardOfNumber(number: string): number {
  let sum = 0;
  for (let i = 0; i < number.length; i += 1) sum = (sum * 31 + number.charCodeAt(i)) >>> 0;
  return sum % SHARDS;
}
