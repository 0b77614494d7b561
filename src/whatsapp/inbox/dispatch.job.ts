import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../../platform/jobs/jobs.js';
import { Shards } from '../../platform/jobs/shards.js';
import { Gathering } from './gathering.js';
import { InboundSeat } from './inbound-seat.js';
import { INBOX_SHARDS } from './inbox-rows.js';
import { DISPATCH_JOB } from './inbox-store.js';
import { Isolation } from './isolation.js';

const GROUP = 'whatsapp.inbox';

/** Takes waiting messages to whoever answers people: one line a person, different persons together. */
@Injectable()
export class DispatchJob implements OnModuleInit {
  constructor(
    private readonly gathering: Gathering,
    private readonly isolation: Isolation,
    private readonly seat: InboundSeat,
    private readonly jobs: Jobs,
    private readonly shards: Shards,
  ) {}

  onModuleInit(): void {
    this.shards.join({ name: GROUP, count: INBOX_SHARDS, changed: () => this.jobs.wake(DISPATCH_JOB) });
    this.jobs.define({ name: DISPATCH_JOB, everyMs: 500, run: () => this.round() });
    this.gathering.onResumed(() => this.jobs.wake(DISPATCH_JOB));
  }

  private async round(): Promise<boolean> {
    const handler = this.seat.occupant;
    const held = this.shards.held(GROUP);
    if (handler === null || held.size === 0) return false;
    const rows = await this.gathering.next(held);
    if (rows.length === 0) return false;
    await this.isolation.handle(rows, handler);
    return true;
  }
}
