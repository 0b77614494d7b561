import { Injectable, Logger } from '@nestjs/common';
import type { Counter, Histogram } from 'prom-client';
import { messageOf } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { Gathering } from './gathering.js';
import { type Intent, OutcomeRepository, type Report } from './outcome.repository.js';

const MOST_AT_ONCE = 200;
/** So many may wait to be written before attempts wait for them. */
const BACKLOG = 256;
/** Nobody waits for an outcome: each commit that it shares leaves the disk, and the event loop, to the attempts. */
const LINGER_MS = 25;

/** Writes what attempts intend and bring about, many together, and counts it. */
@Injectable()
export class Ledger {
  private readonly log = new Logger('Dhis2');
  private readonly reports: Gathering<Report, void>;
  private readonly intents: Gathering<Intent, boolean>;
  private readonly attempts: Counter<'outcome'>;
  private readonly seconds: Histogram;

  constructor(
    private readonly outcomes: OutcomeRepository,
    metrics: Metrics,
  ) {
    this.reports = new Gathering<Report, void>(
      async (items) => {
        await this.write(items);
        return [];
      },
      MOST_AT_ONCE,
      LINGER_MS,
    );
    this.intents = new Gathering(async (items) => {
      const ours = new Set(await outcomes.intend(items));
      return items.map((_, at) => ours.has(at));
    }, MOST_AT_ONCE);
    this.attempts = metrics.counter('relais_dhis2_attempts_total', 'Attempts to register a code', [
      'outcome',
    ]);
    this.seconds = metrics.histogram(
      'relais_dhis2_attempt_seconds',
      'Time of one attempt to register a code',
      [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16],
    );
  }

  /** Resolves when it is written; `false` when the row is in other hands. */
  intend(intent: Intent): Promise<boolean> {
    return this.intents.add(intent);
  }

  /** Written soon; where much waits already, resolves when it is written. What cannot be written is asked of the register again. */
  async record(report: Report): Promise<void> {
    this.attempts.inc({ outcome: report.change.outcome ?? 'interrupted' });
    this.seconds.observe(report.durationMs / 1000);
    const written = this.reports.add(report).catch((error: unknown) => this.lost(error));
    if (this.reports.size > BACKLOG) await written;
  }

  drained(): Promise<void> {
    return this.reports.drained();
  }

  /** One that cannot be written keeps no other from it. */
  private async write(reports: readonly Report[]): Promise<void> {
    try {
      await this.outcomes.write(reports);
    } catch (error) {
      if (reports.length === 1) throw error;
      for (const report of reports)
        await this.outcomes.write([report]).catch((fault: unknown) => this.lost(fault));
    }
  }

  private lost(error: unknown): void {
    this.log.warn(`an outcome was not written: ${redact(messageOf(error))}`);
  }
}
