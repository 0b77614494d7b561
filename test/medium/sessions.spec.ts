import { Controller, Get, Global, Module, Post } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AuthModule } from '../../src/auth/auth.module.js';
import { Keys } from '../../src/auth/keys/keys.service.js';
import { SignIn } from '../../src/auth/sessions/sign-in.service.js';
import { Users } from '../../src/auth/users/users.service.js';
import { Clock } from '../../src/kernel/clock.js';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import { readSettings } from '../../src/platform/config/settings.js';
import { JobsModule } from '../../src/platform/jobs/jobs.module.js';
import { MetricsModule } from '../../src/platform/metrics/metrics.module.js';
import { VaultModule } from '../../src/platform/vault/vault.module.js';
import { Allow } from '../../src/platform/web/allow.js';
import { callerMay, currentActor } from '../../src/platform/web/request-context.js';
import { secureServer, serverOptions } from '../../src/platform/web/server.js';
import { WebModule } from '../../src/platform/web/web.module.js';
import { describeEachDatabase } from './databases.js';

const START = Date.UTC(2026, 10, 21, 8);
const HOUR = 3_600_000;
const HOUSE_KEY = 'a-house-key-of-at-least-32-characters';
const PASSWORD = 'le manguier derrière la maison';
const key = Buffer.from(Array.from({ length: 32 }, (_, n) => n * 7)).toString('base64');

const hand = { ms: START };
class Hand extends Clock {
  now(): Date {
    return new Date(hand.ms);
  }
}

@Global()
@Module({ providers: [{ provide: Clock, useClass: Hand }], exports: [Clock] })
class ClockModule {}

@Controller('probe')
class ProbeController {
  @Get()
  @Allow('probe:read')
  read(): string {
    return `${currentActor().kind} ${callerMay('messages:content')}`;
  }

  @Post()
  @Allow('probe:read')
  change(): string {
    return 'changed';
  }
}

