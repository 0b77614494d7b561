import { Logger, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Settings } from '../../platform/config/settings.js';
import { Channels } from '../../whatsapp/whatsapp.port.js';
import { WhatsAppModule } from '../../whatsapp/whatsapp.module.js';
import { MetaChannel } from './meta.channel.js';
import { GraphClient } from './meta.client.js';
import { metaPaths } from './paths.js';
import { WebhookService } from './webhook.service.js';

/** Meta's Cloud API: its webhook is always there, its channel where a number and a token are set. */
@Module({ imports: [WhatsAppModule], providers: [WebhookService] })
export class MetaModule implements OnModuleInit, OnApplicationShutdown {
  /** What the raw routes say of themselves in the API's documentation. */
  static readonly paths = metaPaths;

  private readonly logger = new Logger('Meta');
  private client: GraphClient | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly channels: Channels,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const { phoneNumberId, accessToken, appSecret, graphBaseUrl, graphVersion } = this.settings.meta;
    if (!phoneNumberId || !accessToken) {
      this.logger.warn('WHATSAPP_PHONE_NUMBER_ID ou WHATSAPP_ACCESS_TOKEN manque : rien ne part par Meta.');
      return;
    }
    this.client = new GraphClient({
      baseUrl: graphBaseUrl,
      version: graphVersion,
      token: accessToken,
      appSecret,
    });
    this.channels.add(new MetaChannel([phoneNumberId], this.client, this.clock));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.client?.close();
  }
}
