import { Logger } from '@nestjs/common';
import { Secret } from '../../../kernel/secret.js';
import { OwnNumbersFake, ownNumber } from '../../../whatsapp/whatsapp-numbers.fake.js';
import { Doctor } from '../doctor/doctor.js';
import { ACCOUNT, NUMBER, settingsAt } from '../graph/accounts.fake.js';
import { Accounts } from '../graph/accounts.js';
import { GraphFake, type Received, says } from '../graph/graph.fake.js';
import { FakeTokens } from '../../../token/token.fake.js';
import { WhatsAppFake } from '../../../whatsapp/whatsapp.fake.js';
import { MetaTokenIssuer } from '../tokens/meta.issuer.js';
import { MetaNumberKeeper } from './keeper.js';

const WABA = '300000000000009';
const OWN = '300000000000001';
const THEIR_APP = '400000000000001';
const clock = { now: () => new Date('2026-11-21T02:00:00Z') };

type Answers = Record<string, ReturnType<typeof says>>;

let graph: GraphFake;
let tokens: FakeTokens;
let own: OwnNumbersFake;
let accounts: Accounts;
let keeper: MetaNumberKeeper;
let quiet: jest.SpyInstance[];

beforeEach(async () => {
  quiet = (['log', 'warn'] as const).map((level) => jest.spyOn(Logger.prototype, level).mockReturnValue());
  graph = await GraphFake.open();
  tokens = new FakeTokens();
  own = new OwnNumbersFake();
  const settings = settingsAt(graph.url);
  accounts = new Accounts(settings, tokens, own);
  const issuer = new MetaTokenIssuer(accounts, new WhatsAppFake(), clock);
  keeper = new MetaNumberKeeper(accounts, tokens, issuer, new Doctor(settings, accounts, tokens, clock));
});
afterEach(async () => {
  await accounts.onApplicationShutdown();
  await graph.close();
  for (const spy of quiet) spy.mockRestore();
});

const alive = (appId: string) =>
  says(200, {
    data: {
      is_valid: true,
      app_id: appId,
      type: 'SYSTEM_USER',
      expires_at: 0,
      issued_at: 1,
      scopes: ['whatsapp_business_management', 'whatsapp_business_messaging'],
    },
  });

/** What a Meta that knows the second account answers. */
const GOOD: Answers = {
  debug_token: alive(THEIR_APP),
  [OWN]: says(200, {
    id: OWN,
    display_phone_number: '+243 810 000 001',
    verified_name: 'Programme B',
    quality_rating: 'GREEN',
    throughput: { level: 'STANDARD' },
    status: 'CONNECTED',
    whatsapp_business_manager_messaging_limit: 'TIER_2K',
    webhook_configuration: { application: 'https://relais.exemple.cd/whatsapp/webhook' },
  }),
  [WABA]: says(200, { id: WABA, name: 'Programme B' }),
  [`${WABA}/phone_numbers`]: says(200, { data: [{ id: OWN }] }),
  [`${WABA}/subscribed_apps`]: says(200, {
    success: true,
    data: [{ whatsapp_business_api_data: { id: THEIR_APP } }],
  }),
  [`${WABA}/message_templates`]: says(200, { data: [] }),
  [`${THEIR_APP}/subscriptions`]: says(200, { data: [] }),
};

const pathOf = ({ url }: Received) => url.split('?')[0]?.replace('/v25.0/', '') ?? '';

function meta(answers: Answers): void {
  const unknown = says(400, { error: { code: 100, error_subcode: 33, message: 'Unsupported get request' } });
  graph.answers((request, response) => (answers[pathOf(request)] ?? unknown)(request, response));
}

const connect = (secrets: Record<string, string>, numbers = [OWN]) =>
  keeper.connect({ id: WABA, numbers }, secrets);
const asked = () => graph.received.map((request) => `${request.method} ${pathOf(request)}`);