describeEachDatabase('sessions of the console', (open) => {
  const ground = open({
    imports: [
      ConfigModule.register(
        readSettings({ DATA_ENCRYPTION_KEY: key, UIC_SECRET: key, ADMIN_API_KEY: HOUSE_KEY }),
      ),
      VaultModule,
      ClockModule,
      MetricsModule,
      JobsModule.register('none'),
      WebModule,
      AuthModule,
    ],
    controllers: [ProbeController],
  });
  let app: NestFastifyApplication;
  let address = 0;

  beforeAll(async () => {
    app = ground.module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(serverOptions));
    secureServer(app);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  beforeEach(() => {
    hand.ms = START;
    address += 1;
  });
  afterAll(() => app.close());

  const call = (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    payload?: object,
    headers: Record<string, string> = {},
  ) => app.inject({ method, url, payload, headers, remoteAddress: `10.9.${address % 250}.1` });

  async function signIn(payload: object): Promise<string> {
    const reply = await call('POST', '/api/session', payload);
    expect(reply.statusCode).toBe(201);
    return String(reply.headers['set-cookie']).split(';')[0] ?? '';
  }

  async function member(name: string, role: 'viewer' | 'admin' = 'viewer'): Promise<string> {
    const { id } = await ground.get(Users).create(name, role);
    await ground.get(SignIn).setPassword(id, PASSWORD);
    return id;
  }

  it('a name and its password open one, and what the role permits is told', async () => {
    const id = await member('Grâce');
    const cookie = await signIn({ name: ' Grâce ', password: PASSWORD });
    const me = await call('GET', '/api/session', undefined, { cookie });
    expect(me.json()).toMatchObject({ kind: 'user', id, name: 'Grâce', role: 'viewer' });
    expect((await call('GET', '/probe', undefined, { cookie })).body).toBe('user false');
    expect((await call('GET', '/api/keys', undefined, { cookie })).statusCode).toBe(403);
  });

  it('a key opens one too, also that of the settings', async () => {
    const { key: made } = await ground.get(Keys).create('console', 'admin');
    for (const presented of [made, HOUSE_KEY]) {
      const cookie = await signIn({ key: presented });
      expect((await call('GET', '/probe', undefined, { cookie })).body).toBe('key true');
    }
  });

  it('the token is in no answer and nowhere in the database', async () => {
    await member('Secret');
    const reply = await call('POST', '/api/session', { name: 'Secret', password: PASSWORD });
    const token = /relais_session=([\w-]+)/.exec(String(reply.headers['set-cookie']))?.[1] ?? 'none';
    expect(reply.body).not.toContain(token);
    const rows = await ground.database.manager.query<unknown[]>('SELECT * FROM auth_session');
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it.each([
    [{ name: 'Nobody', password: PASSWORD }, 401],
    [{ name: 'Wrong', password: `${PASSWORD}!` }, 401],
    [{ key: 'rk_wrong' }, 401],
    [{ name: 'Wrong' }, 400],
    [{}, 400],
  ])('%j opens nothing', async (payload, status) => {
    if ('name' in payload && payload.name === 'Wrong' && 'password' in payload) await member('Wrong');
    const reply = await call('POST', '/api/session', payload);
    expect(reply.statusCode).toBe(status);
    expect(reply.headers['set-cookie']).toBeUndefined();
  });

  it('whoever tries password after password is sent away', async () => {
    const tries = Array.from({ length: 11 }, () => ({ name: 'Nobody', password: 'not this one' }));
    const states: number[] = [];
    for (const each of tries) states.push((await call('POST', '/api/session', each)).statusCode);
    expect(states.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 401));
    expect(states[10]).toBe(429);
  });

  it('another page cannot use it, nor open one', async () => {
    const cookie = await signIn({ key: HOUSE_KEY });
    const foreign = { cookie, 'sec-fetch-site': 'cross-site' };
    expect((await call('POST', '/probe', {}, foreign)).statusCode).toBe(403);
    expect((await call('POST', '/probe', {}, { cookie, 'sec-fetch-site': 'same-origin' })).body).toBe(
      'changed',
    );
    expect((await call('POST', '/api/session', { key: HOUSE_KEY }, foreign)).statusCode).toBe(403);
  });

  it('a session ends when it is closed', async () => {
    const cookie = await signIn({ key: HOUSE_KEY });
    expect((await call('DELETE', '/api/session', undefined, { cookie })).statusCode).toBe(204);
    expect((await call('GET', '/probe', undefined, { cookie })).statusCode).toBe(401);
  });

  it('a session ends after twelve hours without use, and after a week in any case', async () => {
    const cookie = await signIn({ key: HOUSE_KEY });
    const status = async () => (await call('GET', '/probe', undefined, { cookie })).statusCode;
    for (let hours = 0; hours < 167; hours += 11) {
      hand.ms = START + hours * HOUR;
      expect(await status()).toBe(200);
    }
    hand.ms = START + 169 * HOUR;
    expect(await status()).toBe(401);
    const idle = await signIn({ key: HOUSE_KEY });
    hand.ms += 12 * HOUR + 1;
    expect((await call('GET', '/probe', undefined, { cookie: idle })).statusCode).toBe(401);
  });

  it('a session ends with the key or the user that opened it', async () => {
    const { row, key: made } = await ground.get(Keys).create('short', 'viewer');
    const byKey = await signIn({ key: made });
    await ground.get(Keys).revoke(row.id);
    expect((await call('GET', '/probe', undefined, { cookie: byKey })).statusCode).toBe(401);
    const id = await member('Leaving');
    const byPassword = await signIn({ name: 'Leaving', password: PASSWORD });
    await ground.get(Users).disable(id);
    expect((await call('GET', '/probe', undefined, { cookie: byPassword })).statusCode).toBe(401);
  });

  it('a new password ends the sessions of the old one', async () => {
    await member('Change');
    const cookie = await signIn({ name: 'Change', password: PASSWORD });
    const change = (current: string) =>
      call('PUT', '/api/session/password', { current, password: 'une autre longue phrase' }, { cookie });
    expect((await change('not mine')).statusCode).toBe(401);
    expect((await change(PASSWORD)).statusCode).toBe(204);
    expect((await call('GET', '/probe', undefined, { cookie })).statusCode).toBe(401);
    expect(await signIn({ name: 'Change', password: 'une autre longue phrase' })).toContain('relais_session');
  });
});
