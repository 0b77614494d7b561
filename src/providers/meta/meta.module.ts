import { Logger, Module, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Clock } from '../../kernel/clock.js';
import { TemplateSyncModule } from '../../template-sync/template-sync.module.js';
import { TemplateSources } from '../../template-sync/template-sync.port.js';
import { TokenModule } from '../../token/token.module.js';
import { TokenIssuers } from '../../token/token.port.js';
import { WhatsApp } from '../../whatsapp/whatsapp.contract.js';
import { WhatsAppModule } from '../../whatsapp/whatsapp.module.js';
import { Channels } from '../../whatsapp/whatsapp.port.js';
import { Doctor } from './doctor/doctor.js';
import { Accounts } from './graph/accounts.js';
import { MetaChannel } from './messages/meta.channel.js';
import { MetaTemplateSource } from './templates/meta.source.js';
import { MetaTokenIssuer } from './tokens/meta.issuer.js';
import { HintsService } from './webhook/hints.service.js';
import { metaPaths } from './webhook/paths.js';
import { Reception } from './webhook/reception.js';
import { WebhookService } from './webhook/webhook.service.js';

/** What Meta is to the other rooms. */
const ADAPTERS = [
  {
    provide: MetaChannel,
    useFactory: (accounts: Accounts, clock: Clock) => new MetaChannel(accounts.byNumber(), clock),
    inject: [Accounts, Clock],
  },
  {
    provide: MetaTokenIssuer,
    useFactory: (accounts: Accounts, whatsapp: WhatsApp, clock: Clock) =>
      new MetaTokenIssuer(accounts, whatsapp, clock),
    inject: [Accounts, WhatsApp, Clock],
  },
  {
    provide: MetaTemplateSource,
    useFactory: (accounts: Accounts, clock: Clock) => new MetaTemplateSource(accounts, clock),
    inject: [Accounts, Clock],
  },
];

/** Meta's Cloud API: its webhook is always there, the rest where a number is set. */
@Module({
  imports: [WhatsAppModule, TokenModule, TemplateSyncModule],
  providers: [Accounts, ...ADAPTERS, HintsService, Reception, WebhookService, Doctor],
})
export class MetaModule implements OnModuleInit {
  /** What the raw routes say of themselves in the API's documentation. */
  static readonly paths = metaPaths;

  private readonly logger = new Logger('Meta');

  constructor(
    private readonly channels: Channels,
    private readonly issuers: TokenIssuers,
    private readonly sources: TemplateSources,
    private readonly module: ModuleRef,
  ) {}

  onModuleInit(): void {
    if (this.module.get(Accounts).all.length === 0) {
      this.logger.warn('WHATSAPP_PHONE_NUMBER_ID manque : rien ne part par Meta.');
      return;
    }
    this.channels.add(this.module.get(MetaChannel));
    this.issuers.add(this.module.get(MetaTokenIssuer));
    const source = this.module.get(MetaTemplateSource);
    if (source.accounts.length > 0) this.sources.add(source);
  }
}
