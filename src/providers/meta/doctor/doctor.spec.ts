import { RelaisError } from '../../../kernel/error.js';
import type { Settings } from '../../../platform/config/settings.js';
import { ACCOUNT, APP, NUMBER, settingsAt } from '../graph/accounts.fake.js';
import { OwnNumbersFake } from '../../../whatsapp/whatsapp-numbers.fake.js';
import { Accounts } from '../graph/accounts.js';
import { GraphFake, openSocketServer, type Received, says } from '../graph/graph.fake.js';
import { recordedManagement } from '../graph/recorded.fake.js';
import { FakeTokens } from '../../../token/token.fake.js';
import { Doctor } from './doctor.js';
import { type Finding, shown } from './finding.js';

const CALLS = recordedManagement();
const NOW = new Date('2026-11-21T02:00:00Z');
const HEADERS = { date: NOW.toUTCString(), 'facebook-api-version': 'v25.0' };

type Answer = ReturnType<typeof says>;

class TokenMissing extends RelaisError {
  readonly code = 'token.missing';
  readonly kind = 'unavailable';
  readonly publicText = 'Ce compte n’a pas de jeton.';
}

let graph: GraphFake;
let accounts: Accounts;
let tokens: FakeTokens;
let settings: Settings;

beforeEach(async () => {
  graph = await GraphFake.open();
  tokens = new FakeTokens();
  settings = { ...settingsAt(graph.url), meta: { ...settingsAt('https://graph.facebook.com').meta } };
});
afterEach(async () => {
  await accounts.onApplicationShutdown();
  await graph.close();
});

function replays(name: string, headers: Record<string, string> = HEADERS): Answer {
  const { status, response } = CALLS.get(name) ?? { status: 0, response: '' };
  return says(status, response, headers);
}

/** Everything well; `over` answers by the end of the path instead. */
function house(over: Record<string, Answer> = {}): void {
  const answers: Record<string, Answer> = {
    '/debug_token': replays('debug-never'),
    [`/${NUMBER}`]: replays('number'),
    [`/${ACCOUNT}`]: says(200, { id: ACCOUNT, name: 'Centre de santé' }, HEADERS),
    '/phone_numbers': replays('phone-numbers'),
    '/subscribed_apps': replays('subscribed-apps'),
    '/subscriptions': replays('subscriptions'),
    '/message_templates': replays('templates'),
    ...over,
  };
  graph.answers((request: Received, response) => {
    const path = request.url.split('?')[0] ?? '';
    const answer = answers[Object.keys(answers).find((end) => path.endsWith(end)) ?? ''];
    (answer ?? says(404, ''))(request, response);
  });
}

/** The settings speak of Meta, the calls go to the test. */
async function diagnosis(url = graph.url) {
  const at = { ...settings, meta: { ...settings.meta, graphBaseUrl: url } } as Settings;
  accounts = new Accounts(at, tokens, new OwnNumbersFake());
  const diagnoses = await new Doctor(settings, accounts, tokens, { now: () => NOW }).diagnose();
  return diagnoses[0] ?? { accountId: null, healthy: false, findings: [] };
}

const states = (findings: readonly Finding[]) =>
  Object.fromEntries(findings.map(({ check, state }) => [check, state]));

async function finding(check: string): Promise<Finding | undefined> {
  return (await diagnosis()).findings.find((found) => found.check === check);
}

const ALL_CHECKS = [
  'settings',
  'app',
  'token',
  'scopes',
  'expiry',
  'number',
  'quality',
  'account',
  'ownership',
  'subscription',
  'callback',
  'fields',
  'templates',
  'mode',
  'clock',
  'version',
];

