import { Logger } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Command } from 'commander';
import { Keys } from '../../src/auth/keys/keys.service.js';
import { AuditLineRow } from '../../src/auth/audit/audit-line.entity.js';
import type { Role } from '../../src/auth/roles.js';
import { WrongUse } from '../../src/platform/cli/commands.js';
import { Metrics } from '../../src/platform/metrics/metrics.js';
import { runAs } from '../../src/platform/web/request-context.js';
import { secureServer, serverOptions } from '../../src/platform/web/server.js';
import { dhis2Commands } from '../../src/dhis2/dhis2.cli.js';
import { failure } from '../../src/dhis2/gateway.fake.js';
import { describeEachDatabase, type GroundUnderTest } from './databases.js';
import { Questionnaire } from '../../src/dhis2/questionnaire.service.js';
import { Desk, HOUR, World } from './dhis2-ground.js';

const ADMIN_API_KEY = 'a-house-key-of-at-least-32-characters';
const world = new World();

beforeEach(() => {
  for (const level of ['log', 'warn', 'error'] as const)
    jest.spyOn(Logger.prototype, level).mockImplementation(() => undefined);
});
afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = undefined;
});

async function command(ground: GroundUnderTest, ...args: string[]): Promise<string> {
  const said: string[] = [];
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  dhis2Commands({
    program,
    say: (text) => void said.push(text),
    withApp: (name, work) => runAs({ kind: 'command', id: name }, () => work((token) => ground.get(token))),
  });
  await program.parseAsync(args, { from: 'user' });
  return said.join('\n');
}

