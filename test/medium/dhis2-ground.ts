import { Global, Module, type Provider, type ValueProvider } from '@nestjs/common';
import { Clock } from '../../src/kernel/clock.js';
import { Alerts, type LastingProblem, type Problem } from '../../src/platform/alerts/alerts.js';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import type { Settings } from '../../src/platform/config/settings.js';
import { type Job, Jobs } from '../../src/platform/jobs/jobs.js';
import { type ShardGroup, Shards } from '../../src/platform/jobs/shards.js';
import { MetricsModule } from '../../src/platform/metrics/metrics.module.js';
import { VaultModule } from '../../src/platform/vault/vault.module.js';
import { AuditTrail } from '../../src/platform/web/audit.js';
import { RememberedAudit } from '../../src/platform/web/audit.fake.js';
import { AuthModule } from '../../src/auth/auth.module.js';
import { WebModule } from '../../src/platform/web/web.module.js';
import { Dhis2Controller } from '../../src/dhis2/dhis2.controller.js';
import { CircuitRow } from '../../src/dhis2/delivery/circuit.entity.js';
import { Pump } from '../../src/dhis2/delivery/pump.js';
import { Dhis2Module } from '../../src/dhis2/dhis2.module.js';
import { FakeGateway } from '../../src/dhis2/gateway.fake.js';
import { GatewayRegistry } from '../../src/dhis2/gateway-registry.js';
import { RegisterService } from '../../src/dhis2/register.service.js';
import { AttemptRow } from '../../src/dhis2/registrations/attempt.entity.js';
import { RegistrationRow } from '../../src/dhis2/registrations/registration.entity.js';
import { Uic } from '../../src/uic/uic.contract.js';
import { CodeRegisters, type NewCode } from '../../src/uic/uic.port.js';
import { testSettings } from '../settings.js';
import type { GroundUnderTest } from './databases.js';

export const START = Date.UTC(2026, 10, 21, 8);
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** What the room needs of others, under the test's hand. */
export class World {
  ms = START;
  readonly jobs = new Map<string, Job>();
  readonly woken: string[] = [];
  readonly settled: [string, string | null][] = [];
  readonly noted: [string, string][] = [];
  readonly audit = new RememberedAudit();
  readonly alerts = new OpenAlerts(() => new Date(this.ms));
  group: ShardGroup | undefined;
  holds = true;

  reset(): void {
    this.ms = START;
    this.holds = true;
    for (const list of [this.woken, this.settled, this.noted, this.audit.entries, this.alerts.raised])
      list.length = 0;
    this.alerts.problems.clear();
  }

  /** The room as it is wired, over these settings. */
  wanted(env: Record<string, string> = {}, { web = false } = {}) {
    const settings: Settings = testSettings({
      DHIS2_MODE: 'tracker',
      DHIS2_BASE_URL: 'http://127.0.0.1:1',
      DHIS2_API_TOKEN: 'token',
      DHIS2_CONFIG_FILE: 'none.yaml',
      DHIS2_TIMEOUT_MS: '500',
      ...env,
    });
    return {
      entities: [RegistrationRow, AttemptRow, CircuitRow],
      imports: [
        ConfigModule.register(settings),
        VaultModule,
        MetricsModule,
        this.module(web ? [] : [{ provide: AuditTrail, useValue: this.audit }]),
        ...(web ? [WebModule, AuthModule] : []),
      ],
      controllers: web ? [Dhis2Controller] : [],
      providers: [
        ...(Reflect.getMetadata('providers', Dhis2Module) as Provider[]),
        {
          provide: 'a gateway',
          inject: [GatewayRegistry],
          useFactory: (gateways: GatewayRegistry) => gateways.add(new FakeGateway()),
        },
      ],
      poolSize: 6,
      init: !web,
    };
  }

