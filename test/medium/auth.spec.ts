import { Controller, Get, Global, Logger, Module } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { TestingModule } from '@nestjs/testing';
import { AuditHeadRow } from '../../src/auth/audit/audit-head.entity.js';
import { AuditLineRow } from '../../src/auth/audit/audit-line.entity.js';
import { Auth } from '../../src/auth/auth.contract.js';
import { AuthModule } from '../../src/auth/auth.module.js';
import { KeyRow } from '../../src/auth/keys/key.entity.js';
import { Clock } from '../../src/kernel/clock.js';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import { readSettings, type Settings } from '../../src/platform/config/settings.js';
import { Database } from '../../src/platform/database/database.js';
import { schemaDrift } from '../../src/platform/database/migrate.js';
import { JobsModule } from '../../src/platform/jobs/jobs.module.js';
import { MetricsModule } from '../../src/platform/metrics/metrics.module.js';
import { VaultModule } from '../../src/platform/vault/vault.module.js';
import { Allow, Open } from '../../src/platform/web/allow.js';
import { AuditTrail } from '../../src/platform/web/audit.js';
import { currentActor, runAs } from '../../src/platform/web/request-context.js';
import { secureServer, serverOptions } from '../../src/platform/web/server.js';
import { WebModule } from '../../src/platform/web/web.module.js';
import { describeEachDatabase, type GroundUnderTest } from './databases.js';

const START = Date.UTC(2026, 0, 31, 8);
const ADMIN_API_KEY = 'a-house-key-of-at-least-32-characters';

/** A clock that the tests move. */
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
  @Get('read')
  @Allow('probe:read')
  read(): string {
    return currentActor().id;
  }

  @Get('replay')
  @Allow('probe:replay')
  replay(): string {
    return 'replayed';
  }

  @Get('local')
  @Allow('probe:read', { loopback: true })
  local(): string {
    return 'local';
  }

  @Get('open')
  @Open('test')
  open(): string {
    return currentActor().kind;
  }

  @Get('forgotten')
  forgotten(): string {
    return 'never';
  }
}

function settings(adminApiKey?: string): Settings {
  const key = Buffer.from(Array.from({ length: 32 }, (_, n) => n * 7)).toString('base64');
  return readSettings({
    DATA_ENCRYPTION_KEY: key,
    UIC_SECRET: key,
    ...(adminApiKey === undefined ? {} : { ADMIN_API_KEY: adminApiKey }),
  });
}

const wanted = (adminApiKey?: string) => ({
  imports: [
    ConfigModule.register(settings(adminApiKey)),
    VaultModule,
    ClockModule,
    MetricsModule,
    JobsModule.register('none'),
    WebModule,
    AuthModule,
  ],
  controllers: [ProbeController],
});

async function serve(module: TestingModule): Promise<NestFastifyApplication> {
  const app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(serverOptions));
  secureServer(app);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

class Caller {
  constructor(
    private readonly app: NestFastifyApplication,
    private readonly key?: string,
    private readonly address = '203.0.113.1',
  ) {}

  as(key: string | undefined, address = this.address): Caller {
    return new Caller(this.app, key, address);
  }

  async call(method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object, headers = {}) {
    const authorization = this.key === undefined ? {} : { authorization: `Bearer ${this.key}` };
    const all = { ...authorization, ...headers };
    const reply = await this.app.inject({ method, url, headers: all, payload, remoteAddress: this.address });
    return { status: reply.statusCode, headers: reply.headers, body: reply.body, json: () => reply.json() };
  }

  async status(url: string): Promise<number> {
    return (await this.call('GET', url)).status;
  }

  /** Makes a key of a role; this caller has to be an administrator. */
  async make(role: string): Promise<{ id: string; key: string }> {
    return (await this.call('POST', '/api/keys', { name: `Clé ${role}`, role })).json();
  }
}

beforeEach(() => {
  hand.ms = START;
  jest.spyOn(Logger.prototype, 'log').mockImplementation(() => undefined);
});
afterEach(() => jest.restoreAllMocks());

