import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { Settings } from '../platform/config/settings.js';
import { Jobs } from '../platform/jobs/jobs.js';
import { Schedules } from '../platform/jobs/schedules.js';
import { Shards } from '../platform/jobs/shards.js';
import { TokenCare } from './token-care.js';

const GROUP = 'token';
const WATCH_JOB = 'token.watch';
const TEND_JOB = 'token.tend';
const FIRST_PAUSE_MS = 4_000;
const LONGEST_PAUSE_MS = 600_000;

/** When tokens are looked at: news of other instances every second, everywhere; what is due, on one instance. */
@Injectable()
export class TokenJob implements OnModuleInit, OnApplicationBootstrap {
  private isReady = false;
  private isChecked = false;
  private nextLook = 0;
  private pause = FIRST_PAUSE_MS;

  constructor(
    private readonly care: TokenCare,
    private readonly jobs: Jobs,
    private readonly schedules: Schedules,
    private readonly shards: Shards,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.shards.join({ name: GROUP, count: 1, changed: () => this.jobs.wake(TEND_JOB) });
    this.jobs.define({ name: WATCH_JOB, everyMs: 1_000, everywhere: true, run: () => this.care.watch() });
    this.jobs.define({ name: TEND_JOB, everyMs: 1_000, run: (signal) => orStopped(this.tend(), signal) });
    this.schedules.define({
      name: 'token.check',
      setting: 'TOKEN_CHECK_CRON',
      cron: this.settings.token.checkCron,
      run: (signal) => orStopped(this.care.checkAll(), signal),
    });
  }

  /** By now every issuer has made itself known. */
  async onApplicationBootstrap(): Promise<void> {
    await this.care.begin();
    this.isReady = true;
    this.jobs.wake(TEND_JOB);
  }

  private async tend(): Promise<void> {
    if (!this.isReady) return;
    await this.care.settle();
    if (!this.shards.held(GROUP).has(0)) return;
    if (!this.isChecked) await this.care.checkAll();
    else {
      await this.care.tendAll();
      await this.lookAgain();
    }
    this.isChecked = true;
  }

  /** An issuer that could not be asked at the start, perhaps because it was starting itself, is asked again soon. */
  private async lookAgain(): Promise<void> {
    if (performance.now() < this.nextLook) return;
    this.nextLook = performance.now() + this.pause;
    this.pause = Math.min(LONGEST_PAUSE_MS, this.pause * 2);
    await this.care.checkUnseen();
  }
}

/** An issuer that does not answer must not hold up the end of this process: what is under way has no one to wait for it then. */
async function orStopped(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const done = new AbortController();
  const stopped = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true, signal: done.signal });
  });
  await Promise.race([work, stopped]).finally(() => done.abort());
}
