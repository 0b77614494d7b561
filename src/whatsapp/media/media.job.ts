import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Settings } from '../../platform/config/settings.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { Schedules } from '../../platform/jobs/schedules.js';
import { MediaFiles } from './media-files.js';
import { Shelf } from './shelf.js';

/** Once a day, when few people write. */
const SWEEP = '20 1 * * *';
const HOUR_MS = 3_600_000;

/** Files go with their time, and those that belong to nobody with the next night. */
@Injectable()
export class MediaJob implements OnModuleInit {
  private readonly log = new Logger('Media');

  constructor(
    private readonly files: MediaFiles,
    private readonly shelf: Shelf,
    private readonly jobs: Jobs,
    private readonly schedules: Schedules,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    const { retentionDays } = this.settings.whatsapp;
    const expire = () => this.files.expire(retentionDays);
    this.jobs.define({ name: 'whatsapp.expire-media', everyMs: HOUR_MS, run: expire });
    const run = (signal: AbortSignal) => this.sweep(signal);
    this.schedules.define({ name: 'whatsapp.sweep-media', setting: 'STORAGE_DIR', cron: SWEEP, run });
  }

  private async sweep(signal: AbortSignal): Promise<void> {
    const swept = await this.shelf.sweep(signal);
    if (swept > 0) this.log.warn(`${swept} files belonged to nobody and were taken away`);
  }
}