describeEachDatabase('the API’s keys', (open) => {
  const ground = open({ ...wanted(ADMIN_API_KEY), poolSize: 6 });
  let house: Caller;
  let elsewhere: Caller;

  beforeAll(async () => {
    house = new Caller(await serve(ground.module), ADMIN_API_KEY);
    elsewhere = new Caller(await serve(await ground.another()), ADMIN_API_KEY);
  });
  // Windows and caches outlive a test; each begins an hour after the one before, from an address of its own.
  let test = 0;
  beforeEach(() => {
    test += 1;
    hand.ms = START + test * 3_600_000;
    house = house.as(ADMIN_API_KEY, `203.0.113.${test}`);
  });

  it('has tables that fit the entities', async () => {
    expect(await schemaDrift(ground.source)).toEqual([]);
  });

  it('opens with the house’s key', async () => {
    expect((await house.call('GET', '/probe/read')).body).toBe('ADMIN_API_KEY');
    expect(await house.status('/api/keys')).toBe(200);
  });

  it.each([undefined, 'rk_wrong', `rk_${'a'.repeat(43)}`, `${ADMIN_API_KEY}x`, ADMIN_API_KEY.slice(1)])(
    'answers 401 to the key %j',
    async (key) => {
      const reply = await house.as(key).call('GET', '/probe/read');
      expect(reply.status).toBe(401);
      expect(reply.headers['www-authenticate']).toContain('Bearer');
      expect(reply.json()).toMatchObject({ code: 'auth.unauthenticated', status: 401 });
    },
  );

  it('shows a new key once and keeps only its hash', async () => {
    const { id, key } = await house.make('viewer');
    expect(key).toMatch(/^rk_[\w-]{43}$/);
    expect((await house.as(key).call('GET', '/probe/read')).body).toBe(id);
    const listed = await house.call('GET', '/api/keys');
    expect(listed.body).not.toContain(key);
    expect(listed.body).not.toMatch(/hash/i);
    const [row] = await ground.source.manager.findBy(KeyRow, { id });
    expect(JSON.stringify(row)).not.toContain(key);
    expect(row).toMatchObject({ role: 'viewer', createdBy: 'ADMIN_API_KEY', revokedAt: null });
  });

  it('lends a key for as long as the work lasts, also where the work fails', async () => {
    const lent: string[] = [];
    const work = async (key: string) => {
      lent.push(key);
      expect(await house.as(key).status('/api/keys')).toBe(200);
      if (lent.length > 1) throw new Error('half done');
      return 'done';
    };
    expect(await ground.get(Auth).lend('Une commande', work)).toBe('done');
    await expect(ground.get(Auth).lend('Une commande', work)).rejects.toThrow('half done');
    for (const key of lent) expect(await house.as(key).status('/api/keys')).toBe(401);
  });

  it('answers 403 where the role does not reach', async () => {
    const viewer = house.as((await house.make('viewer')).key);
    expect(await viewer.status('/probe/read')).toBe(200);
    const refused = await viewer.call('GET', '/probe/replay');
    expect(refused.status).toBe(403);
    expect(refused.json()).toMatchObject({ code: 'auth.forbidden' });
    expect(await viewer.status('/api/keys')).toBe(403);
    expect(await viewer.status('/api/audit')).toBe(403);
    const operator = house.as((await house.make('operator')).key);
    expect(await operator.status('/probe/replay')).toBe(200);
    expect((await operator.call('POST', '/api/keys', { name: 'Clé', role: 'admin' })).status).toBe(403);
  });

  it('closes a handler that nobody decided about, and says so in the log', async () => {
    const shouted = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    expect(await house.status('/probe/forgotten')).toBe(403);
    expect(shouted.mock.calls.flat().join()).toContain('forgotten of ProbeController');
  });

  it('lets anybody through an open door, as nobody', async () => {
    const reply = await house.as(undefined).call('GET', '/probe/open');
    expect([reply.status, reply.body]).toEqual([200, 'system']);
  });

  it('asks programs on this machine for no key where that is said, unless a proxy passes them on', async () => {
    const local = house.as(undefined, '127.0.0.1');
    expect(await local.status('/probe/local')).toBe(200);
    expect(await local.status('/probe/read')).toBe(401);
    const passedOn = { 'x-forwarded-for': '127.0.0.1' };
    expect((await local.call('GET', '/probe/local', undefined, passedOn)).status).toBe(401);
    const claiming = await house.as(undefined).call('GET', '/probe/local', undefined, passedOn);
    expect(claiming.status).toBe(401);
  });

  it('refuses a bad new key, field by field', async () => {
    const reply = await house.call('POST', '/api/keys', { name: 'x', role: 'root', secret: 'mine' });
    expect(reply.status).toBe(400);
    const fields = reply.json().errors.map(({ field }: { field: string }) => field);
    expect(fields.toSorted()).toEqual(['name', 'role', 'secret']);
  });

  it('stops opening at once where it is revoked, and within seconds elsewhere', async () => {
    const { id, key } = await house.make('viewer');
    expect(await house.as(key).status('/probe/read')).toBe(200);
    expect(await elsewhere.as(key).status('/probe/read')).toBe(200);
    expect((await house.call('DELETE', `/api/keys/${id}`)).status).toBe(204);
    expect(await house.as(key).status('/probe/read')).toBe(401);
    hand.ms += 5_000;
    expect(await elsewhere.as(key).status('/probe/read')).toBe(401);
  });

  it('revokes once, whatever is asked again', async () => {
    const { id } = await house.make('viewer');
    await house.call('DELETE', `/api/keys/${id}`);
    const at = (await ground.source.manager.findOneByOrFail(KeyRow, { id })).revokedAt;
    hand.ms += 60_000;
    expect((await house.call('DELETE', `/api/keys/${id}`)).status).toBe(204);
    expect((await ground.source.manager.findOneByOrFail(KeyRow, { id })).revokedAt).toEqual(at);
    expect(await ground.source.manager.countBy(AuditLineRow, { action: 'auth.key-revoked' })).toBe(1);
  });

  it('knows no key that was never made', async () => {
    const unknown = await house.call('DELETE', '/api/keys/0198c1a2-7d3e-7abc-9f00-1c2d3e4f5a6b');
    expect([unknown.status, unknown.json().code]).toEqual([404, 'auth.key-unknown']);
    expect((await house.call('DELETE', '/api/keys/none')).status).toBe(400);
  });

  it('notes the last use, at most once a minute', async () => {
    const { id, key } = await house.make('viewer');
    const lastUse = async (): Promise<number> => {
      const row = await ground.source.manager.findOneByOrFail(KeyRow, { id });
      return (row.lastUsedAt?.getTime() ?? 0) - START - test * 3_600_000;
    };
    const use = async (after: number): Promise<void> => {
      hand.ms = START + test * 3_600_000 + after;
      await house.as(key).status('/probe/read');
    };
    await use(1_000);
    await until(async () => (await lastUse()) === 1_000);
    await use(60_999);
    await use(61_000);
    await until(async () => (await lastUse()) === 61_000);
    // On another instance too: it reads what this one wrote.
    await elsewhere.as(key).status('/probe/read');
    expect(await lastUse()).toBe(61_000);
  });

  it('lists keys page by page, the newest first', async () => {
    for (const role of ['viewer', 'agent', 'operator']) {
      await house.make(role);
    }
    const first = (await house.call('GET', '/api/keys?limit=2')).json();
    expect(first.items.map(({ role }: KeyRow) => role)).toEqual(['operator', 'agent']);
    const second = (await house.call('GET', `/api/keys/?limit=2&cursor=${first.nextCursor}`)).json();
    expect(second.items.map(({ role }: KeyRow) => role)).toEqual(['viewer']);
    expect(second.nextCursor).toBeNull();
  });

  it('sends a guesser away after ten wrong keys, and nobody else', async () => {
    const { key } = await house.make('viewer');
    const known = house.as(key);
    await known.status('/probe/read');
    for (let guess = 0; guess < 10; guess++)
      expect(await house.as(`rk_${String(guess).padStart(43, '0')}`).status('/probe/read')).toBe(401);
    const limited = await house.as(`rk_${'z'.repeat(43)}`).call('GET', '/probe/read');
    expect(limited.status).toBe(429);
    expect(limited.headers['retry-after']).toBe('60');
    expect(limited.json().code).toBe('request.limited');
    expect(await house.status('/probe/read')).toBe(200);
    expect(await known.status('/probe/read')).toBe(200);
    expect(await house.as(`rk_${'z'.repeat(43)}`, '198.51.100.1').status('/probe/read')).toBe(401);
    hand.ms += 60_000;
    expect(await house.as(`rk_${'z'.repeat(43)}`).status('/probe/read')).toBe(401);
  });

  it('limits each key to 600 requests a minute, and no open route', async () => {
    const key = house.as((await house.make('viewer')).key);
    for (let request = 0; request < 600; request++) await key.status('/probe/read');
    const limited = await key.call('GET', '/probe/read');
    expect([limited.status, limited.headers['retry-after']]).toEqual([429, '60']);
    expect(await key.status('/probe/open')).toBe(200);
    expect(await house.as((await house.make('viewer')).key).status('/probe/read')).toBe(200);
  });

  it('admits readers of the documentation, by Basic too', async () => {
    const auth = ground.get(Auth);
    const { key } = await house.make('viewer');
    const basic = `Basic ${Buffer.from(`moi:${key}`).toString('base64')}`;
    expect(await auth.admits(basic, '203.0.113.200', 'probe:read')).toBe(true);
    expect(await auth.admits(`Bearer ${key}`, '203.0.113.200', 'probe:read')).toBe(true);
    expect(await auth.admits(`Bearer ${key}`, '203.0.113.200', 'auth:manage')).toBe(false);
    expect(await auth.admits(undefined, '203.0.113.200', 'probe:read')).toBe(false);
  });
});

