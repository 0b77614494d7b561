import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { Settings } from '../platform/config/settings.js';
import { Jobs } from '../platform/jobs/jobs.js';
import { CallRepository } from './calls/call.repository.js';

const EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Removes calls that are older than they have to be kept. Any number of instances may do it. */
@Injectable()
export class CallRetention implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly calls: CallRepository,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.jobs.define({ name: 'assistant.forget-calls', everyMs: EVERY_MS, run: () => this.run() });
  }

  /** One round; `true` when there is more. */
  async run(): Promise<boolean> {
    const kept = this.settings.assistant.retentionDays * DAY_MS;
    return (await this.calls.removeBefore(new Date(this.clock.now().getTime() - kept))) > 0;
  }
}