describe('a healthy account', () => {
  it('is well in every respect', async () => {
    house();
    const { accountId, healthy, findings } = await diagnosis();
    expect([accountId, healthy]).toEqual([ACCOUNT, true]);
    expect(states(findings)).toEqual(Object.fromEntries(ALL_CHECKS.map((check) => [check, 'ok'])));
  });

  it('is shown on one screen, without anything secret', async () => {
    house();
    const screen = shown(await diagnosis());
    expect(screen.split('\n').length).toBeLessThan(25);
    expect(screen).toMatch(/✓ Le jeton n’expire jamais/);
    expect(screen).toMatch(/Tout va bien\.$/);
    expect(screen).not.toMatch(/EAAtoken|test_app_secret|✗/);
  });

  it('is not changed by being looked at: a dead token is not even renewed', async () => {
    house({ '/debug_token': replays('debug-revoked') });
    await diagnosis();
    expect(graph.received.every(({ method }) => method === 'GET')).toBe(true);
    expect(tokens.refusals).toEqual([]);
  });
});

describe('what is wrong is found, with what to do', () => {
  it.each([
    ['app', 'fault', { '/debug_token': replays('debug-app-refused') }],
    ['token', 'fault', { '/debug_token': replays('debug-expired') }],
    ['token', 'warning', { '/debug_token': replays('debug-user') }],
    ['scopes', 'fault', { '/debug_token': replays('debug-no-messaging') }],
    ['scopes', 'fault', { '/debug_token': replays('debug-other-account') }],
    [
      'expiry',
      'warning',
      {
        '/debug_token': says(
          200,
          {
            data: {
              is_valid: true,
              app_id: APP,
              type: 'SYSTEM_USER',
              expires_at: NOW.getTime() / 1000 + 3 * 86_400,
              scopes: [],
            },
          },
          HEADERS,
        ),
      },
    ],
    ['number', 'fault', { [`/${NUMBER}`]: replays('not-there') }],
    ['number', 'warning', { [`/${NUMBER}`]: says(200, { id: NUMBER, status: 'RESTRICTED' }, HEADERS) }],
    ['quality', 'warning', { [`/${NUMBER}`]: says(200, { id: NUMBER, quality_rating: 'RED' }, HEADERS) }],
    ['account', 'fault', { [`/${ACCOUNT}`]: replays('not-there') }],
    ['ownership', 'fault', { '/phone_numbers': says(200, { data: [{ id: '7' }] }, HEADERS) }],
    ['ownership', 'warning', { '/phone_numbers': says(500, '', HEADERS) }],
    ['subscription', 'fault', { '/subscribed_apps': says(200, { data: [] }, HEADERS) }],
    [
      'subscription',
      'fault',
      { '/subscribed_apps': says(200, { data: [{ whatsapp_business_api_data: { id: '7' } }] }, HEADERS) },
    ],
    [
      'subscription',
      'fault',
      {
        '/subscribed_apps': says(
          200,
          {
            data: [
              {
                whatsapp_business_api_data: { id: APP },
                override_callback_uri: 'https://old.example/hook?key=s3cret',
              },
            ],
          },
          HEADERS,
        ),
      },
    ],
    ['subscription', 'warning', { '/subscribed_apps': says(404, '', HEADERS) }],
    ['callback', 'fault', { '/subscriptions': says(200, { data: [] }, HEADERS) }],
    [
      'callback',
      'fault',
      {
        '/subscriptions': says(
          200,
          {
            data: [
              {
                object: 'whatsapp_business_account',
                callback_url: 'https://old.example/hook?key=s3cret',
                fields: [],
              },
            ],
          },
          HEADERS,
        ),
      },
    ],
    ['callback', 'warning', { '/subscriptions': says(404, '', HEADERS) }],
    [
      'fields',
      'fault',
      {
        '/subscriptions': says(
          200,
          { data: [{ object: 'whatsapp_business_account', fields: [{ name: 'flows' }] }] },
          HEADERS,
        ),
      },
    ],
    [
      'fields',
      'warning',
      {
        '/subscriptions': says(
          200,
          { data: [{ object: 'whatsapp_business_account', fields: ['messages'] }] },
          HEADERS,
        ),
      },
    ],
    ['templates', 'fault', { '/message_templates': says(403, { error: { code: 200 } }, HEADERS) }],
    [
      'clock',
      'fault',
      {
        [`/${ACCOUNT}`]: says(
          200,
          {},
          { ...HEADERS, date: new Date(NOW.getTime() - 3_600_000).toUTCString() },
        ),
      },
    ],
    [
      'clock',
      'warning',
      {
        [`/${ACCOUNT}`]: says(200, {}, { ...HEADERS, date: new Date(NOW.getTime() + 60_000).toUTCString() }),
      },
    ],
    [
      'version',
      'warning',
      { [`/${ACCOUNT}`]: says(200, {}, { ...HEADERS, 'facebook-api-version': 'v26.0' }) },
    ],
  ])('%s: %s (%#)', async (check, state, over) => {
    house(over as Record<string, Answer>);
    const { healthy, findings } = await diagnosis();
    const found = findings.find((each) => each.check === check);
    expect(found).toMatchObject({ state, advice: expect.stringMatching(/\S{3}/) as string });
    expect(healthy).toBe(findings.every((each) => each.state !== 'fault'));
    expect(JSON.stringify(findings)).not.toMatch(/EAAtoken|test_app_secret|s3cret|undefined/);
  });

  it('a number of which Meta does not know the status is asked for less', async () => {
    house({
      [`/${NUMBER}`]: (request, response) =>
        request.url.includes('status')
          ? says(400, { error: { code: 100, message: '(#100) Tried accessing nonexisting field (status)' } })(
              request,
              response,
            )
          : says(
              200,
              { id: NUMBER, verified_name: 'Service', quality_rating: 'YELLOW' },
              HEADERS,
            )(request, response),
    });
    expect(states((await diagnosis()).findings)).toMatchObject({ number: 'ok', quality: 'warning' });
  });

  it('tells by how much the clock is wrong, and which way', async () => {
    const date = new Date(NOW.getTime() - 3_600_000).toUTCString();
    house({ [`/${ACCOUNT}`]: says(200, {}, { ...HEADERS, date }) });
    expect((await finding('clock'))?.says).toContain('avance de 60 min');
  });

  it('messages that wait are a fault while the token is taken for dead', async () => {
    house();
    await tokens.refused(ACCOUNT, 'v0');
    expect(await finding('mode')).toMatchObject({ state: 'fault' });
  });

  it('settings that are missing are named one by one', async () => {
    house();
    settings = { ...settings, http: {} as Settings['http'] };
    Object.assign(settings.meta, {
      appId: undefined,
      verifyToken: undefined,
      appSecret: undefined,
      graphBaseUrl: 'http://user:s3cret@proxy.example:8080',
    });
    tokens.secrets = [];
    const { findings } = await diagnosis();
    expect(states(findings)).toMatchObject({
      'settings.secret': 'fault',
      'settings.verify': 'warning',
      'settings.app': 'warning',
      'settings.address': 'warning',
      'settings.graph': 'warning',
      app: 'warning',
      callback: 'warning',
    });
    expect(JSON.stringify(findings)).not.toContain('s3cret');
  });

  it('nothing at all is configured', async () => {
    Object.assign(settings.meta, { phoneNumberId: undefined, businessAccountId: undefined });
    expect(await diagnosis()).toMatchObject({ accountId: null, healthy: false });
    expect(graph.received).toEqual([]);
  });

  it('the account has no token', async () => {
    tokens.fault = new TokenMissing();
    expect(await finding('token')).toMatchObject({ state: 'fault', says: 'Ce compte n’a pas de jeton.' });
    expect(graph.received).toEqual([]);
  });

  it('Meta cannot be reached', async () => {
    const gone = await openSocketServer((socket) => socket.destroy());
    const { healthy, findings } = await diagnosis(gone.url);
    expect(healthy).toBe(false);
    expect(states(findings)).toEqual({ settings: 'ok', reach: 'fault' });
    expect(JSON.stringify(findings)).not.toContain('EAAtoken');
    await gone.close();
  });
});