  private module(more: readonly ValueProvider[]): new () => object {
    const provided = [
      ...more,
      { provide: Clock, useValue: { now: () => new Date(this.ms) } },
      { provide: Alerts, useValue: this.alerts },
      {
        provide: Jobs,
        useValue: {
          define: (job: Job) => void this.jobs.set(job.name, job),
          wake: (name: string) => void this.woken.push(name),
        },
      },
      {
        provide: Shards,
        useValue: {
          join: (group: ShardGroup) => {
            this.group = group;
          },
          held: () => new Set(this.holds ? [0] : []),
        },
      },
      {
        provide: Uic,
        useValue: {
          questions: ['family', 'given', 'year', 'town', 'gender'].map((key) => ({ key })),
          settle: async (codeId: string, characters: string | null) =>
            void this.settled.push([codeId, characters]),
          noteRemote: async (codeId: string, characters: string) =>
            void this.noted.push([codeId, characters]),
        },
      },
      { provide: CodeRegisters, useValue: { use: () => undefined } },
    ];
    @Global()
    @Module({ providers: provided, exports: provided.map(({ provide }) => provide) })
    class WorldModule {}
    return WorldModule;
  }
}

class OpenAlerts extends Alerts {
  readonly problems = new Map<string, LastingProblem>();
  readonly raised: string[] = [];

  constructor(private readonly now: () => Date) {
    super();
  }

  async raise(problem: Problem): Promise<void> {
    const before = this.problems.get(problem.key);
    if (before === undefined) this.raised.push(problem.key);
    const times = { since: before?.since ?? this.now(), lastAt: this.now(), endedAt: null };
    this.problems.set(problem.key, {
      ...problem,
      ...times,
      id: problem.key,
      count: (before?.count ?? 0) + 1,
    });
  }

  async clear(key: string): Promise<void> {
    this.problems.delete(key);
  }

  note(): void {}

  async open(): Promise<LastingProblem[]> {
    return [...this.problems.values()];
  }

  async find(id: string): Promise<LastingProblem | null> {
    return this.problems.get(id) ?? null;
  }
}

/** The verbs of these tests. */
export class Desk {
  gateway = new FakeGateway();

  constructor(
    readonly world: World,
    readonly ground: GroundUnderTest,
  ) {}

  /** Before each test: a new register, and an instance that has just taken the work. */
  async begin(): Promise<void> {
    this.world.reset();
    this.gateway = new FakeGateway();
    this.ground.get(GatewayRegistry).add(this.gateway);
    await this.ground.get(Pump).gained();
  }

  get register(): RegisterService {
    return this.ground.get(RegisterService);
  }

  code(codeId: string, over: Partial<NewCode> = {}): NewCode {
    return {
      codeId,
      code: `MBEIBR7D${codeId.toUpperCase().slice(0, 2)}`,
      scheme: 'lllfffyccg-v1',
      answers: { family: 'MBE', given: 'IBR', year: '7', town: 'DA', gender: '1' },
      issuedAt: new Date(this.world.ms),
      possibleDuplicate: false,
      ...over,
    };
  }

  async enter(...codes: (string | NewCode)[]): Promise<void> {
    for (const code of codes) {
      const whole = typeof code === 'string' ? this.code(code) : code;
      await this.ground.database.transaction(() => this.register.enter(whole));
    }
  }

  /** One round of a job. */
  async run(name: string, signal = new AbortController().signal): Promise<void> {
    await this.world.jobs.get(name)?.run(signal);
  }

  async deliver(): Promise<void> {
    await this.run('dhis2.deliver');
    await this.run('dhis2.tend');
  }

  async after(ms: number): Promise<void> {
    this.world.ms += ms;
    await this.deliver();
  }

  async row(codeId: string): Promise<RegistrationRow | null> {
    return this.ground.source.manager.findOneBy(RegistrationRow, { codeId });
  }

  async attempts(codeId: string): Promise<AttemptRow[]> {
    const registrationId = (await this.row(codeId))?.id ?? '';
    return this.ground.source.manager.find(AttemptRow, {
      where: { registrationId },
      order: { ordinal: 'ASC' },
    });
  }

  get openAlerts(): string[] {
    return [...this.world.alerts.problems.keys()];
  }
}
