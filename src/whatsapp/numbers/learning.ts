import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { DISPATCH_JOB } from '../inbox/inbox-store.js';
import { NumberBook } from './number-book.js';
import { NumbersRepository } from './numbers.repository.js';

const JOB = 'whatsapp.numbers';
const EVERY_MS = 2_000;

/** Brings what the database says of our numbers into the memory of each instance. */
@Injectable()
export class NumberLearning implements OnModuleInit {
  /** `null` before the first reading: what is found then was no news. */
  private state: string | null = null;

  constructor(
    private readonly book: NumberBook,
    private readonly repository: NumbersRepository,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  /** Before anything starts: a message to a number that is not known yet would not be handled. */
  async onModuleInit(): Promise<void> {
    await this.learn();
    this.jobs.define({ name: JOB, everyMs: EVERY_MS, everywhere: true, run: () => this.look() });
  }

  /** What changed since the last look; one small question when nothing did. */
  async look(): Promise<void> {
    if ((await this.repository.state()) !== this.state) await this.learn();
  }

  private async learn(): Promise<void> {
    // The state first: what changes while the rest is read is found at the next look.
    const state = await this.repository.state();
    const stored = await this.repository.all();
    const fresh = stored.numbers.filter(({ id }) => this.state !== null && !this.book.number(id));
    this.book.take(stored);
    this.state = state;
    let welcomed = 0;
    for (const number of fresh.filter(({ id }) => this.book.number(id)))
      welcomed += await this.repository.welcome(number, number.createdAt, this.clock.now());
    if (welcomed > 0) this.jobs.wake(DISPATCH_JOB);
  }
}
