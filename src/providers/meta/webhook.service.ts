import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Clock } from '../../kernel/clock.js';
import { Settings } from '../../platform/config/settings.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { Inbox } from '../../whatsapp/whatsapp.port.js';
import { metaWebhook, WEBHOOK_PATH, type WebhookOutcome } from './meta.webhook.js';

/** Opens Meta's door on the server of this process, if it has one. */
@Injectable()
export class WebhookService implements OnModuleInit {
  private readonly logger = new Logger('Meta');

  constructor(
    private readonly settings: Settings,
    private readonly inbox: Inbox,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    private readonly host: HttpAdapterHost,
  ) {}

  /** Before the server listens: afterwards Fastify takes no more routes. */
  async onModuleInit(): Promise<void> {
    const server = this.host.httpAdapter?.getInstance<FastifyInstance | undefined>();
    if (!server) return;
    const { appSecret, verifyToken } = this.settings.meta;
    if (!appSecret) {
      this.logger.warn(
        'WHATSAPP_APP_SECRET manque : aucun webhook ne peut être vérifié, tous sont refusés (401).',
      );
    }
    const requests = this.metrics.counter<'outcome'>(
      'relais_meta_webhooks_total',
      'Webhook requests by outcome',
      ['outcome'],
    );
    const count = (outcome: WebhookOutcome) => requests.inc({ outcome });
    const needs = {
      secrets: appSecret ? [appSecret] : [],
      verifyToken,
      inbox: this.inbox,
      clock: this.clock,
      count,
    };
    await server.register(metaWebhook(needs), { prefix: WEBHOOK_PATH });
  }
}