describeEachDatabase('registrations at the edge', (open) => {
  const ground = open(world.wanted({ ADMIN_API_KEY }, { web: true }));
  const desk = new Desk(world, ground);
  let app: NestFastifyApplication;
  let address = 0;
  beforeAll(async () => {
    app = ground.module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(serverOptions));
    secureServer(app);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    address += 1;
    await desk.begin();
  });

  const call = async (method: 'GET' | 'POST', url: string, payload?: object, key = ADMIN_API_KEY) => {
    const headers = { authorization: `Bearer ${key}` };
    const remoteAddress = `203.0.113.${address}`;
    const reply = await app.inject({ method, url, headers, payload, remoteAddress });
    return { status: reply.statusCode, body: reply.body === '' ? null : reply.json() };
  };
  const keyOf = async (role: Role) => (await ground.get(Keys).create(role, role)).key;
  const idOf = async (codeId: string) => (await desk.row(codeId))?.id ?? '';

  it('lists registrations in their states, page by page, and tells nothing of whom', async () => {
    desk.gateway.before = async (_, registration) =>
      registration?.code === 'MBEIBR7DB1'
        ? failure('rejected', { cause: 'E1007', advice: 'Corrigez.' })
        : undefined;
    await desk.enter('a1', 'b1');
    await desk.deliver();
    await desk.enter('c1');
    const first = await call('GET', '/api/dhis2/registrations?limit=2');
    expect(first.body.items.map((item: { state: string }) => item.state)).toEqual(['QUEUED', 'DEAD']);
    const second = await call('GET', `/api/dhis2/registrations?limit=2&cursor=${first.body.nextCursor}`);
    expect(second.body).toMatchObject({
      items: [{ codeId: 'a1', state: 'DONE', clientId: 'client-1' }],
      nextCursor: null,
    });
    const dead = await call('GET', '/api/dhis2/registrations?state=DEAD');
    expect(dead.body.items).toEqual([
      {
        id: await idOf('b1'),
        codeId: 'b1',
        state: 'DEAD',
        attempts: 1,
        nextAttemptAt: null,
        outcome: 'rejected',
        lastError: { code: 'E1007', message: 'Words of the register', advice: 'Corrigez.' },
        clientId: null,
        createdAt: new Date(world.ms).toISOString(),
        updatedAt: new Date(world.ms).toISOString(),
      },
    ]);
    expect(JSON.stringify([first, second, dead])).not.toMatch(/MBE|payload|codeKey/);
  });

  it('shows one with every attempt and what DHIS2 said', async () => {
    desk.gateway.before = async () => failure('retryable', { status: 503, cause: 'http-503' });
    await desk.enter('a1');
    await desk.deliver();
    await desk.after(HOUR);
    const { body } = await call('GET', `/api/dhis2/registrations/${await idOf('a1')}`);
    expect(body).toMatchObject({
      state: 'RETRY',
      attempts: 2,
      references: { trackedEntity: 'te1' },
      others: [],
    });
    expect(body.history).toEqual([
      expect.objectContaining({
        number: 1,
        step: 'validate',
        outcome: 'retryable',
        status: 503,
        message: 'Words of the register',
      }),
      expect.objectContaining({ number: 2 }),
    ]);
    expect(await call('GET', '/api/dhis2/registrations/nobody')).toMatchObject({
      status: 404,
      body: { code: 'dhis2.registration-not-found' },
    });
  });

  it('tries again those that are named, or all, and writes it down', async () => {
    desk.gateway.before = async () => failure('rejected');
    await desk.enter('a1', 'b1');
    await desk.deliver();
    const one = await call('POST', '/api/dhis2/registrations/retry', { ids: [await idOf('a1')] });
    expect(one).toEqual({ status: 200, body: { retried: 1 } });
    // The state alone says which, and says all of them.
    expect((await call('POST', '/api/dhis2/registrations/retry', { state: 'DEAD' })).body).toEqual({
      retried: 1,
    });
    const lines = await ground.source.manager.find(AuditLineRow);
    expect(lines.filter(({ action }) => action === 'dhis2.retried')).toHaveLength(2);
  });

  it.each([
    [{}, 'dhis2.retry-unclear'],
    [{ ids: ['a'], all: true }, 'dhis2.retry-unclear'],
    [{ all: false }, 'request.invalid'],
    [{ ids: [] }, 'request.invalid'],
    [{ ids: [7] }, 'request.invalid'],
    [{ all: true, state: 'DONE' }, 'request.invalid'],
  ])('refuses to try again %j', async (payload, code) => {
    expect(await call('POST', '/api/dhis2/registrations/retry', payload)).toMatchObject({
      status: 400,
      body: { code },
    });
  });

  it('takes a decision where one is open, once', async () => {
    desk.gateway.can.sameCode = false;
    desk.gateway.clients.set('other', { code: 'MBEIBR7DA1', reference: 'theirs' });
    await desk.enter('a1');
    await desk.deliver();
    const { body } = await call('GET', '/api/dhis2/registrations?state=NEEDS_REVIEW');
    expect(body.items).toEqual([expect.objectContaining({ task: 'duplicate' })]);
    const url = `/api/dhis2/registrations/${await idOf('a1')}/decide`;
    expect(await call('POST', url, { decision: 'perhaps' })).toMatchObject({ status: 400 });
    expect(await call('POST', url, { decision: 'done' })).toMatchObject({
      status: 409,
      body: { code: 'dhis2.decision-impossible' },
    });
    expect(await call('POST', url, { decision: 'same' })).toEqual({ status: 204, body: null });
    expect(await call('POST', url, { decision: 'same' })).toMatchObject({
      status: 409,
      body: { code: 'dhis2.decision-not-open' },
    });
  });

  it('tells how it stands, and why nothing is sent', async () => {
    desk.gateway.before = async () => failure('unauthorised', { advice: 'Vérifiez le compte.' });
    await desk.enter('a1');
    await desk.deliver();
    const { body } = await call('GET', '/api/dhis2/status');
    expect(body).toEqual({
      mode: 'tracker',
      gateway: { name: 'tracker', can: { sameCode: true, merge: false, generate: false } },
      counts: { QUEUED: 0, SENDING: 0, DONE: 0, RETRY: 1, NEEDS_REVIEW: 0, DEAD: 0 },
      oldestWaiting: new Date(world.ms).toISOString(),
      circuits: [
        expect.objectContaining({ cause: 'unauthorised', advice: 'Vérifiez le compte.', failures: 1 }),
      ],
    });
  });

  it('gives each role its own', async () => {
    const [viewer, agent, operator] = await Promise.all([keyOf('viewer'), keyOf('agent'), keyOf('operator')]);
    const statuses = async (key: string) => [
      (await call('GET', '/api/dhis2/status', undefined, key)).status,
      (await call('POST', '/api/dhis2/registrations/retry', { all: true }, key)).status,
      (await call('POST', '/api/dhis2/registrations/x/decide', { decision: 'done' }, key)).status,
      (await call('POST', '/api/dhis2/check', undefined, key)).status,
    ];
    expect(await statuses(viewer)).toEqual([200, 403, 403, 403]);
    expect(await statuses(agent)).toEqual([200, 403, 403, 403]);
    expect(await statuses(operator)).toEqual([200, 200, 404, 200]);
    expect(await statuses('rk_nobody')).toEqual([401, 401, 401, 401]);
  });

  it('checks, and says the worst first', async () => {
    desk.gateway.findings = [
      { state: 'ok', title: 'Le serveur répond.' },
      { state: 'failed', title: 'Le programme manque.', advice: 'Donnez son identifiant.' },
    ];
    expect((await call('POST', '/api/dhis2/check')).body).toEqual({
      state: 'failed',
      findings: desk.gateway.findings,
    });
    const text = await command(ground, 'dhis2:check');
    expect(text).toContain('✓ Le serveur répond.\n✗ Le programme manque.\n  → Donnez son identifiant.');
    expect(process.exitCode).toBe(1);
    expect(JSON.parse(await command(ground, 'dhis2:check', '--json'))).toMatchObject({ state: 'failed' });
    desk.gateway.findings = [{ state: 'warning', title: 'Le jeton expire bientôt.' }];
    process.exitCode = undefined;
    expect(await command(ground, 'dhis2:check')).toContain('! Le jeton expire bientôt.');
    expect(process.exitCode).toBeUndefined();
  });

  it('marks what it did not try by a sign of its own, which neither worries nor promises', async () => {
    const untried = { state: 'untried', title: 'create : non essayé' } as const;
    desk.gateway.findings = [{ state: 'ok', title: 'Le serveur répond.' }, untried];
    expect(await command(ground, 'dhis2:check')).toMatch(/^✓ .+\n– create : non essayé\n\nTout est prêt/);
    expect(JSON.parse(await command(ground, 'dhis2:check', '--json'))).toEqual({
      state: 'ok',
      findings: [expect.objectContaining({ state: 'ok' }), untried],
    });
  });

  it('ends a check that heeds no time, and says so', async () => {
    jest.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort());
    const left = jest.fn();
    desk.gateway.check = async function* () {
      try {
        yield { state: 'ok', title: 'Le serveur répond.' };
        await new Promise(() => undefined);
      } finally {
        left();
      }
    };
    const { body } = await call('POST', '/api/dhis2/check');
    expect(body).toMatchObject({ state: 'failed', findings: [{ state: 'ok' }, { state: 'failed' }] });
    expect(body.findings[1].title).toMatch(/interrompu/);
    jest.restoreAllMocks();
  });

  it('names the answers that the mapping sends although nobody gives them', async () => {
    desk.gateway.answers = { needed: [], used: ['gender', 'genre'] };
    expect((await call('POST', '/api/dhis2/check')).body).toMatchObject({
      state: 'warning',
      findings: [{ state: 'warning', title: expect.stringContaining('« genre »') }, { state: 'ok' }],
    });
  });

  it('stops the start where no registration could ever have all its answers', () => {
    const start = () => ground.get(Questionnaire).onApplicationBootstrap();
    desk.gateway.answers = { needed: ['year', 'gender'], used: ['year', 'gender'] };
    expect(start).not.toThrow();
    desk.gateway.answers = { needed: ['year', 'mother'], used: [] };
    expect(start).toThrow(
      /attend des réponses que personne ne donne : mother\. Les questions sont : family,/,
    );
  });

  it('the command makes due what the running server then sends', async () => {
    desk.gateway.before = async () => failure('unauthorised');
    await desk.enter('a1', 'b1');
    await desk.deliver();
    desk.gateway.before = async () => undefined;
    expect(JSON.parse(await command(ground, 'dhis2:retry', await idOf('a1'), '--json'))).toEqual({
      retried: 1,
    });
    await desk.after(1);
    expect(await desk.row('a1')).toMatchObject({ state: 'DONE' });
    expect(await command(ground, 'dhis2:retry', 'all', '--state', 'DEAD')).toBe(
      'Aucun enregistrement n’attend un nouvel essai.',
    );
    await command(ground, 'dhis2:retry', 'nobody');
    expect(process.exitCode).toBe(1);
    await expect(command(ground, 'dhis2:retry', 'all', '--state', 'DONE')).rejects.toThrow(/choices|Allowed/);
    await expect(command(ground, 'dhis2:retry', 'x'.repeat(37))).rejects.toBeInstanceOf(WrongUse);
  });

  it('is counted for whoever watches from outside, without a person in it', async () => {
    await desk.enter('a1');
    await desk.deliver();
    world.ms += HOUR;
    const text = await ground.get(Metrics).registry.metrics();
    expect(text).toContain('relais_dhis2_registrations{state="DONE"} 1');
    expect(text).toMatch(/relais_dhis2_attempts_total\{outcome="created"\} \d+/);
    expect(text).toContain('relais_dhis2_attempt_seconds_count');
    expect(text).not.toContain('MBEIBR');
  });
});

describeEachDatabase('a house without a register', (open) => {
  const ground = open(new World().wanted({ DHIS2_MODE: 'off' }));

  it('says in one sentence that it is off', async () => {
    await expect(command(ground, 'dhis2:check')).rejects.toMatchObject({ code: 'dhis2.off' });
    await expect(command(ground, 'dhis2:retry', 'all')).rejects.toMatchObject({ code: 'dhis2.off' });
  });
});
