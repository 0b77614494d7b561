import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Metrics } from '../../../platform/metrics/metrics.js';
import { Inbox } from '../../../whatsapp/whatsapp.port.js';
import type { WebhookNeeds, WebhookOutcome } from './twilio.webhook.js';

/** Where deliveries go, and where they are counted. */
@Injectable()
export class Reception {
  readonly needs: Pick<WebhookNeeds, 'inbox' | 'clock' | 'count'>;

  constructor(inbox: Inbox, clock: Clock, metrics: Metrics) {
    const requests = metrics.counter<'outcome'>(
      'relais_twilio_webhooks_total',
      'Webhook requests by outcome',
      ['outcome'],
    );
    this.needs = { inbox, clock, count: (outcome: WebhookOutcome) => requests.inc({ outcome }) };
  }
}
