import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { messageOf } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';
import { Settings } from '../../platform/config/settings.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { SourceRegistry } from '../sources.js';
import { SyncRunning } from '../template-sync.errors.js';
import { RunRepository } from './run.repository.js';
import { Runs } from './runs.service.js';

const EVERY_MS = 5_000;
/** What failed waits longer each time, up to an hour. */
const LONGEST_ROUNDS = 720;

/** Copies the templates of an account that was never copied, soon after the start: nobody waits for the schedule to have any. */
@Injectable()
export class FirstRuns implements OnModuleInit {
  private readonly log = new Logger('TemplateSync');
  private readonly copied = new Set<string>();
  private round = 0;
  /** By account that failed: in which round it is tried again, and how many rounds it waited. */
  private readonly waiting = new Map<string, { until: number; rounds: number }>();

  constructor(
    private readonly runs: Runs,
    private readonly records: RunRepository,
    private readonly sources: SourceRegistry,
    private readonly jobs: Jobs,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    if (this.settings.templates.syncCron === undefined) return;
    this.jobs.define({ name: 'template-sync.first', everyMs: EVERY_MS, run: (signal) => this.turn(signal) });
  }

  /** The first one comes with the start, when tokens are still being read. */
  private async turn(signal: AbortSignal): Promise<void> {
    this.round += 1;
    if (this.round > 1) await this.run(signal);
  }

  /** Accounts one after the other; what another instance is at is left to it. */
  async run(signal: AbortSignal): Promise<void> {
    for (const accountId of this.sources.accounts()) {
      if (signal.aborted) return;
      if (this.copied.has(accountId) || this.round < (this.waiting.get(accountId)?.until ?? 0)) continue;
      // An account without any template was copied as well.
      if ((await this.records.latest(accountId)) !== null) this.copied.add(accountId);
      else await this.copy(accountId, signal);
    }
  }

  private async copy(accountId: string, signal: AbortSignal): Promise<void> {
    try {
      const wish = { accountId, disable: true, link: true, cause: 'schedule', signal } as const;
      await (
        await this.runs.begin(wish)
      ).over;
    } catch (error) {
      if (error instanceof SyncRunning) return;
      const rounds = Math.min(2 * (this.waiting.get(accountId)?.rounds ?? 1), LONGEST_ROUNDS);
      this.waiting.set(accountId, { until: this.round + rounds, rounds });
      this.log.warn(`the first copy of ${accountId} has to wait: ${redact(messageOf(error))}`);
    }
  }
}
