import { Injectable, type OnModuleInit } from '@nestjs/common';
import { RelaisError } from '../../kernel/error.js';
import { Settings } from '../../platform/config/settings.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { FETCH_JOB } from './arrivals.js';
import { Bearing, type WantedFile } from './bearing.js';
import { Fetching } from './fetching.js';
import type { MediaRow } from './media.entity.js';
import { MediaRepository } from './media.repository.js';

const BATCH = 32;
const AT_ONCE = 4;
const EVERY_MS = 15_000;

/** Fetches the files that somebody asked for in vain, and, where the settings say so, every one that arrives. */
@Injectable()
export class FetchJob implements OnModuleInit {
  constructor(
    private readonly media: MediaRepository,
    private readonly bearing: Bearing,
    private readonly fetching: Fetching,
    private readonly jobs: Jobs,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    if (this.settings.media.fetch === 'never') return;
    this.jobs.define({ name: FETCH_JOB, everyMs: EVERY_MS, run: (signal) => this.round(signal) });
  }

  private async round(signal: AbortSignal): Promise<boolean> {
    const due = await this.media.due(BATCH);
    const waiting = due.values();
    const work = async () => {
      for (const row of waiting) if (!signal.aborted) await this.fetch(row);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return due.length === BATCH;
  }

  /** What came of it stands in the row: nobody is here to be told. */
  private async fetch(row: MediaRow): Promise<void> {
    const wanted = await this.wanted(row);
    if (wanted === null) return;
    await this.fetching.fetch(row, wanted).catch((error: unknown) => {
      if (!(error instanceof RelaisError)) throw error;
    });
  }

  private async wanted(row: MediaRow): Promise<WantedFile | null> {
    try {
      return await this.bearing.fileOf(row.messageId ?? row.id);
    } catch (error) {
      if (!(error instanceof RelaisError)) throw error;
      await this.media.bury([row.id], 'erased');
      return null;
    }
  }
}
