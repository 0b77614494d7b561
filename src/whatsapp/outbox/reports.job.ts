import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { Clock } from '../../kernel/clock.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { Shards } from '../../platform/jobs/shards.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { REPORTS_JOB } from '../inbox/inbox-store.js';
import { Reports } from './reports.js';
import { SEND_JOB } from './send.job.js';

const GROUP = 'whatsapp.reports';

/** Deals with delivery reports, on one instance at a time. */
@Injectable()
export class ReportsJob implements OnModuleInit {
  private readonly strangers: Counter;

  constructor(
    private readonly reports: Reports,
    private readonly jobs: Jobs,
    private readonly shards: Shards,
    private readonly clock: Clock,
    metrics: Metrics,
  ) {
    this.strangers = metrics.counter(
      'relais_whatsapp_unmatched_reports_total',
      'Delivery reports about messages that are not ours',
    );
  }

  onModuleInit(): void {
    this.shards.join({ name: GROUP, count: 1, changed: () => this.jobs.wake(REPORTS_JOB) });
    this.jobs.define({ name: REPORTS_JOB, everyMs: 1_000, run: () => this.round() });
  }

  private async round(): Promise<boolean> {
    if (!this.shards.held(GROUP).has(0)) return false;
    const { more, settled, strangers } = await this.reports.round(this.clock.now());
    this.strangers.inc(strangers);
    if (settled > 0) this.jobs.wake(SEND_JOB);
    return more;
  }
}
