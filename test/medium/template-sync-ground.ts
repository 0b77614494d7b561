import { Global, Module } from '@nestjs/common';
import { AuthModule } from '../../src/auth/auth.module.js';
import { Clock } from '../../src/kernel/clock.js';
import { AlertsModule } from '../../src/platform/alerts/alerts.module.js';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import { EventsModule } from '../../src/platform/events/events.module.js';
import { JobsModule } from '../../src/platform/jobs/jobs.module.js';
import { MetricsModule } from '../../src/platform/metrics/metrics.module.js';
import { VaultModule } from '../../src/platform/vault/vault.module.js';
import { RememberedAudit } from '../../src/platform/web/audit.fake.js';
import { AuditTrail } from '../../src/platform/web/audit.js';
import { WebModule } from '../../src/platform/web/web.module.js';
import { LinkRow } from '../../src/template-sync/mirror/link.entity.js';
import { LocalRow } from '../../src/template-sync/mirror/local.entity.js';
import { TemplateRow } from '../../src/template-sync/mirror/template.entity.js';
import { VersionRow } from '../../src/template-sync/mirror/version.entity.js';
import { RunRow } from '../../src/template-sync/runs/run.entity.js';
import { SourceRegistry } from '../../src/template-sync/sources.js';
import { TemplateSync } from '../../src/template-sync/template-sync.contract.js';
import { FakeSource, remote } from '../../src/template-sync/template-sync.fake.js';
import { TemplateSyncModule } from '../../src/template-sync/template-sync.module.js';
import { TemplateUsers } from '../../src/template-sync/template-sync.port.js';
import { testSettings } from '../settings.js';
import type { GroundUnderTest } from './databases.js';

export const START = Date.UTC(2026, 10, 21, 8);
export const ACCOUNT = 'waba-1';
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** A clock that the tests move. */
export const hand = { ms: START };
class Hand extends Clock {
  now(): Date {
    return new Date(hand.ms);
  }
}

class FewUsers extends TemplateUsers {
  async ids(who: 'administrators' | 'everybody'): Promise<string[]> {
    return who === 'administrators' ? ['user-1'] : ['user-1', 'user-2', 'user-3'];
  }
}

@Global()
@Module({
  providers: [
    { provide: Clock, useClass: Hand },
    { provide: TemplateUsers, useClass: FewUsers },
  ],
  exports: [Clock, TemplateUsers],
})
class WorldModule {}

@Global()
@Module({ providers: [{ provide: AuditTrail, useClass: RememberedAudit }], exports: [AuditTrail] })
class AuditModule {}

export const ADMIN_API_KEY = 'a-house-key-of-at-least-32-characters';

const world = [
  ConfigModule.register(testSettings({ ADMIN_API_KEY })),
  VaultModule,
  WorldModule,
  MetricsModule,
  JobsModule.register('none'),
  EventsModule,
  WebModule,
  AlertsModule,
  TemplateSyncModule,
];

export const wanted = { imports: [...world, AuditModule], init: true, poolSize: 6 };

/** The same behind the real guards. */
export const guarded = { imports: [...world, AuthModule], poolSize: 6 };

/** `count` templates named in order. */
export function templates(count: number, prefix = 'modele') {
  return Array.from({ length: count }, (_, n) =>
    remote({ name: `${prefix}_${String(n).padStart(5, '0')}`, remoteId: String(100_000 + n) }),
  );
}

/** The room over a ground, with a source of its own for each test. */
export class Room {
  source = new FakeSource();

  constructor(private readonly ground: GroundUnderTest) {
    beforeEach(() => {
      hand.ms = START;
      this.source = new FakeSource();
      const registry = ground.get(SourceRegistry);
      jest.spyOn(registry, 'of').mockImplementation(() => this.source);
      jest.spyOn(registry, 'accounts').mockImplementation(() => [...this.source.accounts]);
    });
    afterEach(() => jest.restoreAllMocks());
  }

  get door(): TemplateSync {
    return this.ground.get<TemplateSync>(TemplateSync);
  }

  rows(): Promise<TemplateRow[]> {
    return this.ground.source.manager.find(TemplateRow, { order: { name: 'ASC', language: 'ASC' } });
  }

  async row(name: string): Promise<TemplateRow> {
    return this.ground.source.manager.findOneByOrFail(TemplateRow, { name });
  }

  async named(name: string): Promise<Record<string, unknown>> {
    return { ...(await this.row(name)) };
  }

  versions(): Promise<VersionRow[]> {
    return this.ground.source.manager.find(VersionRow, { order: { templateId: 'ASC', revision: 'ASC' } });
  }

  locals(): Promise<LocalRow[]> {
    return this.ground.source.manager.find(LocalRow);
  }

  links(): Promise<LinkRow[]> {
    return this.ground.source.manager.find(LinkRow, { order: { userId: 'ASC', templateId: 'ASC' } });
  }

  runs(): Promise<RunRow[]> {
    return this.ground.source.manager.find(RunRow, { order: { id: 'ASC' } });
  }

  /** Everything that a failed run must leave as it was. */
  async tables(): Promise<string> {
    return JSON.stringify([
      await this.rows(),
      await this.versions(),
      await this.links(),
      await this.locals(),
    ]);
  }
}
