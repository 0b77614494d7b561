import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { AFTER_ALL_IDS } from '../../platform/database/id-range.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { ArchiveRepository, type FailureFilter } from '../outbox/archive.repository.js';
import { SEND_JOB } from '../outbox/send.job.js';
import { NotReplayable } from '../whatsapp.errors.js';

const BATCH = 500;

/** Sends failed messages again, one or many. */
@Injectable()
export class Replays {
  constructor(
    private readonly archive: ArchiveRepository,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  /** How many would be sent again. */
  preview(filter: FailureFilter): Promise<number> {
    return this.archive.countFailures(filter);
  }

  /** Sends them again, as they were; returns how many. Throws where messages were named and none can be. */
  async replay(filter: FailureFilter): Promise<number> {
    let count = 0;
    for (let before = AFTER_ALL_IDS; ;) {
      const ids = await this.archive.failures(filter, before, BATCH);
      count += await this.archive.requeue(ids, this.clock.now());
      const last = ids.at(-1);
      if (last === undefined || ids.length < BATCH) break;
      before = last;
    }
    if (filter.ids !== undefined && count === 0) throw new NotReplayable(`${filter.ids.length} messages`);
    this.jobs.wake(SEND_JOB);
    return count;
  }
}
