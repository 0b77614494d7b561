import { BEFORE_ALL_IDS } from '../../platform/database/id-range.js';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../../platform/jobs/jobs.js';
import { Shards } from '../../platform/jobs/shards.js';
import { InboundSeat } from './inbound-seat.js';
import { INBOX_SHARDS } from './inbox-rows.js';
import { DISPATCH_JOB } from './inbox-store.js';
import { InboxRepository, type WaitingRow } from './inbox.repository.js';
import { Isolation } from './isolation.js';

const GROUP = 'whatsapp.inbox';
/** Messages handled in one transaction at most, and rows looked at in one query for finding them. */
const BATCH = 128;
const SCAN = 256;

/** Takes waiting messages to whoever answers people: one line a person, different persons together. */
@Injectable()
export class DispatchJob implements OnModuleInit {
  constructor(
    private readonly inbox: InboxRepository,
    private readonly isolation: Isolation,
    private readonly seat: InboundSeat,
    private readonly jobs: Jobs,
    private readonly shards: Shards,
  ) {}

  onModuleInit(): void {
    this.shards.join({ name: GROUP, count: INBOX_SHARDS, changed: () => this.jobs.wake(DISPATCH_JOB) });
    this.jobs.define({ name: DISPATCH_JOB, everyMs: 500, run: () => this.round() });
  }

  private async round(): Promise<boolean> {
    const handler = this.seat.occupant;
    const held = this.shards.held(GROUP);
    if (handler === null || held.size === 0) return false;
    const rows = await this.gather(held);
    if (rows.length === 0) return false;
    await this.isolation.handle(rows, handler);
    return true;
  }

  /** The next messages that may be handled: of our shards, due, and not behind one of the same person that is not. */
  private async gather(held: ReadonlySet<number>): Promise<WaitingRow[]> {
    const ready: WaitingRow[] = [];
    const blocked = new Set<string>();
    const now = new Date();
    let afterId = BEFORE_ALL_IDS;
    while (ready.length < BATCH) {
      const rows = await this.inbox.waiting(afterId, SCAN);
      for (const row of rows) {
        if (!held.has(row.shard) || blocked.has(row.lane) || ready.length >= BATCH) continue;
        if (row.dueAt > now) blocked.add(row.lane);
        else ready.push(row);
      }
      const last = rows.at(-1);
      if (rows.length < SCAN || last === undefined) break;
      afterId = last.id;
    }
    return ready;
  }
}
