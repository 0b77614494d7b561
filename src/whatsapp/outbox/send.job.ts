import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { messageOf } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { Shards } from '../../platform/jobs/shards.js';
import { Senders } from '../whatsapp.port.js';
import { Crew } from './crew.js';
import { Delivering } from './delivering.js';
import { Routes } from './routes.js';

const GROUP = 'whatsapp.outbox';
const SHARDS = 16;
const SHUTDOWN_MS = 6_000;

/** Sends what waits in the outbox. */
export const SEND_JOB = 'whatsapp.send';

/**
 * Keeps one sender for each number whose shard this instance holds, so that a number's limits hold over all instances. A number that
 * is paused or held back has none: what waits for it waits.
 */
@Injectable()
export class SendJob extends Senders implements OnModuleInit, BeforeApplicationShutdown {
  private readonly log = new Logger('Sender');

  constructor(
    private readonly routes: Routes,
    private readonly delivering: Delivering,
    private readonly jobs: Jobs,
    private readonly shards: Shards,
    private readonly crew: Crew,
  ) {
    super();
  }

  onModuleInit(): void {
    const changed = () => {
      this.crew.doubt();
      this.jobs.wake(SEND_JOB);
    };
    this.shards.join({ name: GROUP, count: SHARDS, gained: (shards) => this.takeOver(shards), changed });
    this.jobs.define({ name: SEND_JOB, everyMs: 1_000, run: () => this.round() });
    this.routes.changed(changed);
  }

  wake(number: string): void {
    this.crew
      .wake(number)
      .catch((error: unknown) =>
        this.log.warn(`what holds number ${number} back is not lifted: ${redact(messageOf(error))}`),
      )
      .finally(() => this.jobs.wake(SEND_JOB));
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
    await this.crew.dismissAll();
  }

  private async round(): Promise<void> {
    const held = this.shards.held(GROUP);
    await this.crew.serve(
      this.routes.all().filter(({ number, isPaused }) => !isPaused && held.has(shardOfNumber(number))),
    );
  }

  /** What the predecessor was sending is in doubt; what it sent lately counts for the pair limit. */
  private async takeOver(shards: readonly number[]): Promise<void> {
    const numbers = this.routes.all().filter(({ number }) => shards.includes(shardOfNumber(number)));
    const doubtful = await this.delivering.orphan(numbers.map(({ number }) => number));
    if (doubtful > 0)
      this.log.warn(`${doubtful} messages were being sent when their sender vanished: waiting for reports`);
  }
}

function shardOfNumber(number: string): number {
  let sum = 0;
  for (let i = 0; i < number.length; i += 1) sum = (sum * 31 + number.charCodeAt(i)) >>> 0;
  return sum % SHARDS;
}
