import { Module, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Clock } from '../../kernel/clock.js';
import { Settings } from '../../platform/config/settings.js';
import { TokenModule } from '../../token/token.module.js';
import { Tokens } from '../../token/token.contract.js';
import { TokenIssuers } from '../../token/token.port.js';
import { WhatsApp } from '../../whatsapp/whatsapp.contract.js';
import { WhatsAppModule } from '../../whatsapp/whatsapp.module.js';
import { Channels, NumberKeepers } from '../../whatsapp/whatsapp.port.js';
import { Accounts } from './api/accounts.js';
import { MediaClient } from './messages/media.client.js';
import { TwilioChannel } from './messages/twilio.channel.js';
import { TwilioNumberKeeper } from './numbers/number-keeper.js';
import { TwilioTokenIssuer } from './numbers/twilio.issuer.js';
import { twilioPaths } from './webhook/paths.js';
import { Reception } from './webhook/reception.js';
import { REFERENCE, STATUS_PATH } from './webhook/twilio.webhook.js';
import { WebhookService } from './webhook/webhook.service.js';

/** What Twilio is to the other rooms. */
const ADAPTERS = [
  {
    provide: TwilioChannel,
    useFactory: (accounts: Accounts, settings: Settings, clock: Clock) =>
      new TwilioChannel(accounts, {
        clock,
        media: new MediaClient(accounts.client.origin),
        sids: settings.twilio.templates,
        reportsTo: reportsBelow(settings.http.publicBaseUrl),
      }),
    inject: [Accounts, Settings, Clock],
  },
  {
    provide: TwilioTokenIssuer,
    useFactory: (accounts: Accounts, whatsapp: WhatsApp) => new TwilioTokenIssuer(accounts, whatsapp),
    inject: [Accounts, WhatsApp],
  },
  {
    provide: TwilioNumberKeeper,
    useFactory: (accounts: Accounts, tokens: Tokens, settings: Settings) =>
      new TwilioNumberKeeper(accounts, tokens, settings.http.publicBaseUrl),
    inject: [Accounts, Tokens, Settings],
  },
];

/** WhatsApp by way of Twilio: its doors are always there, numbers come from the settings and the API. */
@Module({
  imports: [WhatsAppModule, TokenModule],
  providers: [Accounts, ...ADAPTERS, Reception, WebhookService],
})
export class TwilioModule implements OnModuleInit {
  /** What the raw routes say of themselves in the API's documentation. */
  static readonly paths = twilioPaths;

  constructor(
    private readonly channels: Channels,
    private readonly issuers: TokenIssuers,
    private readonly keepers: NumberKeepers,
    private readonly module: ModuleRef,
  ) {}

  onModuleInit(): void {
    this.channels.add(this.module.get(TwilioChannel));
    this.issuers.add(this.module.get(TwilioTokenIssuer));
    this.keepers.add(this.module.get(TwilioNumberKeeper));
  }
}

function reportsBelow(publicBaseUrl: string | undefined): (reference: string) => string | undefined {
  return (reference) =>
    publicBaseUrl && `${publicBaseUrl}${STATUS_PATH}?${REFERENCE}=${encodeURIComponent(reference)}`;
}
