import { type BeforeApplicationShutdown, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Cron } from 'croner';
import { Clock } from '../../kernel/clock.js';
import { messageOf } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';
import { SettingsInvalid } from '../config/settings.errors.js';
import { Jobs } from './jobs.js';
import { ScheduleRepository } from './schedule.repository.js';
import { Shards } from './shards.js';

/** Work at regular times, for all instances together. */
export interface Schedule {
  /** `room.verb`, unique, ≤ 80 characters. */
  name: string;
  /** The setting from which the expression comes, for the error message. */
  setting: string;
  /** A cron expression in UTC; absent or empty switches it off. */
  cron: string | undefined;
  run(signal: AbortSignal): Promise<void>;
}

interface Planned {
  schedule: Schedule;
  times: Cron;
}

const GROUP = 'schedules';
const LOOK_EVERY_MS = 1_000;

/**
 * Cron for any number of instances: one of them begins each due run, and a run is never begun while the one before goes on. Work that
 * was due while nobody was up is begun once at start. A failure is logged; the next time comes anyway.
 */
@Injectable()
export class Schedules implements OnModuleInit, BeforeApplicationShutdown {
  private readonly log = new Logger('Schedules');
  private readonly planned: Planned[] = [];
  private readonly running = new Map<string, Promise<void>>();
  private readonly stopping = new AbortController();

  constructor(
    private readonly repository: ScheduleRepository,
    private readonly jobs: Jobs,
    private readonly shards: Shards,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.shards.join({ name: GROUP, count: 1 });
    this.jobs.define({ name: 'platform.schedules', everyMs: LOOK_EVERY_MS, run: () => this.look() });
  }

  /** To be called before the application has started; an expression that is none stops the start with the setting's name. */
  define(schedule: Schedule): void {
    if (schedule.cron === undefined || schedule.cron.trim() === '') return;
    this.planned.push({ schedule, times: timesOf(schedule, schedule.cron) });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running.values());
  }

  private async look(): Promise<void> {
    if (this.planned.length === 0 || !this.shards.held(GROUP).has(0)) return;
    const now = this.clock.now();
    const last = await this.repository.lastBegun(
      this.planned.map(({ schedule }) => schedule.name),
      now,
    );
    for (const { schedule, times } of this.planned) {
      const begun = last.get(schedule.name) ?? now;
      const due = times.nextRun(begun);
      if (due === null || due > now || this.running.has(schedule.name)) continue;
      if (await this.repository.begin(schedule.name, begun, now)) this.begin(schedule);
    }
  }

  private begin(schedule: Schedule): void {
    const run = schedule
      .run(this.stopping.signal)
      .catch((error: unknown) => this.log.error(`${schedule.name}: ${redact(messageOf(error))}`))
      .finally(() => this.running.delete(schedule.name));
    this.running.set(schedule.name, run);
  }
}

function timesOf({ setting }: Schedule, expression: string): Cron {
  try {
    return new Cron(expression, { timezone: 'UTC', paused: true });
  } catch {
    throw new SettingsInvalid([
      { name: setting, reason: `« ${expression} » n’est pas une expression cron`, example: '0 */6 * * *' },
    ]);
  }
}
