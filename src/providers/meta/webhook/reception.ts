import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Metrics } from '../../../platform/metrics/metrics.js';
import { Inbox } from '../../../whatsapp/whatsapp.port.js';
import { HintsService } from './hints.service.js';
import { WarningsService } from './warnings.service.js';
import type { WebhookNeeds, WebhookOutcome } from './meta.webhook.js';

/** Where deliveries go, and where they are counted. */
@Injectable()
export class Reception {
  readonly needs: Pick<WebhookNeeds, 'inbox' | 'pass' | 'warn' | 'clock' | 'count'>;

  constructor(inbox: Inbox, hints: HintsService, warnings: WarningsService, clock: Clock, metrics: Metrics) {
    const requests = metrics.counter<'outcome'>('relais_meta_webhooks_total', 'Webhook requests by outcome', [
      'outcome',
    ]);
    this.needs = {
      inbox,
      clock,
      pass: (news) => hints.pass(news),
      warn: (news) => warnings.pass(news),
      count: (outcome: WebhookOutcome) => requests.inc({ outcome }),
    };
  }
}
