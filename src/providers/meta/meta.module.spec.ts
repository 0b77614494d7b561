import { Global, Logger, Module, type Type } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { createHmac } from 'node:crypto';
import { type CommerceTarget, CommerceTargets } from '../../catalog/catalog.port.js';
import { Clock, SystemClock } from '../../kernel/clock.js';
import { Secret } from '../../kernel/secret.js';
import { Alerts } from '../../platform/alerts/alerts.js';
import { Settings } from '../../platform/config/settings.js';
import { Events } from '../../platform/events/events.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { secureServer, serverOptions } from '../../platform/web/server.js';
import { WhatsApp } from '../../whatsapp/whatsapp.contract.js';
import type { Update } from '../../whatsapp/whatsapp-updates.contract.js';
import { OwnNumbersFake, ownNumber } from '../../whatsapp/whatsapp-numbers.fake.js';
import {
  type Channel,
  Channels,
  Inbox,
  type NumberKeeper,
  NumberKeepers,
  OwnNumbers,
  Senders,
} from '../../whatsapp/whatsapp.port.js';
import {
  type TemplateHint,
  TemplateHints,
  type TemplateSource,
  TemplateSources,
} from '../../template-sync/template-sync.port.js';
import { Tokens } from '../../token/token.contract.js';
import { type TokenIssuer, TokenIssuers } from '../../token/token.port.js';
import { MetaModule } from './meta.module.js';
import { FakeTokens } from '../../token/token.fake.js';
import { HintsService } from './webhook/hints.service.js';
import { WEBHOOK_PATH } from './webhook/meta.webhook.js';

class ChannelsFake extends Channels {
  readonly added: Channel[] = [];
  add(channel: Channel): void {
    this.added.push(channel);
  }
  get(): Channel {
    throw new Error('not asked for here');
  }
}

class InboxFake extends Inbox {
  readonly updates: Update[] = [];
  async accept(updates: readonly Update[]): Promise<void> {
    this.updates.push(...updates);
  }
}

class HintsFake extends TemplateHints {
  readonly taken: TemplateHint[] = [];
  async take(hint: TemplateHint): Promise<void> {
    this.taken.push(hint);
  }
}

let channels: ChannelsFake;
let inbox: InboxFake;
let tokens: FakeTokens;
let issuers: TokenIssuer[];
let sources: TemplateSource[];
let hints: HintsFake;
let own: OwnNumbersFake;
let keepers: NumberKeeper[];
let markets: CommerceTarget[];
let metrics: Metrics;
let app: NestFastifyApplication;
let warned: jest.SpyInstance;

const FULL = {
  graphBaseUrl: 'http://127.0.0.1:1',
  graphVersion: 'v25.0',
  phoneNumberId: '100000000000001',
  businessAccountId: '100000000000009',
  appId: '100000000000007',
  accessToken: new Secret('EAAtoken'),
  appSecret: new Secret('test_app_secret'),
  verifyToken: new Secret('un-mot-choisi'),
};

/** The rooms that Meta serves, as its module names them. */
const servedRooms = () => Reflect.getMetadata('imports', MetaModule) as Type[];

async function start(meta: Partial<typeof FULL>, secrets = [meta.appSecret]): Promise<void> {
  channels = new ChannelsFake();
  inbox = new InboxFake();
  hints = new HintsFake();
  tokens = new FakeTokens();
  tokens.secrets = secrets.filter((secret) => secret !== undefined);
  [issuers, sources, keepers, markets] = [[], [], [], []];
  own = new OwnNumbersFake();
  metrics = new Metrics();
  const doors = [
    { provide: Channels, useValue: channels },
    { provide: Inbox, useValue: inbox },
    { provide: WhatsApp, useValue: { queued: async (numbers: string[]) => numbers.length } },
    { provide: Tokens, useValue: tokens },
    { provide: TokenIssuers, useValue: { add: (issuer: TokenIssuer) => issuers.push(issuer) } },
    { provide: TemplateSources, useValue: { add: (source: TemplateSource) => sources.push(source) } },
    { provide: TemplateHints, useValue: hints },
    { provide: OwnNumbers, useValue: own },
    { provide: NumberKeepers, useValue: { add: (keeper: NumberKeeper) => keepers.push(keeper) } },
    { provide: CommerceTargets, useValue: { add: (target: CommerceTarget) => markets.push(target) } },
    { provide: Senders, useValue: {} },
  ];
  @Module({ providers: doors, exports: doors })
  class Room {}
  @Global()
  @Module({
    providers: [
      { provide: Settings, useValue: { meta, http: {}, whatsapp: { maxPerSecond: 80 } } },
      { provide: Jobs, useValue: {} },
      { provide: Events, useValue: { on: () => undefined } },
      { provide: Metrics, useValue: metrics },
      { provide: Alerts, useValue: { raise: async () => undefined, clear: async () => undefined } },
      { provide: Clock, useClass: SystemClock },
    ],
    exports: [Settings, Metrics, Alerts, Clock, Jobs, Events],
  })
  class Ground {}
  const building = Test.createTestingModule({ imports: [Ground, MetaModule] });
  for (const room of servedRooms()) building.overrideModule(room).useModule(Room);
  const built = await building.compile();
  app = built.createNestApplication<NestFastifyApplication>(new FastifyAdapter(serverOptions));
  secureServer(app);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
}

