import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { messageOf } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { TargetRegistry } from '../sync/sources.js';
import { ExportRunning } from './commerce.errors.js';
import { CommerceExports } from './exports.service.js';
import { ExportEnds } from './export-ends.service.js';

const JOB = 'catalog.commerce';
const EVERY_MS = 15_000;

/** Exports what changed, once products rest; costs nothing where no number has a catalogue. */
@Injectable()
export class CommerceJob implements OnModuleInit {
  private readonly log = new Logger('Catalog');

  constructor(
    private readonly jobs: Jobs,
    private readonly targets: TargetRegistry,
    private readonly exports: CommerceExports,
    private readonly ends: ExportEnds,
  ) {}

  onModuleInit(): void {
    this.jobs.define({ name: JOB, everyMs: EVERY_MS, run: () => this.look() });
  }

  /** Begins what is due; none waits for another one. */
  async look(): Promise<void> {
    const catalogs = new Set(this.targets.all.flatMap((target) => target.catalogs()));
    for (const catalogId of catalogs) if (await this.ends.isDue(catalogId)) await this.begin(catalogId);
  }

  private async begin(catalogId: string): Promise<void> {
    try {
      await this.exports.begin(catalogId, { cause: 'change' });
    } catch (error) {
      // Another instance was quicker.
      if (!(error instanceof ExportRunning))
        this.log.warn(`export to ${catalogId} did not begin: ${redact(messageOf(error))}`);
    }
  }
}
