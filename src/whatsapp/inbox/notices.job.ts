import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { Shards } from '../../platform/jobs/shards.js';
import { Following } from '../contacts/following.js';
import { NOTICES_JOB } from './inbox-store.js';
import { NoticeRounds } from './notice-rounds.js';

const GROUP = 'whatsapp.notices';
const COLLECT_MS = 15_000;

/** Applies news about people, on one instance at a time. */
@Injectable()
export class NoticesJob implements OnModuleInit {
  private collectedAt = -Infinity;

  constructor(
    private readonly rounds: NoticeRounds,
    private readonly following: Following,
    private readonly jobs: Jobs,
    private readonly shards: Shards,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.shards.join({ name: GROUP, count: 1, changed: () => this.jobs.wake(NOTICES_JOB) });
    this.jobs.define({ name: NOTICES_JOB, everyMs: 1_000, run: () => this.round() });
  }

  private async round(): Promise<void> {
    if (!this.shards.held(GROUP).has(0)) return;
    await this.rounds.run(this.clock.now());
    if (performance.now() - this.collectedAt < COLLECT_MS) return;
    this.collectedAt = performance.now();
    await this.following.collectStragglers();
  }
}
