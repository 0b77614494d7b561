import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { Settings } from '../platform/config/settings.js';
import { Jobs } from '../platform/jobs/jobs.js';
import { CallRepository } from './calls/call.repository.js';

const EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Removes calls that are older than they have to be kept, and forgets after a day whose they were. Any number of instances may do it. */
@Injectable()
export class CallRetention implements OnModuleInit {
  /** Before this moment nothing tells any more whose a call was. */
  private unnamedUntil = new Date(0);

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
    const now = this.clock.now().getTime();
    const kept = this.settings.assistant.retentionDays * DAY_MS;
    const removed = await this.calls.removeBefore(new Date(now - kept));
    const unnamed = await this.unname(new Date(now - DAY_MS));
    return removed + unnamed > 0;
  }

  private async unname(until: Date): Promise<number> {
    const count = await this.calls.unname(this.unnamedUntil, until);
    // A call that was noted late lies a little before.
    if (count === 0) this.unnamedUntil = new Date(Math.max(0, until.getTime() - EVERY_MS));
    return count;
  }
}
