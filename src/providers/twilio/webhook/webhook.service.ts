import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Settings } from '../../../platform/config/settings.js';
import { Accounts } from '../api/accounts.js';
import { Reception } from './reception.js';
import { twilioWebhook } from './twilio.webhook.js';

/** Opens Twilio's doors on the server of this process, if it has one. */
@Injectable()
export class WebhookService implements OnModuleInit, OnApplicationBootstrap {
  private readonly logger = new Logger('Twilio');

  constructor(
    private readonly settings: Settings,
    private readonly accounts: Accounts,
    private readonly reception: Reception,
    private readonly host: HttpAdapterHost,
  ) {}

  /** Before the server listens: afterwards Fastify takes no more routes. */
  onModuleInit(): void {
    const { publicBaseUrl } = this.settings.http;
    // Not awaited: that would start Fastify, and the routes that come after would be without the house's error handler.
    void this.server?.register(
      twilioWebhook({
        ...this.reception.needs,
        publicBaseUrl,
        secrets: (number) => this.accounts.signers(number),
        moreSecrets: (number) => this.accounts.tokensInUse(number),
      }),
    );
  }

  onApplicationBootstrap(): void {
    if (!this.server || this.accounts.all.length === 0 || this.settings.http.publicBaseUrl !== undefined)
      return;
    this.logger.warn(
      'PUBLIC_BASE_URL manque : aucun webhook de Twilio ne peut être vérifié, tous sont refusés (401).',
    );
  }

  private get server(): FastifyInstance | undefined {
    return this.host.httpAdapter?.getInstance<FastifyInstance | undefined>();
  }
}
