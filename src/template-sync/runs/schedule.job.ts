import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Settings } from '../../platform/config/settings.js';
import { Schedules } from '../../platform/jobs/schedules.js';
import { SourceRegistry } from '../sources.js';
import { SyncRunning } from '../template-sync.errors.js';
import { RunRepository } from './run.repository.js';
import { Runs, type Wish } from './runs.service.js';

const DAY_MS = 86_400_000;
/** How long the records of runs are kept. */
const RECORDS_DAYS = 90;

/** The regular synchronisations: complete ones with links and orphans, and between them what changed. */
@Injectable()
export class ScheduledRuns {
  private readonly log = new Logger('TemplateSync');

  constructor(
    private readonly runs: Runs,
    private readonly records: RunRepository,
    private readonly sources: SourceRegistry,
    private readonly clock: Clock,
  ) {}

  define(schedules: Schedules, { templates }: Settings): void {
    schedules.define({
      name: 'template-sync.full',
      setting: 'TEMPLATE_SYNC_CRON',
      cron: templates.syncCron,
      run: async (signal) => {
        await this.run({ disable: true, link: true, signal });
        await this.records.prune(new Date(this.clock.now().getTime() - RECORDS_DAYS * DAY_MS));
      },
    });
    schedules.define({
      name: 'template-sync.incremental',
      setting: 'TEMPLATE_INCREMENTAL_CRON',
      cron: templates.incrementalCron,
      run: (signal) => this.run({ incremental: true, link: true, signal }),
    });
  }

  private async run(wish: Wish): Promise<void> {
    if (this.sources.accounts().length === 0) return;
    try {
      await (
        await this.runs.begin({ ...wish, cause: 'schedule' })
      ).over;
    } catch (error) {
      // Somebody is at it already, which is what the schedule wanted.
      if (!(error instanceof SyncRunning)) throw error;
      this.log.log(error.message);
    }
  }
}
