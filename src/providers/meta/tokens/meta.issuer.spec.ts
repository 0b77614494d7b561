import { inspect } from 'node:util';
import { Logger } from '@nestjs/common';
import { Secret } from '../../../kernel/secret.js';
import type { WhatsApp } from '../../../whatsapp/whatsapp.contract.js';
import { ACCOUNT, accountsAt, NUMBER } from '../graph/accounts.fake.js';
import type { Accounts } from '../graph/accounts.js';
import { GraphFake, openSocketServer, says } from '../graph/graph.fake.js';
import { recordedManagement } from '../graph/recorded.fake.js';
import { MetaTokenIssuer } from './meta.issuer.js';

const CALLS = recordedManagement();
const TOKEN = new Secret('EAAtoken');
const SECRET = new Secret('test_app_secret');
const NOW = new Date('2026-11-21T02:00:00Z');
const queued = async (numbers: readonly string[]) => (numbers.includes(NUMBER) ? 7 : 0);

let graph: GraphFake;
let opened: Accounts[];

beforeEach(async () => {
  graph = await GraphFake.open();
  opened = [];
});
afterEach(async () => {
  await Promise.all(opened.map((accounts) => accounts.onApplicationShutdown()));
  await graph.close();
});

function issuer(over: Parameters<typeof accountsAt>[2] = {}, url = graph.url): MetaTokenIssuer {
  const accounts = accountsAt(url, undefined, over);
  opened.push(accounts);
  return new MetaTokenIssuer(accounts, { queued } as unknown as WhatsApp, { now: () => NOW });
}

function replays(name: string) {
  const { status, response, headers } = CALLS.get(name) ?? { status: 0, response: '', headers: {} };
  return says(status, response, headers);
}

describe('the inspection of a token', () => {
  const inspected = () => issuer().inspect(ACCOUNT, TOKEN, SECRET);
  const at = (seconds: number) => new Date(seconds * 1000);
  const good = { valid: true, issuedAt: at(1793000000), missingScopes: [], reason: null };

  it.each([
    ['debug-never', { ...good, kind: 'never-expiring', expiresAt: null }],
    ['debug-60-day', { ...good, kind: '60-day', expiresAt: at(1798184000) }],
    ['debug-user', { ...good, kind: 'user', expiresAt: at(1798184000) }],
    [
      'debug-no-messaging',
      { ...good, kind: 'never-expiring', expiresAt: null, missingScopes: ['whatsapp_business_messaging'] },
    ],
    [
      'debug-other-account',
      { ...good, kind: 'never-expiring', expiresAt: null, missingScopes: ['whatsapp_business_management'] },
    ],
  ])('%s', async (name, expected) => {
    graph.answers(replays(name));
    expect(await inspected()).toEqual(expected);
    expect(graph.received[0]?.url).toBe(CALLS.get(name)?.request?.path);
    expect(graph.received[0]?.headers).not.toHaveProperty('authorization');
  });

  it.each([
    ['debug-expired', /a expiré\.$/],
    ['debug-revoked', /révoqué/],
    ['debug-unreadable', /pas valable/],
  ])('%s says why in words', async (name, reason) => {
    graph.answers(replays(name));
    expect(await inspected()).toMatchObject({
      valid: false,
      missingScopes: [],
      reason: expect.stringMatching(reason) as string,
    });
  });

  it('says what has to be done before a new token can help', async () => {
    const error = { code: 190, subcode: 459, message: 'You cannot access the app till you log in' };
    graph.answers(says(200, { data: { is_valid: false, error } }));
    expect(await inspected()).toMatchObject({
      reason: expect.stringContaining('Connectez-vous à Facebook') as string,
    });
  });

  it('knows the token of another app, which still opens what it opens', async () => {
    graph.answers(
      replays('debug-other-app'),
      says(200, { data: { is_valid: true, app_id: '7', expires_at: 0, scopes: [] } }),
    );
    expect(await inspected()).toMatchObject({
      valid: true,
      reason: expect.stringContaining('autre application') as string,
    });
    expect(graph.received[1]?.headers.authorization).toBe('Bearer EAAtoken');
  });

  it('asks with the token itself where our app is unknown to Meta or to us', async () => {
    graph.answers(replays('debug-app-refused'), replays('debug-60-day'));
    expect(await inspected()).toMatchObject({ valid: true, kind: '60-day' });
    graph.answers(replays('debug-60-day'));
    expect(await issuer({ appId: undefined }).inspect(ACCOUNT, TOKEN, undefined)).toMatchObject({
      valid: true,
      kind: '60-day',
    });
    expect(graph.received.at(-1)?.url).toBe('/v25.0/debug_token?input_token=EAAtoken');
  });

  it('is content with a token that opens the account when Meta tells no more', async () => {
    graph.answers(
      says(400, { error: { code: 100, message: 'no' } }),
      says(403, { error: { code: 10 } }),
      says(200, { id: ACCOUNT }),
    );
    expect(await inspected()).toMatchObject({ valid: true, kind: 'unknown', reason: null });
    graph.answers(says(400, { error: { code: 100 } }), says(401, { error: { code: 190 } }));
    expect(await inspected()).toMatchObject({ valid: false });
  });

  it.each(['', 'EAA token', 'EAA\u200btoken', 'EAAtoké'])('does not even ask about %p', async (text) => {
    expect(await issuer().inspect(ACCOUNT, new Secret(text), SECRET)).toMatchObject({ valid: false });
    expect(await issuer().tryOut(ACCOUNT, new Secret(text), SECRET)).toMatch(/sans espace/);
    expect(await issuer().renew(ACCOUNT, new Secret(text), SECRET)).toMatchObject({ outcome: 'refused' });
    expect(graph.received).toEqual([]);
  });

  it.each([
    ['falls over', says(503, '<html>')],
    ['asks to slow down', says(429, '')],
    ['answers for somebody else', says(200, '<html>ok</html>')],
    ['answers what cannot be read', says(200, { data: { is_valid: 'yes' } })],
  ])('rejects while Meta %s', async (_about, answer) => {
    graph.answers(answer);
    await expect(inspected()).rejects.toMatchObject({ code: 'meta.issuer-unreachable', retryable: true });
  });
});

