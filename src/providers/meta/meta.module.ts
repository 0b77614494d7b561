import { Logger, Module, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { CatalogModule } from '../../catalog/catalog.module.js';
import { CommerceTargets } from '../../catalog/catalog.port.js';
import { Clock } from '../../kernel/clock.js';
import { Alerts } from '../../platform/alerts/alerts.js';
import { Settings } from '../../platform/config/settings.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { TemplateSyncModule } from '../../template-sync/template-sync.module.js';
import { TemplateSources } from '../../template-sync/template-sync.port.js';
import { TokenModule } from '../../token/token.module.js';
import { TokenIssuers } from '../../token/token.port.js';
import { WhatsApp } from '../../whatsapp/whatsapp.contract.js';
import { WhatsAppModule } from '../../whatsapp/whatsapp.module.js';
import { Channels, NumberKeepers, OwnNumbers } from '../../whatsapp/whatsapp.port.js';
import { MetaCommerce } from './commerce/commerce.client.js';
import { Doctor } from './doctor/doctor.js';
import { Accounts } from './graph/accounts.js';
import { MediaClient } from './messages/media.client.js';
import { MetaChannel, type ReadOutcome } from './messages/meta.channel.js';
import { NumberTroubles } from './messages/number-troubles.js';
import { MetaNumberKeeper } from './numbers/keeper.js';
import { MetaTemplateSource } from './templates/meta.source.js';
import { MetaTokenIssuer } from './tokens/meta.issuer.js';
import { HintsService } from './webhook/hints.service.js';
import { metaPaths } from './webhook/paths.js';
import { Reception } from './webhook/reception.js';
import { Signing } from './webhook/signing.js';
import { WarningsService } from './webhook/warnings.service.js';
import { WebhookService } from './webhook/webhook.service.js';

/** What Meta is to the other rooms. */
const ADAPTERS = [
  {
    provide: MetaChannel,
    useFactory: (accounts: Accounts, clock: Clock, alerts: Alerts, metrics: Metrics) =>
      new MetaChannel(accounts.byNumber(), {
        clock,
        media: new MediaClient(accounts.graph.origin),
        troubles: new NumberTroubles(alerts),
        count: readsCounter(metrics),
      }),
    inject: [Accounts, Clock, Alerts, Metrics],
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
  {
    provide: MetaCommerce,
    useFactory: (accounts: Accounts, own: OwnNumbers, clock: Clock, { http }: Settings) =>
      new MetaCommerce(accounts, own, { clock, page: http.publicBaseUrl }),
    inject: [Accounts, OwnNumbers, Clock, Settings],
  },
];

function readsCounter(metrics: Metrics): (outcome: ReadOutcome) => void {
  const reads = metrics.counter<'outcome'>(
    'relais_meta_reads_total',
    'Messages told to be read, by outcome',
    ['outcome'],
  );
  return (outcome) => reads.inc({ outcome });
}

/** Meta's Cloud API: ready for accounts and numbers from the start, whenever the first of them comes. */
@Module({
  imports: [WhatsAppModule, TokenModule, TemplateSyncModule, CatalogModule],
  providers: [
    Accounts,
    ...ADAPTERS,
    HintsService,
    WarningsService,
    Reception,
    Signing,
    WebhookService,
    Doctor,
    MetaNumberKeeper,
  ],
})
export class MetaModule implements OnModuleInit, OnApplicationBootstrap {
  /** What the raw routes say of themselves in the API's documentation. */
  static readonly paths = metaPaths;

  private readonly logger = new Logger('Meta');

  constructor(
    private readonly channels: Channels,
    private readonly issuers: TokenIssuers,
    private readonly sources: TemplateSources,
    private readonly keepers: NumberKeepers,
    private readonly module: ModuleRef,
  ) {}

  onModuleInit(): void {
    this.channels.add(this.module.get(MetaChannel));
    this.issuers.add(this.module.get(MetaTokenIssuer));
    this.sources.add(this.module.get(MetaTemplateSource));
    this.keepers.add(this.module.get(MetaNumberKeeper));
    const targets = this.module.get<CommerceTargets>(CommerceTargets, { strict: false });
    targets.add(this.module.get(MetaCommerce));
  }

  /** Once the numbers that were added are known, too. */
  onApplicationBootstrap(): void {
    if (this.module.get(Accounts).all.length > 0) return;
    this.logger.warn(
      'WHATSAPP_PHONE_NUMBER_ID manque : rien ne part par Meta avant qu’un numéro soit ajouté.',
    );
  }
}
