import { Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { Metrics } from '../../platform/metrics/metrics.js';
import { Tracing } from '../../platform/tracing/tracing.js';
import type { InboxRow } from './inbox.entity.js';
import { UNKNOWN_NUMBER } from './inbox-rows.js';

/** Counts what arrives, and begins the trace of each message. */
@Injectable()
export class Arrivals {
  private readonly received: Counter<'kind' | 'topic'>;
  private readonly strange: Counter;

  constructor(
    private readonly tracing: Tracing,
    metrics: Metrics,
  ) {
    this.received = metrics.counter('relais_whatsapp_updates_total', 'Updates received, by kind and topic', [
      'kind',
      'topic',
    ]);
    this.strange = metrics.counter(
      'relais_whatsapp_unknown_number_updates_total',
      'Updates for numbers that are not ours: kept, not handled',
    );
  }

  /** These rows are on disk. @param since when they came in */
  note(rows: readonly InboxRow[], since: Date): void {
    const to = this.tracing.isOn ? Date.now() : 0;
    for (const { id, kind, topic, error, numberId } of rows) {
      this.received.inc({ kind, topic: kind === 'other' ? 'other' : topic });
      if (error === UNKNOWN_NUMBER) this.strange.inc();
      if (!this.tracing.isOn || kind !== 'message') continue;
      const attributes = { number: numberId, topic };
      this.tracing.record({ step: 'receive', messageId: id, from: since.getTime(), to, attributes });
    }
  }
}