beforeEach(() => {
  warned = jest.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined);
});
afterEach(async () => {
  await app.close();
  warned.mockRestore();
});

const envelope = (change: object) =>
  JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: '100000000000009', changes: [change] }],
  });

const BODY = envelope({ field: 'telepathy', value: {} });

const deliver = (body = BODY, secret = 'test_app_secret') =>
  app.inject({
    method: 'POST',
    url: WEBHOOK_PATH,
    payload: body,
    headers: {
      'content-type': 'application/json',
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    },
  });

describe('Meta in the house', () => {
  it('opens its channel and its door', async () => {
    await start(FULL);
    expect(channels.added.map(({ name, numbers }) => [name, numbers])).toEqual([
      ['meta', ['100000000000001']],
    ]);
    expect((await deliver()).statusCode).toBe(200);
    expect(inbox.updates).toHaveLength(1);
    expect(await metrics.registry.metrics()).toContain('relais_meta_webhooks_total{outcome="kept"} 1');
    expect(warned).not.toHaveBeenCalled();
  });

  it('answers the handshake beside the house’s own routes', async () => {
    await start(FULL);
    const url = `${WEBHOOK_PATH}?hub.mode=subscribe&hub.challenge=7&hub.verify_token=un-mot-choisi`;
    expect((await app.inject(url)).body).toBe('7');
    expect((await app.inject('/nowhere')).statusCode).toBe(404);
  });

  it('gives out tokens and has templates for its account', async () => {
    await start(FULL);
    const [issuer] = issuers;
    expect(issuer?.accounts).toEqual([
      { id: '100000000000009', token: FULL.accessToken, appSecret: FULL.appSecret },
    ]);
    expect(await issuer?.queued('100000000000009')).toBe(1);
    expect(sources.map(({ accounts }) => accounts)).toEqual([['100000000000009']]);
  });

  it('has no templates where only the number is known', async () => {
    await start({ ...FULL, businessAccountId: undefined });
    expect(issuers.map(({ accounts }) => accounts[0]?.id)).toEqual(['100000000000001']);
    expect(sources.map(({ accounts }) => accounts)).toEqual([[]]);
  });

  it('sends nothing without a number, and says so', async () => {
    await start({ ...FULL, phoneNumberId: undefined });
    expect([channels.added[0]?.numbers, issuers[0]?.accounts, sources[0]?.accounts]).toEqual([[], [], []]);
    expect(warned).toHaveBeenCalledWith(expect.stringContaining('WHATSAPP_PHONE_NUMBER_ID'));
    expect((await deliver()).statusCode).toBe(200);
  });

  it('serves an account that is added while it runs, until it is removed', async () => {
    await start(FULL);
    const added = { id: '300000000000001', channel: 'meta', accountId: '300000000000009', catalogId: '7' };
    expect(markets.map((target) => target.catalogs())).toEqual([[]]);
    own.add({ id: '300000000000009', channel: 'meta', label: 'B', numbers: [ownNumber(added)] });
    expect(channels.added[0]?.numbers).toEqual(['100000000000001', '300000000000001']);
    expect(issuers[0]?.accounts.map(({ id }) => id)).toEqual(['100000000000009', '300000000000009']);
    expect(sources[0]?.accounts).toEqual(['100000000000009', '300000000000009']);
    expect(markets[0]?.catalogs()).toEqual(['7']);
    own.remove('300000000000009');
    expect(channels.added[0]?.numbers).toEqual(['100000000000001']);
    expect(issuers[0]?.accounts).toHaveLength(1);
    expect(keepers.map(({ channel }) => channel)).toEqual(['meta']);
  });

  it('takes nothing without a secret, and says so once', async () => {
    await start({ ...FULL, appSecret: undefined });
    expect((await deliver()).statusCode).toBe(401);
    expect((await deliver()).statusCode).toBe(401);
    expect(warned).toHaveBeenCalledTimes(1);
    expect(warned).toHaveBeenCalledWith(expect.stringContaining('WHATSAPP_APP_SECRET'));
    expect(inbox.updates).toEqual([]);
  });

  it('takes what is signed with a secret that was replaced while it runs', async () => {
    await start(FULL);
    expect((await deliver(BODY, 'another')).statusCode).toBe(401);
    tokens.secrets = [new Secret('another'), new Secret('test_app_secret')];
    expect((await deliver(BODY, 'another')).statusCode).toBe(200);
    expect((await deliver(BODY, 'test_app_secret')).statusCode).toBe(200);
  });

  it('passes on what it hears about templates', async () => {
    await start(FULL);
    const value = {
      event: 'APPROVED',
      message_template_id: 1,
      message_template_name: 'a',
      message_template_language: 'fr',
    };
    await deliver(envelope({ field: 'message_template_status_update', value }));
    await app.get(HintsService).settled();
    expect(hints.taken).toMatchObject([{ accountId: '100000000000009', news: { status: 'APPROVED' } }]);
  });

  it('documents every route that it opens, with examples and errors', async () => {
    await start(FULL);
    const documented = MetaModule.paths[WEBHOOK_PATH];
    expect(Object.keys(documented ?? {})).toEqual(['get', 'post']);
    expect(Object.keys(documented?.post?.responses ?? {})).toEqual(['200', '400', '401', '413', '503']);
    expect(Object.keys(documented?.get?.responses ?? {})).toEqual(['200', '403']);
    expect(JSON.stringify(documented)).not.toContain('undefined');
  });
});