describe('the renewal of a token', () => {
  const renewed = (over = {}) => issuer(over).renew(ACCOUNT, TOKEN, SECRET);

  it('exchanges that of a system user for another sixty days', async () => {
    graph.answers(replays('debug-60-day'), replays('exchange'));
    const renewal = await renewed();
    expect(renewal).toMatchObject({ outcome: 'renewed', expiresAt: new Date(NOW.getTime() + 5183944_000) });
    expect(renewal.outcome === 'renewed' && renewal.token.reveal()).toBe('EAArenewed');
    expect(graph.received[1]?.url).toBe(CALLS.get('exchange')?.request?.path);
  });

  it('exchanges that of a person without asking for sixty days', async () => {
    graph.answers(replays('debug-user'), replays('exchange'));
    expect(await renewed()).toMatchObject({ outcome: 'renewed' });
    expect(graph.received[1]?.url).not.toContain('set_token_expires');
  });

  it('learns the app from the token where the settings do not say it', async () => {
    graph.answers(replays('debug-60-day'), replays('exchange'));
    expect(await renewed({ appId: undefined })).toMatchObject({ outcome: 'renewed' });
    expect(graph.received[1]?.url).toContain('client_id=200000000000001');
  });

  it.each([
    ['a token that has expired', [replays('debug-expired')], /ne peut pas être échangé/],
    ['a token that expired on the way', [replays('debug-60-day'), replays('exchange-expired')], /a expiré/],
    ['a token that never expires', [replays('debug-never')], /n’expire jamais/],
    [
      'a token of another app',
      [
        replays('debug-other-app'),
        says(200, { data: { is_valid: true, app_id: '7', type: 'SYSTEM_USER', expires_at: 9 } }),
      ],
      /autre application/,
    ],
    [
      'an app that Meta does not know',
      [replays('debug-app-refused'), replays('debug-60-day'), replays('debug-app-refused')],
      /ne reconnaît pas l’application/,
    ],
  ])('is refused for %s', async (_about, answers, reason) => {
    graph.answers(...answers);
    expect(await renewed()).toMatchObject({
      outcome: 'refused',
      reason: expect.stringMatching(reason) as string,
    });
  });

  it('is refused without the app’s secret, and says what is missing', async () => {
    graph.answers(replays('debug-60-day'));
    expect(await issuer().renew(ACCOUNT, TOKEN, undefined)).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('WHATSAPP_APP_SECRET') as string,
    });
  });

  it.each([
    ['Meta is down', [says(500, '')]],
    ['the exchange is not answered', [replays('debug-60-day'), says(504, '')]],
    ['the answer has no token', [replays('debug-60-day'), says(200, { token_type: 'bearer' })]],
  ])('comes later when %s', async (_about, answers) => {
    graph.answers(...answers);
    expect(await renewed()).toMatchObject({ outcome: 'unreachable' });
  });
});

