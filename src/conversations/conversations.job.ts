import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { Database } from '../platform/database/database.js';
import { Jobs } from '../platform/jobs/jobs.js';
import { Expiry } from './expiry.service.js';
import { OccurrenceRepository } from './handover/occurrence.repository.js';

const EVERY_MS = 15_000;
const DAY_MS = 86_400_000;
/** Counts are compared with the year before. */
const COUNTS_MS = 800 * DAY_MS;

/** Looks after conversations in which nobody writes. */
@Injectable()
export class ConversationsJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly expiry: Expiry,
    private readonly occurrences: OccurrenceRepository,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.define({
      name: 'conversations.expire',
      everyMs: EVERY_MS,
      run: () => this.database.retrying(() => this.expiry.round()),
    });
    this.jobs.define({
      name: 'conversations.prune',
      everyMs: DAY_MS,
      run: () => this.occurrences.prune(new Date(this.clock.now().getTime() - COUNTS_MS)),
    });
  }
}
