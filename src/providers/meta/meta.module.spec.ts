import { Global, Logger, Module, type Type } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { createHmac } from 'node:crypto';
import { Clock, SystemClock } from '../../kernel/clock.js';
import { Secret } from '../../kernel/secret.js';
import { Settings } from '../../platform/config/settings.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { secureServer, serverOptions } from '../../platform/web/server.js';
import type { Update } from '../../whatsapp/whatsapp.contract.js';
import { type Channel, Channels, Inbox } from '../../whatsapp/whatsapp.port.js';
import { MetaModule } from './meta.module.js';
import { WEBHOOK_PATH } from './meta.webhook.js';

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

let channels: ChannelsFake;
let inbox: InboxFake;
let metrics: Metrics;
let app: NestFastifyApplication;
let warned: jest.SpyInstance;

const FULL = {
  graphBaseUrl: 'http://127.0.0.1:1',
  graphVersion: 'v25.0',
  phoneNumberId: '100000000000001',
  accessToken: new Secret('EAAtoken'),
  appSecret: new Secret('test_app_secret'),
  verifyToken: new Secret('un-mot-choisi'),
};

/** The room that Meta serves, as its module names it. */
function servedRoom(): Type {
  const [room] = Reflect.getMetadata('imports', MetaModule) as Type[];
  if (!room) throw new Error('Meta serves no room');
  return room;
}

async function start(meta: Partial<typeof FULL>): Promise<void> {
  channels = new ChannelsFake();
  inbox = new InboxFake();
  metrics = new Metrics();
  @Module({
    providers: [
      { provide: Channels, useValue: channels },
      { provide: Inbox, useValue: inbox },
    ],
    exports: [Channels, Inbox],
  })
  class Room {}
  @Global()
  @Module({
    providers: [
      { provide: Settings, useValue: { meta } },
      { provide: Metrics, useValue: metrics },
      { provide: Clock, useClass: SystemClock },
    ],
    exports: [Settings, Metrics, Clock],
  })
  class Ground {}
  const built = await Test.createTestingModule({ imports: [Ground, MetaModule] })
    .overrideModule(servedRoom())
    .useModule(Room)
    .compile();
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

const BODY = JSON.stringify({
  object: 'whatsapp_business_account',
  entry: [{ id: '1', changes: [{ field: 'telepathy', value: {} }] }],
});

const deliver = () =>
  app.inject({
    method: 'POST',
    url: WEBHOOK_PATH,
    payload: BODY,
    headers: {
      'content-type': 'application/json',
      'x-hub-signature-256': `sha256=${createHmac('sha256', 'test_app_secret').update(BODY).digest('hex')}`,
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

  it('sends nothing without a token, and says so', async () => {
    await start({ ...FULL, accessToken: undefined });
    expect(channels.added).toEqual([]);
    expect(warned).toHaveBeenCalledWith(expect.stringContaining('WHATSAPP_ACCESS_TOKEN'));
    expect((await deliver()).statusCode).toBe(200);
  });

  it('takes nothing without a secret, and says so once', async () => {
    await start({ ...FULL, appSecret: undefined });
    expect((await deliver()).statusCode).toBe(401);
    expect((await deliver()).statusCode).toBe(401);
    expect(warned).toHaveBeenCalledTimes(1);
    expect(warned).toHaveBeenCalledWith(expect.stringContaining('WHATSAPP_APP_SECRET'));
    expect(inbox.updates).toEqual([]);
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
