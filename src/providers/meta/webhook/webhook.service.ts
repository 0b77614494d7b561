import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Settings } from '../../../platform/config/settings.js';
import { metaWebhook, WEBHOOK_PATH } from './meta.webhook.js';
import { Reception } from './reception.js';
import { Signing } from './signing.js';

/** Opens Meta's door on the server of this process, if it has one. */
@Injectable()
export class WebhookService implements OnModuleInit, OnApplicationBootstrap {
  private readonly logger = new Logger('Meta');

  constructor(
    private readonly settings: Settings,
    private readonly signing: Signing,
    private readonly reception: Reception,
    private readonly host: HttpAdapterHost,
  ) {}

  /** Before the server listens: afterwards Fastify takes no more routes. */
  onModuleInit(): void {
    const needs = {
      ...this.reception.needs,
      signing: this.signing,
      verifyToken: this.settings.meta.verifyToken,
    };
    // Not awaited: that would start Fastify, and the routes that come after would be without the house's error handler.
    void this.server?.register(metaWebhook(needs), { prefix: WEBHOOK_PATH });
  }

  /** Once the secrets that were stored are known, too. */
  onApplicationBootstrap(): void {
    if (!this.server || this.signing.secrets().length > 0) return;
    this.logger.warn(
      'WHATSAPP_APP_SECRET manque : aucun webhook ne peut être vérifié, tous sont refusés (401).',
    );
  }

  private get server(): FastifyInstance | undefined {
    return this.host.httpAdapter?.getInstance<FastifyInstance | undefined>();
  }
}