describeEachDatabase('the first key', (open) => {
  describe('where the house has no key', () => {
    const ground = open({ ...wanted(), poolSize: 6 });

    it('is made once, by one of the instances that start together', async () => {
      const other = await another(ground);
      const made = await Promise.all(
        [ground.module, other, ground.module, other].map((module) =>
          module.get(Auth, { strict: false }).firstKey(),
        ),
      );
      const keys = made.filter((key) => key !== null);
      expect(keys).toHaveLength(1);
      expect(await ground.get(Auth).admits(`Bearer ${keys[0]}`, '203.0.113.1', 'auth:manage')).toBe(true);
      expect(await ground.get(Auth).firstKey()).toBeNull();
      expect(await ground.source.manager.count(AuditLineRow)).toBe(1);
    });

    it('cannot be the last one revoked, not even by two administrators at once', async () => {
      const app = await serve(await ground.another());
      const one = new Caller(app, (await ground.get(Auth).firstKey()) ?? '');
      const first = await ground.source.manager.findOneByOrFail(KeyRow, { createdBy: 'relais' });
      const second = await one.make('admin');
      const other = one.as(second.key);
      // Known already: otherwise the slower of the two could be nobody by the time it is asked who it is.
      await other.status('/api/keys');
      const replies = await Promise.all([
        one.call('DELETE', `/api/keys/${second.id}`),
        other.call('DELETE', `/api/keys/${first.id}`),
      ]);
      expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([204, 409]));
      expect(await ground.source.manager.countBy(AuditLineRow, { action: 'auth.key-revoked' })).toBe(1);
      await app.close();
    });
  });

  describe('where the house has a key', () => {
    const ground = open(wanted(ADMIN_API_KEY));

    it('is not made', async () => {
      expect(await ground.get(Auth).firstKey()).toBeNull();
      expect(await ground.source.manager.count(KeyRow)).toBe(0);
    });
  });
});

