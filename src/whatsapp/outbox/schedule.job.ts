import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { ScheduleRepository } from './schedule.repository.js';
import { SEND_JOB } from './send.job.js';

const BATCH = 500;

/** Brings messages that were to leave later to their sender when their time has come. */
@Injectable()
export class ScheduleJob implements OnModuleInit {
  constructor(
    private readonly schedule: ScheduleRepository,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.define({ name: 'whatsapp.schedule', everyMs: 1_000, run: () => this.round() });
  }

  private async round(): Promise<boolean> {
    const count = await this.schedule.promote(this.clock.now(), BATCH);
    if (count > 0) this.jobs.wake(SEND_JOB);
    return count === BATCH;
  }
}
