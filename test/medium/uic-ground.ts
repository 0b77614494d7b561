import { Global, Logger, Module } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AuthModule } from '../../src/auth/auth.module.js';
import { Clock } from '../../src/kernel/clock.js';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import { readSettings, type Settings } from '../../src/platform/config/settings.js';
import { EventsModule } from '../../src/platform/events/events.module.js';
import { JobsModule } from '../../src/platform/jobs/jobs.module.js';
import { VaultModule } from '../../src/platform/vault/vault.module.js';
import { secureServer, serverOptions } from '../../src/platform/web/server.js';
import { WebModule } from '../../src/platform/web/web.module.js';
import { Tally } from '../../src/uic/statistics/tally.service.js';
import { type Answers, type Issued, type IssueRequest, Uic } from '../../src/uic/uic.contract.js';
import { UicModule } from '../../src/uic/uic.module.js';
import { CodeRegister, type NewCode, type Registered } from '../../src/uic/uic.port.js';
import type { GroundUnderTest } from './databases.js';

/** The room of codes with what it stands on, for the medium tests. */
export const START = Date.UTC(2026, 0, 31, 8);
export const HOUR = 3_600_000;
export const ADMIN_API_KEY = 'a-house-key-of-at-least-32-characters';
export const ANSWERS: Answers = { family: 'MBE', given: 'IBR', year: '7', town: 'DA', gender: '1' };
export const CODE = 'MBEIBR7DA1';

/** A clock that the tests move. */
export const hand = { ms: START };
class Hand extends Clock {
  now(): Date {
    return new Date(hand.ms);
  }
}

@Global()
@Module({ providers: [{ provide: Clock, useClass: Hand }], exports: [Clock] })
class ClockModule {}

export const key = (seed: number) =>
  Buffer.from(Array.from({ length: 32 }, (_, n) => (n * seed) % 251)).toString('base64');

export function settings(env: Record<string, string> = {}): Settings {
  return readSettings({ DATA_ENCRYPTION_KEY: key(7), UIC_SECRET: key(7), ADMIN_API_KEY, ...env });
}

export const wanted = {
  imports: [
    ConfigModule.register(settings({ UIC_SERVICE_NAME: 'Centre Espoir' })),
    VaultModule,
    ClockModule,
    WebModule,
    JobsModule.register('none'),
    EventsModule,
    AuthModule,
    UicModule,
  ],
  init: true,
  poolSize: 6,
};

/** To be called once in each file. */
export function quietAndOnTime(): void {
  beforeEach(() => {
    hand.ms = START;
    jest.spyOn(Logger.prototype, 'log').mockImplementation(() => undefined);
  });
  afterEach(() => jest.restoreAllMocks());
}

/** What the conversation asks for when somebody with this phone has answered. */
export const request = (holderId: string, over: Partial<Answers> = {}): IssueRequest => ({
  holderId,
  answers: { ...ANSWERS, ...over } as Answers,
  language: 'fr',
  startedAt: new Date(hand.ms - 90_000),
});

export const issuedBy = (issued: Issued | null) => {
  if (issued?.outcome !== 'issued') throw new Error(`was ${issued?.outcome}`);
  return issued;
};

/** Issues codes on this ground; counts wait in memory for longer than a test. */
export function issuingOn(ground: GroundUnderTest) {
  afterEach(() => ground.get(Tally).flush());
  return (holderId: string, over: Partial<Answers> = {}) =>
    ground.get<Uic>(Uic).issue(request(holderId, over));
}

/** Calls the API of this ground as the first administrator, or with another key. */
export function callingOn(ground: GroundUnderTest) {
  let app: NestFastifyApplication;
  beforeAll(async () => {
    app = ground.module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(serverOptions));
    secureServer(app);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  // The limits of requests outlive a test: each has an address of its own.
  let address = 0;
  beforeEach(() => (address += 1));
  return async (
    method: 'GET' | 'POST',
    url: string,
    payload?: object,
    token: string | null = ADMIN_API_KEY,
  ) => {
    const headers = token === null ? {} : { authorization: `Bearer ${token}` };
    const reply = await app.inject({ method, url, headers, payload, remoteAddress: `203.0.113.${address}` });
    return { status: reply.statusCode, text: reply.body, body: reply.json() };
  };
}

/** A register that remembers what it was told. */
export class RememberedRegister extends CodeRegister {
  decidesWithinMs = 0;
  entered: NewCode[] = [];
  told: string[] = [];
  known = new Map<string, Registered>();

  /** As at the start of a test. */
  empty(): void {
    this.decidesWithinMs = 0;
    this.entered = [];
    this.told = [];
    this.known = new Map();
  }

  enter(code: NewCode): Promise<void> {
    this.entered.push(code);
    return Promise.resolve();
  }

  supersede(olderId: string, newerId: string): Promise<void> {
    return this.tell('supersede', olderId, newerId);
  }

  join(keptId: string, otherId: string): Promise<void> {
    return this.tell('join', keptId, otherId);
  }

  part(keptId: string, otherId: string): Promise<void> {
    return this.tell('part', keptId, otherId);
  }

  forget(codeIds: readonly string[]): Promise<void> {
    return this.tell('forget', ...codeIds.toSorted());
  }

  standing(codeIds: readonly string[]): Promise<ReadonlyMap<string, Registered>> {
    return Promise.resolve(new Map([...this.known].filter(([id]) => codeIds.includes(id))));
  }

  private tell(...words: string[]): Promise<void> {
    this.told.push(words.join(' '));
    return Promise.resolve();
  }
}
