import { Global, Module } from '@nestjs/common';
import { AuthModule } from '../../src/auth/auth.module.js';
import { Clock, SystemClock } from '../../src/kernel/clock.js';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import { EventsModule } from '../../src/platform/events/events.module.js';
import { JobsModule } from '../../src/platform/jobs/jobs.module.js';
import { TracingModule } from '../../src/platform/tracing/tracing.module.js';
import { AlertsModule } from '../../src/platform/alerts/alerts.module.js';
import { MetricsModule } from '../../src/platform/metrics/metrics.module.js';
import { VaultModule } from '../../src/platform/vault/vault.module.js';
import { WebModule } from '../../src/platform/web/web.module.js';
import type { ContentFault, OutboundContent } from '../../src/whatsapp/whatsapp-content.contract.js';
import { WhatsAppModule } from '../../src/whatsapp/whatsapp.module.js';
import { TemplateRules } from '../../src/whatsapp/whatsapp.port.js';
import { testSettings } from '../settings.js';
import { RecordingChannel } from './whatsapp-ground.js';

export const ADMIN_API_KEY = 'a-house-key-of-at-least-32-characters';

/** Templates as a test has them: everything can be sent that is not named here. */
export class RulesAtHand extends TemplateRules {
  faults = new Map<string, ContentFault[]>();
  categories = new Map<string, string>();

  async check(_accountId: string, { name }: { name: string }) {
    return { faults: this.faults.get(name) ?? [], category: this.categories.get(name) ?? 'UTILITY' };
  }
}

export const rules = new RulesAtHand();

@Global()
@Module({
  providers: [
    { provide: Clock, useClass: SystemClock },
    { provide: TemplateRules, useValue: rules },
  ],
  exports: [Clock, TemplateRules],
})
class WorldModule {}

/** The room behind the real guards, with everything that it needs. */
export const outbound = {
  imports: [
    ConfigModule.register(testSettings({ ADMIN_API_KEY, WHATSAPP_MAX_PER_SECOND: '1000' })),
    VaultModule,
    WorldModule,
    MetricsModule,
    TracingModule,
    AlertsModule,
    JobsModule.register('all'),
    EventsModule,
    WebModule,
    AuthModule,
    WhatsAppModule,
  ],
  poolSize: 6,
};

const MOST = 40;

/** Takes texts of forty characters, as a provider of few words. */
export class TerseChannel extends RecordingChannel {
  override faultsIn(content: OutboundContent): ContentFault[] {
    if (content.kind !== 'text' || content.text.length <= MOST) return [];
    const { length } = content.text;
    return [
      {
        field: 'text',
        message: `Le texte compte ${length} caractères, ${MOST} sont permis.`,
        limit: MOST,
        length,
      },
    ];
  }
}
