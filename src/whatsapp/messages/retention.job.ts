import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Settings } from '../../platform/config/settings.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { ReceivedRepository } from '../inbox/received.repository.js';
import { ArchiveRepository } from '../outbox/archive.repository.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A provider delivers again for seven days at most; a report must be recognised as long. */
const REPORTS_DAYS = 9;
/** Longest that a message with an answer or a code in it may be sent again after it failed: what the setting can say. */
const MOST_SENSITIVE_DAYS = 30;
/** How long an update that was kept without being understood, or that failed, can be looked at. */
const UNHANDLED_DAYS = 30;
const BATCH = 1_000;

/** Removes what nobody needs any more: old delivery reports, the words of private messages that are out or were given up. */
@Injectable()
export class RetentionJob implements OnModuleInit {
  /** When the messages of a whole day were last looked through, and not only the newest. */
  private sweptAt = 0;

  constructor(
    private readonly inbox: ReceivedRepository,
    private readonly outbox: ArchiveRepository,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.jobs.define({ name: 'whatsapp.retention', everyMs: 60_000, run: () => this.round() });
  }

  private async round(): Promise<boolean> {
    const now = this.clock.now().getTime();
    const pruned = await this.inbox.pruneReports(new Date(now - REPORTS_DAYS * DAY_MS), BATCH);
    const isSweep = now - this.sweptAt >= HOUR_MS;
    await this.outbox.eraseOut(new Date(now - (isSweep ? DAY_MS : HOUR_MS)));
    if (isSweep)
      await this.inbox.eraseUnhandled(
        new Date(now - (UNHANDLED_DAYS + 2) * DAY_MS),
        new Date(now - UNHANDLED_DAYS * DAY_MS),
      );
    if (isSweep) this.sweptAt = now;
    const { cardDays } = this.settings.media;
    await this.outbox.eraseGivenUp(
      new Date(now - ((isSweep ? MOST_SENSITIVE_DAYS : cardDays) + 1) * DAY_MS),
      new Date(now - cardDays * DAY_MS),
    );
    return pruned === BATCH;
  }
}