describeEachDatabase('the audit trail', (open) => {
  const ground = open({ ...wanted(ADMIN_API_KEY), poolSize: 6 });
  const audit = (): AuditTrail => ground.get(AuditTrail);
  let house: Caller;

  beforeAll(async () => {
    house = new Caller(await serve(ground.module), ADMIN_API_KEY);
  });

  const inspect = async () => (await house.call('GET', '/api/audit/inspection')).json();
  const tellTen = () =>
    Promise.all(Array.from({ length: 10 }, (_, n) => audit().record({ action: 'test.told', detail: { n } })));

  it('says who did what to what, when, in which request', async () => {
    await house.call(
      'POST',
      '/api/keys',
      { name: 'Clé', role: 'viewer' },
      { 'x-request-id': 'request-0001' },
    );
    const { items } = (await house.call('GET', '/api/audit?action=auth.key-created')).json();
    expect(items).toEqual([
      {
        seq: 1,
        at: new Date(START).toISOString(),
        actorKind: 'key',
        actor: 'ADMIN_API_KEY',
        action: 'auth.key-created',
        subject: expect.stringMatching(/^key:[0-9a-f-]{36}$/),
        detail: { role: 'viewer' },
        outcome: 'done',
        requestId: 'request-0001',
      },
    ]);
  });

  it('knows commands and the house itself', async () => {
    await runAs({ kind: 'command', id: 'uic:erase' }, () =>
      audit().record({ action: 'test.erased', outcome: 'failed' }),
    );
    await audit().record({ action: 'test.told', subject: 'thing:1' });
    const { items } = (await house.call('GET', '/api/audit')).json();
    expect(items).toMatchObject([
      { seq: 2, actorKind: 'system', actor: 'relais', subject: 'thing:1', detail: null, requestId: null },
      { seq: 1, actorKind: 'command', actor: 'uic:erase', outcome: 'failed' },
    ]);
  });

  it('is part of the transaction that it belongs to', async () => {
    const undone = ground.get(Database).transaction(async () => {
      await audit().record({ action: 'test.undone' });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await audit().record({ action: 'test.done' });
    const { items } = (await house.call('GET', '/api/audit')).json();
    expect(items).toMatchObject([{ seq: 1, action: 'test.done' }]);
    expect(await inspect()).toEqual({ intact: true, lines: 1, brokenAt: null });
  });

  it('stays one chain when many write at once, on several instances', async () => {
    const other = (await another(ground)).get(AuditTrail, { strict: false });
    await Promise.all([
      tellTen(),
      ...Array.from({ length: 10 }, () => other.record({ action: 'test.told' })),
    ]);
    expect(await inspect()).toEqual({ intact: true, lines: 20, brokenAt: null });
  });

  it('is intact while it is empty', async () => {
    expect(await inspect()).toEqual({ intact: true, lines: 0, brokenAt: null });
  });

  it.each<[string, (ground: GroundUnderTest) => Promise<unknown>, number]>([
    ['a line taken out', ({ source }) => source.manager.delete(AuditLineRow, { seq: 4 }), 4],
    ['the first line taken out', ({ source }) => source.manager.delete(AuditLineRow, { seq: 1 }), 1],
    ['the last line taken out', ({ source }) => source.manager.delete(AuditLineRow, { seq: 10 }), 10],
    [
      'a line rewritten',
      ({ source }) => source.manager.update(AuditLineRow, { seq: 7 }, { actorId: 'somebody' }),
      7,
    ],
    ['the end set back', ({ source }) => setBack(source.manager), 9],
    [
      'the seal forged',
      ({ source }) => source.manager.update(AuditHeadRow, { id: 1 }, { seal: 'v1.x.y' }),
      10,
    ],
  ])('shows %s', async (_what, tamper, brokenAt) => {
    await tellTen();
    await tamper(ground);
    expect(await inspect()).toMatchObject({ intact: false, brokenAt });
  });

  it('is read page by page and by what it is about', async () => {
    await tellTen();
    await audit().record({ action: 'test.other', subject: 'thing:1' });
    const first = (await house.call('GET', '/api/audit?action=test.told&limit=6')).json();
    expect(first.items.map(({ seq }: AuditLineRow) => seq)).toEqual([10, 9, 8, 7, 6, 5]);
    const second = (
      await house.call('GET', `/api/audit?action=test.told&limit=6&cursor=${first.nextCursor}`)
    ).json();
    expect(second.items.map(({ seq }: AuditLineRow) => seq)).toEqual([4, 3, 2, 1]);
    expect(second.nextCursor).toBeNull();
    const about = (await house.call('GET', '/api/audit?subject=thing:1&actor=relais')).json();
    expect(about.items.map(({ seq }: AuditLineRow) => seq)).toEqual([11]);
    for (const cursor of ['%25', 'AAAA', 'YWJj', 'LTE', 'MWEx', 'OTk5OTk5OTk5OTk5OTk5OTk5'])
      expect([cursor, (await house.call('GET', `/api/audit?cursor=${cursor}`)).status]).toEqual([
        cursor,
        400,
      ]);
  });
});

/** A second instance where there can be one: a SQLite file belongs to one process. */
function another(ground: GroundUnderTest): Promise<TestingModule> {
  return ground.dialect === 'sqlite' ? Promise.resolve(ground.module) : ground.another();
}

/** Takes the last line out and makes the head fit, as somebody would who has the database but not the key. */
async function setBack(manager: GroundUnderTest['source']['manager']): Promise<void> {
  await manager.delete(AuditLineRow, { seq: 10 });
  const last = await manager.findOneByOrFail(AuditLineRow, { seq: 9 });
  await manager.update(AuditHeadRow, { id: 1 }, { seq: 9, hash: last.hash });
}

/** Waits for something that happens in the background; Jest's own time-out says when it does not. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setImmediate(resolve));
}
