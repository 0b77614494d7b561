import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Settings } from '../../platform/config/settings.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { Shards } from '../../platform/jobs/shards.js';
import { Retention } from './retention.js';

const GROUP = 'whatsapp.expire';

/** Erases what was said longer ago than `RETENTION_DAYS`, on one instance at a time. */
@Injectable()
export class ExpiryJob implements OnModuleInit {
  constructor(
    private readonly retention: Retention,
    private readonly jobs: Jobs,
    private readonly shards: Shards,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.shards.join({ name: GROUP, count: 1 });
    this.jobs.define({ name: 'whatsapp.expire', everyMs: 60_000, run: () => this.round() });
  }

  private async round(): Promise<boolean> {
    const { retentionDays } = this.settings.whatsapp;
    if (retentionDays === 0 || !this.shards.held(GROUP).has(0)) return false;
    return this.retention.round(this.clock.now(), retentionDays);
  }
}