describe('the trial of a token', () => {
  const tried = () => issuer().tryOut(ACCOUNT, TOKEN, SECRET);

  it('asks app, number and account, and finds nothing wrong', async () => {
    graph.answers(replays('debug-never'), says(200, { id: NUMBER }), says(200, { id: ACCOUNT }));
    expect(await tried()).toBeNull();
    expect(graph.received.map(({ url }) => url.split('?')[0])).toEqual([
      '/v25.0/debug_token',
      `/v25.0/${NUMBER}`,
      `/v25.0/${ACCOUNT}`,
    ]);
  });

  it.each([
    [
      'the secret of the app is wrong',
      [replays('debug-app-refused'), replays('debug-never')],
      /ne reconnaît pas l’application/,
    ],
    [
      'the token is of another app',
      [replays('debug-other-app'), replays('debug-never')],
      /autre application/,
    ],
    ['the token is dead', [replays('debug-revoked')], /révoqué/],
    ['the number is closed to it', [replays('debug-never'), replays('not-there')], /n’ouvre pas le numéro/],
    [
      'the account is closed to it',
      [replays('debug-never'), says(200, {}), replays('not-there')],
      /n’ouvre pas le compte/,
    ],
  ])('says so when %s', async (_about, answers, reason) => {
    graph.answers(...answers);
    expect(await tried()).toMatch(reason);
  });

  it('rejects when Meta cannot be asked', async () => {
    graph.answers(replays('debug-never'), says(502, ''));
    await expect(tried()).rejects.toMatchObject({ retryable: true });
  });
});

describe('secrets', () => {
  it('are in no error, no answer and no log, wherever Meta repeats them', async () => {
    const shown: unknown[] = [];
    const spies = (['log', 'warn', 'error', 'debug', 'verbose'] as const).map((level) =>
      jest.spyOn(Logger.prototype, level).mockImplementation((...words: unknown[]) => void shown.push(words)),
    );
    const good = JSON.stringify(CALLS.get('debug-60-day')?.response);
    graph.answers((request, response) => {
      const message = `cannot do ${request.url} for ${request.headers.authorization ?? ''}`;
      const isGood = request.url.includes('debug_token') && graph.received.length < 8;
      response.writeHead(isGood ? 200 : 400, { 'facebook-api-version': 'v26.0' });
      response.end(isGood ? good : JSON.stringify({ error: { code: 987_654, message } }));
    });
    const gone = await openSocketServer((socket) => socket.destroy());
    for (const url of [graph.url, graph.url, gone.url]) {
      const asked = issuer({}, url);
      for (const ask of [
        asked.inspect(ACCOUNT, TOKEN, SECRET),
        asked.renew(ACCOUNT, TOKEN, SECRET),
        asked.tryOut(ACCOUNT, TOKEN, SECRET),
      ])
        shown.push(await ask.catch((error: unknown) => error));
    }
    await gone.close();
    const text = inspect(shown, { depth: 10 });
    expect(text).toContain('client_secret=[…]');
    expect(text).not.toMatch(/EAAtoken|test_app_secret/);
    for (const spy of spies) spy.mockRestore();
  });
});

it('knows how many messages wait for the account', async () => {
  expect(await issuer().queued(ACCOUNT)).toBe(7);
  expect(await issuer().queued('nobody')).toBe(0);
});
