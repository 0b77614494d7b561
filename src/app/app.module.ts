import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Clock, SystemClock } from '../kernel/clock.js';
import { migrations } from '../../migrations/list.js';
import { AssistantModule } from '../assistant/assistant.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { CatalogModule } from '../catalog/catalog.module.js';
import { ConversationsModule } from '../conversations/conversations.module.js';
import { Dhis2Module } from '../dhis2/dhis2.module.js';
import { MonitoringModule } from '../monitoring/monitoring.module.js';
import { FiguresModule } from '../monitoring/figures/figures.module.js';
import { NotifyModule } from '../monitoring/notify/notify.module.js';
import { AlertsModule } from '../platform/alerts/alerts.module.js';
import { ConfigModule } from '../platform/config/config.module.js';
import type { Settings } from '../platform/config/settings.js';
import { DatabaseModule } from '../platform/database/database.module.js';
import { EventsModule } from '../platform/events/events.module.js';
import type { JobsMode } from '../platform/jobs/jobs.js';
import { JobsModule } from '../platform/jobs/jobs.module.js';
import { TracingModule } from '../platform/tracing/tracing.module.js';
import { MetricsModule } from '../platform/metrics/metrics.module.js';
import { VaultModule } from '../platform/vault/vault.module.js';
import { WebModule } from '../platform/web/web.module.js';
import { Dhis2CustomModule } from '../providers/dhis2-custom/dhis2-custom.module.js';
import { Dhis2TrackerModule } from '../providers/dhis2-tracker/dhis2-tracker.module.js';
import { InventoryModule } from '../providers/inventory/inventory.module.js';
import { MetaModule } from '../providers/meta/meta.module.js';
import { OpenAiModule } from '../providers/openai/openai.module.js';
import { TwilioModule } from '../providers/twilio/twilio.module.js';
import { TemplateSyncModule } from '../template-sync/template-sync.module.js';
import { TemplateUsers } from '../template-sync/template-sync.port.js';
import { TokenModule } from '../token/token.module.js';
import { UicModule } from '../uic/uic.module.js';
import { WhatsAppModule } from '../whatsapp/whatsapp.module.js';
import { TemplateRules } from '../whatsapp/whatsapp.port.js';
import { MirroredTemplateRules } from './template-rules.js';
import { WakingJob } from './waking.job.js';
import { StaffTemplateUsers } from './template-users.js';

@Global()
@Module({ providers: [{ provide: Clock, useClass: SystemClock }], exports: [Clock] })
class ClockModule {}

@Global()
@Module({
  providers: [{ provide: TemplateUsers, useClass: StaffTemplateUsers }],
  exports: [TemplateUsers],
})
class StaffModule {}

/** A token that works again wakes the senders of its numbers: news of one room for another of the same floor or below. */
@Module({ imports: [TokenModule, WhatsAppModule], providers: [WakingJob] })
class WakingModule {}

@Global()
@Module({
  imports: [TemplateSyncModule],
  providers: [{ provide: TemplateRules, useClass: MirroredTemplateRules }],
  exports: [TemplateRules],
})
class TemplateRulesModule {}

const MODES = { all: 'all', worker: 'all', web: 'everywhere' } as const satisfies Record<
  Settings['role'],
  JobsMode
>;

/** The list of all rooms and of the providers that serve them. */
@Module({})
export class AppModule {
  /** @param options.command for a command: no jobs run, whoever calls does the work */
  static register(settings: Settings, options: { command?: boolean } = {}): DynamicModule {
    const { url, poolSize } = settings.database;
    return {
      module: AppModule,
      imports: [
        ConfigModule.register(settings),
        ClockModule,
        VaultModule,
        MetricsModule,
        TracingModule,
        DatabaseModule.register({ url, poolSize, migrations, migrate: true }),
        JobsModule.register(options.command === true ? 'none' : MODES[settings.role]),
        EventsModule,
        WebModule,
        AlertsModule,
        AuthModule,
        StaffModule,
        TokenModule,
        TemplateSyncModule,
        TemplateRulesModule,
        WhatsAppModule,
        UicModule,
        Dhis2Module,
        CatalogModule,
        AssistantModule,
        ConversationsModule,
        MetaModule,
        TwilioModule,
        OpenAiModule,
        Dhis2CustomModule,
        Dhis2TrackerModule,
        InventoryModule,
        WakingModule,
        MonitoringModule,
        NotifyModule,
        FiguresModule,
      ],
    };
  }
}