describe('an account that is added', () => {
  it('is tried in every respect before its token is kept, and subscribed afterwards', async () => {
    meta(GOOD);
    await connect({ accessToken: 'EAAtheirs', appSecret: 'their-secret' });
    expect(tokens.replacements).toEqual([{ accountId: WABA, token: 'EAAtheirs', appSecret: 'their-secret' }]);
    expect(asked()).toEqual([
      'GET debug_token',
      'GET debug_token',
      `GET ${OWN}`,
      `GET ${WABA}`,
      `GET ${WABA}/phone_numbers`,
      `POST ${WABA}/subscribed_apps`,
    ]);
    expect(graph.received[1]?.url).toContain(encodeURIComponent(`${THEIR_APP}|their-secret`));
  });

  it('is watched by nobody while it is tried, and unknown when that is over', async () => {
    const seen: unknown[] = [];
    meta({
      ...GOOD,
      [OWN]: (request, response) => {
        seen.push(accounts.all.length, accounts.tried.find(({ id }) => id === WABA)?.isCandidate);
        GOOD[OWN]?.(request, response);
      },
    });
    await connect({ accessToken: 'EAAtheirs', appSecret: 'their-secret' });
    expect(seen).toEqual([1, true]);
    expect(accounts.get(WABA)).toBeUndefined();
  });

  it('takes the app of the settings where it brings no secret of its own', async () => {
    meta({ ...GOOD, debug_token: alive('200000000000001') });
    await connect({ accessToken: 'EAAtheirs' });
    expect(tokens.replacements).toMatchObject([{ appSecret: undefined }]);
    expect(graph.received[0]?.url).toContain('test_app_secret');
  });

  it.each<[string, Answers, RegExp]>([
    [
      'the token is dead',
      { debug_token: says(200, { data: { is_valid: false, error: { code: 190 } } }) },
      /./,
    ],
    [
      'the secret is not that of the token’s app',
      {
        debug_token: (request, response) =>
          request.url.includes('their-secret')
            ? says(400, { error: { code: 101, message: 'Error validating application' } })(request, response)
            : alive(THEIR_APP)(request, response),
      },
      /ne reconnaît pas l’application/,
    ],
    [
      'it does not open the number',
      { [OWN]: says(400, { error: { code: 100, error_subcode: 33 } }) },
      /numéro/,
    ],
    [
      'the number is another account’s',
      { [`${WABA}/phone_numbers`]: says(200, { data: [{ id: '5' }] }) },
      /n’a pas/,
    ],
    [
      'the numbers cannot be read',
      { [`${WABA}/phone_numbers`]: says(403, { error: { code: 10, message: 'no' } }) },
      /n’ont pas pu être lus/,
    ],
  ])('is not kept when %s', async (_about, over, reason) => {
    meta({ ...GOOD, ...over });
    const error = await connect({ accessToken: 'EAAtheirs', appSecret: 'their-secret' }).catch(
      (e: unknown) => e,
    );
    expect(error).toMatchObject({
      code: 'meta.not-confirmed',
      publicText: expect.stringMatching(reason) as string,
    });
    expect(JSON.stringify(error) + String(error)).not.toMatch(/EAAtheirs|their-secret/);
    expect(tokens.replacements).toEqual([]);
    expect(asked()).not.toContain(`POST ${WABA}/subscribed_apps`);
  });

  it.each([[{ appSecret: 'x' }], [{ accessToken: 'EAA' }]])('needs %j and the rest', async (secrets) => {
    accounts = new Accounts(settingsAt(graph.url, { appSecret: undefined }), tokens, own);
    const issuer = new MetaTokenIssuer(accounts, new WhatsAppFake(), clock);
    const doctor = new Doctor(settingsAt(graph.url), accounts, tokens, clock);
    keeper = new MetaNumberKeeper(accounts, tokens, issuer, doctor);
    await expect(connect(secrets)).rejects.toMatchObject({
      publicText: expect.stringContaining('manque') as string,
    });
    expect(graph.received).toEqual([]);
  });

  it('is asked for its own ids before Meta is asked', async () => {
    await expect(connect({ accessToken: 'EAA', appSecret: 's' }, ['../me'])).rejects.toMatchObject({
      code: 'meta.not-confirmed',
    });
    expect(graph.received).toEqual([]);
  });

  it('stays when only the subscription failed: the test of the number shows it', async () => {
    meta({ ...GOOD, [`${WABA}/subscribed_apps`]: says(403, { error: { code: 200, message: 'no' } }) });
    await connect({ accessToken: 'EAAtheirs', appSecret: 'their-secret' });
    expect(tokens.replacements).toHaveLength(1);
  });
});

describe('a number that is added to an account', () => {
  it('has to be one of the account, page after page, by the token that is there', async () => {
    const [first, second] = [
      says(200, { data: [{ id: '7' }], paging: { next: 'https://x', cursors: { after: 'abc' } } }),
      says(200, { data: [{ id: '8' }] }),
    ];
    meta({
      [`${ACCOUNT}/phone_numbers`]: (request, response) =>
        (request.url.includes('after=abc') ? second : first)(request, response),
    });
    await keeper.connect({ id: ACCOUNT, numbers: ['8'] }, {});
    await expect(keeper.connect({ id: ACCOUNT, numbers: ['9'] }, {})).rejects.toMatchObject({
      publicText: expect.stringContaining('9') as string,
    });
    expect(tokens.replacements).toEqual([]);
  });
});

describe('the test of a number', () => {
  it('shows what Meta tells, and every step', async () => {
    meta(GOOD);
    tokens.secrets = [new Secret('their-secret')];
    own.add({
      id: WABA,
      channel: 'meta',
      label: 'B',
      numbers: [ownNumber({ id: OWN, channel: 'meta', accountId: WABA, source: 'api' })],
    });
    const check = await keeper.test(ownNumber({ id: OWN, channel: 'meta', accountId: WABA }));
    expect(check.facts).toEqual({
      phone: '+243 810 000 001',
      verifiedName: 'Programme B',
      status: 'CONNECTED',
      quality: 'GREEN',
      throughput: 'STANDARD',
      messagingLimit: 'TIER_2K',
      webhook: 'relais.exemple.cd',
    });
    const states = Object.fromEntries(check.steps.map(({ name, ok }) => [name, ok]));
    expect(states).toMatchObject({
      token: true,
      number: true,
      ownership: true,
      subscription: true,
      templates: true,
    });
    // Nobody has registered a webhook with their app.
    expect([check.ok, states['callback']]).toEqual([false, false]);
  });

  it('says that Meta is out of reach, and does not fail', async () => {
    await graph.close();
    const check = await keeper.test(ownNumber({ id: NUMBER, channel: 'meta', accountId: ACCOUNT }));
    expect(check).toMatchObject({ ok: false, facts: {} });
    graph = await GraphFake.open();
  });
});

it('forgets what an account brought along', async () => {
  await keeper.forget(WABA);
  expect(tokens.forgotten).toEqual([WABA]);
});
