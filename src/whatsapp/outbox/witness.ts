import { Injectable } from '@nestjs/common';
import { Alerts } from '../../platform/alerts/alerts.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { Tracing } from '../../platform/tracing/tracing.js';
import { madeAt } from '../figures/tally.js';
import type { SendResult } from '../whatsapp.port.js';
import { faultOf } from './failures.js';
import type { OpenRow } from './outbox-rows.js';

/** Seconds from a message to an answer that a person feels as: at once, soon, late, too late. */
const SECONDS = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 3_600];

/** Sees how attempts end: what went wrong goes into the one log of errors, what went well into the figures, all of it into traces. */
@Injectable()
export class Witness {
  private readonly answers;

  constructor(
    private readonly alerts: Alerts,
    private readonly tracing: Tracing,
    metrics: Metrics,
  ) {
    this.answers = metrics.histogram(
      'relais_whatsapp_answer_seconds',
      'From the arrival of a message to each answer that left',
      SECONDS,
    );
  }

  /** An attempt is over. @param from when it began, @param to when it ended; milliseconds of the wall clock */
  see(row: OpenRow, result: SendResult, from: number, to: number): void {
    if (result.outcome !== 'sent') this.alerts.note(faultOf(row, result.error, result.outcome));
    if (row.causeId === null) return;
    if (result.outcome === 'sent') this.answers.observe(Math.max(0, to - madeAt(row.causeId)) / 1_000);
    if (!this.tracing.isOn) return;
    const failed = result.outcome !== 'sent';
    const attributes = { outcome: result.outcome, number: row.numberId, attempt: row.attempts };
    this.tracing.record({ step: 'send', messageId: row.causeId, from, to, attributes, failed });
  }
}
