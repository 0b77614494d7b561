import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { Shards } from '../../platform/jobs/shards.js';
import { FiguresRepository } from './figures.repository.js';
import { Tally } from './tally.js';

const GROUP = 'whatsapp.figures';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Reports come late: so long an hour is counted again now and then. */
const OPEN_HOURS = 72;
const AGAIN_EVERY = 30;
/** Counting may take this part of the time; where an hour holds millions, the figures lag rather than the messages. */
const REST = 30;

/** Counts messages by the hour: the hour that runs and the one before every minute, those of the last days now and then. */
@Injectable()
export class FiguresJob implements OnModuleInit {
  private rounds = 0;
  private restUntil = 0;

  constructor(
    private readonly repository: FiguresRepository,
    private readonly jobs: Jobs,
    private readonly shards: Shards,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.shards.join({ name: GROUP, count: 1, changed: () => this.jobs.wake(GROUP) });
    this.jobs.define({ name: GROUP, everyMs: MINUTE, run: (signal) => this.round(signal) });
  }

  private async round(signal: AbortSignal): Promise<void> {
    const began = performance.now();
    if (!this.shards.held(GROUP).has(0) || began < this.restUntil) return;
    const all = this.rounds % AGAIN_EVERY === 0;
    this.rounds += 1;
    const now = Math.floor(this.clock.now().getTime() / HOUR) * HOUR;
    for (let back = 0; back < (all ? OPEN_HOURS : 2) && !signal.aborted; back += 1)
      await this.count(new Date(now - back * HOUR));
    const ended = performance.now();
    this.restUntil = ended + REST * (ended - began);
  }

  private async count(hour: Date): Promise<void> {
    const end = new Date(hour.getTime() + HOUR);
    const tally = new Tally(hour);
    for (const { number, count } of await this.repository.received(hour, end)) tally.receive(number, count);
    for await (const page of this.repository.sent(hour, end)) for (const message of page) tally.send(message);
    await this.repository.replace(hour, tally.figures());
  }
}
