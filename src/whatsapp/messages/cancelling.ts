import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../../platform/database/database.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { ArchiveRepository } from '../outbox/archive.repository.js';
import { ScheduleRepository } from '../outbox/schedule.repository.js';
import { SEND_JOB } from '../outbox/send.job.js';
import { MessageNotFound } from '../whatsapp.errors.js';
import { NotCancellable } from './submit.errors.js';

/** Takes messages back that have not begun to leave. */
@Injectable()
export class Cancelling {
  constructor(
    private readonly schedule: ScheduleRepository,
    private readonly archive: ArchiveRepository,
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  /** The state of the row decides between this and the sender: whoever changes it first has it. */
  async cancel(id: string): Promise<void> {
    if (await this.schedule.cancel(id, this.clock.now())) {
      // What was behind it may move.
      this.database.afterCommit(() => this.jobs.wake(SEND_JOB));
      return;
    }
    const row = await this.archive.find(id);
    if (row === null) throw new MessageNotFound(id);
    throw new NotCancellable(row.state);
  }
}
