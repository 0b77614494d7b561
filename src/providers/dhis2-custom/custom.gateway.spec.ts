import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Registration } from '../../dhis2/dhis2.port.js';
import { Secret } from '../../kernel/secret.js';
import type { Dhis2Account } from '../../platform/config/dhis2-places.js';
import { CustomClient } from './calls/custom.client.js';
import { loadCustomConfig } from './config/config-file.js';
import { CustomGateway } from './custom.gateway.js';
import { FakeServer, type Reply } from './server.fake.js';

/** Of this test only, signed by itself. */
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgOIDK7yj406YTW42i
MB743TWlNPpMIInKWqhNcaDHrY6hRANCAASIaJ/EMMlQYHaJ7XRZKiJuigUdsICE
Br6FgQu0R9bkuGyvgWy7gzwwkEefuhmgfCFszejq4vknH2R3G9diIsyv
-----END PRIVATE KEY-----`;
const CERT = `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUb3Hr/Ktt8uhB19BiAu7KR5mS6KYwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTA4MjM0OVoYDzIxMjYxMDI4
MDgyMzQ5WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAASIaJ/EMMlQYHaJ7XRZKiJuigUdsICEBr6FgQu0R9bkuGyvgWy7gzww
kEefuhmgfCFszejq4vknH2R3G9diIsyvo28wbTAdBgNVHQ4EFgQUqy+0iVhOnG9Q
NjVmOqle+AbEbGowHwYDVR0jBBgwFoAUqy+0iVhOnG9QNjVmOqle+AbEbGowDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIhAOhF4d7cgQUA8TaruLxBJCHryps3MjXPNrFfOo6uSLbEAiAq
QEK/DF4YMwsvtG7Cwu0bXpzBWv/yql4BeDm7q7BuTg==
-----END CERTIFICATE-----`;

const [VALIDATE, SEARCH, GENERATE, CREATE] = [
  '/api/uic/validate',
  '/api/clients/search',
  '/api/uic/generate',
  '/api/clients/create',
] as const;

const folder = mkdtempSync(join(tmpdir(), 'gateway-'));
const server = new FakeServer();
const clients: CustomClient[] = [];
let port = 0;

beforeAll(async () => {
  port = await server.open();
});
beforeEach(() => {
  server.received.length = 0;
  server.replies = {};
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await server.close();
  rmSync(folder, { recursive: true });
});

const TOKEN: Dhis2Account = { kind: 'token', token: new Secret('d2pat_abcdef123456') };

function gatewayWith(yaml = '', { account = TOKEN, base = `http://127.0.0.1:${port}` } = {}): CustomGateway {
  const file = join(folder, 'dhis2.yaml');
  writeFileSync(file, yaml);
  const client = new CustomClient(base, 2, loadCustomConfig(file, { account, production: false }));
  clients.push(client);
  return new CustomGateway(client);
}

function registrationWith(changes: Partial<Registration> = {}): Registration {
  return {
    reference: 'ref-1',
    references: {},
    code: 'MBEIBR7KI2',
    answers: { family: 'MBE', given: 'IBR', year: '7', town: 'KI', gender: '2' },
    issuedAt: new Date('2026-11-21T08:00:00Z'),
    possibleDuplicate: true,
    ...changes,
  };
}

const PATIENCE = { leftMs: 2_000 };
const validate = (yaml?: string) => gatewayWith(yaml).validate(registrationWith(), PATIENCE);
const search = (yaml?: string) => gatewayWith(yaml).search(registrationWith(), PATIENCE);
const generate = (yaml?: string) => gatewayWith(yaml).generate(registrationWith(), PATIENCE);
const create = (yaml?: string) => gatewayWith(yaml).create(registrationWith(), PATIENCE);

describe('a server that speaks the documented shapes', () => {
  it('is asked whether the code exists, with the token', async () => {
    server.replies[VALIDATE] = [200, { exists: false }];
    expect(await validate()).toEqual({ outcome: 'not-found' });
    expect(server.received).toEqual([
      expect.objectContaining({
        line: `POST ${VALIDATE}`,
        body: { uic: 'MBEIBR7KI2' },
        headers: expect.objectContaining({ authorization: 'ApiToken d2pat_abcdef123456' }) as unknown,
      }),
    ]);
  });

  it('may say that it exists without saying whose it is', async () => {
    server.replies[VALIDATE] = [200, { exists: true }];
    expect(await validate()).toEqual({ outcome: 'found', clients: [] });
  });

  it('tells who has the code, and which of them is ours', async () => {
    server.replies[SEARCH] = [
      200,
      {
        clients: [
          { id: 'a', uic: 'mbeibr7ki2 ' },
          { id: 7, reference: 'ref-1' },
        ],
      },
    ];
    expect(await search()).toEqual({
      outcome: 'found',
      clients: [
        expect.objectContaining({ id: 'a', code: 'mbeibr7ki2', isOurs: false }),
        expect.objectContaining({ id: '7', code: null, isOurs: true }),
      ],
    });
    expect(server.received[0]?.line).toBe(`GET ${SEARCH}?uic=MBEIBR7KI2`);
  });

  it.each([{ clients: [] }, { clients: null }])('knows nobody: %j', async (body) => {
    server.replies[SEARCH] = [200, body];
    expect(await search()).toEqual({ outcome: 'not-found' });
  });

  it('makes a code of the answers, which is given on trimmed and in capitals', async () => {
    server.replies[GENERATE] = [200, { uic: ' mbeibr7ki2-b ' }];
    expect(await generate()).toEqual({ outcome: 'generated', code: 'MBEIBR7KI2-B' });
    expect(server.received[0]?.body).toEqual({
      last_name_code: 'MBE',
      first_name_code: 'IBR',
      birth_year_digit: '7',
      city_code: 'KI',
      gender_code: '2',
    });
  });

  it('makes the client, with our reference', async () => {
    server.replies[CREATE] = [201, { id: 'client-1' }];
    expect(await create()).toEqual({ outcome: 'created', clientId: 'client-1' });
    expect(server.received[0]?.body).toEqual({
      uic: 'MBEIBR7KI2',
      reference: 'ref-1',
      birth_year_digit: '7',
      city_code: 'KI',
      gender_code: '2',
    });
  });

  it('merges nothing and flags nothing before it is configured', async () => {
    const gateway = gatewayWith();
    expect(gateway.can).toEqual({ sameCode: false, merge: false, generate: true });
    const failure = expect.objectContaining({ outcome: 'rejected', cause: 'not-supported' }) as unknown;
    expect(await gateway.merge({ keep: 'a', merge: 'b' }, PATIENCE)).toEqual(failure);
    expect(await gateway.flagDuplicate({ original: 'a', duplicate: 'b' }, PATIENCE)).toEqual(failure);
    expect(server.received).toEqual([]);
  });
});

describe('a server that speaks otherwise', () => {
  it('has its own paths, headers and bodies, in which values keep their type', async () => {
    server.replies['/registre/MBE%2FIBR%207/neuf'] = [200, { data: { key: 'k1' } }];
    const gateway = gatewayWith(`
answers: { gender: { '2': female } }
endpoints:
  create:
    method: PUT
    path: "/registre/{{code}}/neuf"
    query: { ref: "r {{reference}}" }
    headers: { Idempotency-Key: "{{reference}}" }
    body: { double: "{{possibleDuplicate}}", list: ["{{answers.gender}}"], since: "le {{issuedAt}}", n: 1, no: null }
    read: { clientId: /data/key }
`);
    const created = await gateway.create(registrationWith({ code: 'MBE/IBR 7' }), PATIENCE);
    expect(created).toEqual({ outcome: 'created', clientId: 'k1' });
    expect(server.received[0]).toMatchObject({
      line: 'PUT /registre/MBE%2FIBR%207/neuf?ref=r%20ref-1',
      headers: { 'idempotency-key': 'ref-1' },
      body: { double: true, list: ['female'], since: 'le 2026-11-21T08:00:00.000Z', n: 1, no: null },
    });
  });

  it.each([
    ['auth: bearer', 'authorization', 'Bearer d2pat_abcdef123456'],
    ['auth: { bearer: other }', 'authorization', 'Bearer other'],
    ['auth: { apiToken: other }', 'authorization', 'ApiToken other'],
    ['auth: { basic: { username: é, password: p } }', 'authorization', 'Basic w6k6cA=='],
    ['auth: { header: { name: X-Key, value: other } }', 'x-key', 'other'],
    ['auth: none', 'authorization', undefined],
  ])('is told who we are by %s', async (yaml, header, value) => {
    server.replies[VALIDATE] = [200, { exists: false }];
    await validate(yaml);
    expect(server.received[0]?.headers[header]).toBe(value);
  });

  it('takes the account of the settings as Basic', async () => {
    server.replies[VALIDATE] = [200, { exists: false }];
    const account: Dhis2Account = { kind: 'basic', username: 'relais', password: new Secret('pass') };
    await gatewayWith('', { account }).validate(registrationWith(), PATIENCE);
    expect(server.received[0]?.headers.authorization).toBe('Basic cmVsYWlzOnBhc3M=');
  });

  it('stands below a path', async () => {
    server.replies['/dhis2/api/uic/validate'] = [200, { exists: false }];
    const gateway = gatewayWith('', { base: `http://127.0.0.1:${port}/dhis2` });
    expect(await gateway.validate(registrationWith(), PATIENCE)).toEqual({ outcome: 'not-found' });
  });

  it('is asked by GET or POST where it only looks', async () => {
    server.replies[VALIDATE] = [200, { exists: 0 }];
    server.replies[SEARCH] = [200, { clients: [] }];
    const gateway = gatewayWith('endpoints: { validate: { method: GET }, search: { method: POST } }');
    await gateway.validate(registrationWith(), PATIENCE);
    await gateway.search(registrationWith(), PATIENCE);
    expect(server.received.map(({ line, body }) => [line, body])).toEqual([
      [`GET ${VALIDATE}?uic=MBEIBR7KI2`, undefined],
      [`POST ${SEARCH}`, { uic: 'MBEIBR7KI2' }],
    ]);
  });

  it('is called only for what it has', async () => {
    server.replies[SEARCH] = [200, { clients: [] }];
    const gateway = gatewayWith('endpoints: { validate: { enabled: false }, generate: { enabled: false } }');
    expect(gateway.can.generate).toBe(false);
    expect(await gateway.generate(registrationWith(), PATIENCE)).toEqual({
      outcome: 'generated',
      code: 'MBEIBR7KI2',
    });
    expect(await gateway.validate(registrationWith(), PATIENCE)).toEqual({ outcome: 'not-found' });
    expect(server.received.map(({ line }) => line)).toEqual([`GET ${SEARCH}?uic=MBEIBR7KI2`]);
  });

  it('merges and flags where it has addresses for it', async () => {
    server.replies['/clients/a%2Fb/merge'] = [204];
    server.replies['/api/duplicates/flag'] = [200, { status: 'OK' }];
    const gateway = gatewayWith(`
sameCode: true
endpoints:
  merge: { path: "/clients/{{keep}}/merge", body: { other: "{{merge}}" } }
  flag: { enabled: true }
`);
    expect(gateway.can).toEqual({ sameCode: true, merge: true, generate: true });
    expect(await gateway.merge({ keep: 'a/b', merge: 'c' }, PATIENCE)).toEqual({ outcome: 'merged' });
    expect(await gateway.flagDuplicate({ original: 'a', duplicate: 'b' }, PATIENCE)).toEqual({
      outcome: 'flagged',
    });
    expect(server.received.map(({ body }) => body)).toEqual([
      { other: 'c' },
      { original: 'a', duplicate: 'b' },
    ]);
  });

  it.each<[Reply, string, string]>([
    [[409, { code: 'MINE', id: 'c' }], 'pointer: /code, equals: MINE, outcome: already-ours', 'already-ours'],
    [[200, { code: 'TAKEN' }], 'pointer: /code, equals: TAKEN, outcome: used-by-another', 'used-by-another'],
    [[409, { id: 'c' }], 'status: 409, outcome: created', 'created'],
    [[404, {}], 'status: [404, 423], outcome: retryable', 'retryable'],
    [[400, {}], 'status: 400, outcome: unauthorised', 'unauthorised'],
    [[503, {}], 'status: 503, outcome: unknown', 'unknown'],
    [[500, {}], 'status: 500, outcome: rejected', 'rejected'],
    [[409, {}], 'status: 409, outcome: misconfigured', 'misconfigured'],
  ])('answers %j and means what %s says', async (reply, rule, outcome) => {
    server.replies[CREATE] = reply;
    expect(await create(`endpoints: { create: { outcomes: [{ ${rule} }] } }`)).toMatchObject({ outcome });
  });

  it('says with 200 and a word that the code is taken, or free', async () => {
    const yaml =
      'endpoints: { validate: { outcomes: [{ pointer: /state, equals: taken, outcome: found }, { pointer: /state, equals: free, outcome: not-found }] } }';
    server.replies[VALIDATE] = [200, { state: 'taken' }];
    expect(await validate(yaml)).toEqual({ outcome: 'found', clients: [] });
    server.replies[VALIDATE] = [200, { state: 'free' }];
    expect(await validate(yaml)).toEqual({ outcome: 'not-found' });
  });

  it('has a success of its own', async () => {
    const yaml = 'endpoints: { create: { success: { status: [200, 302], pointer: /ok, equals: true } } }';
    server.replies[CREATE] = [302, { ok: true, id: 'c' }];
    expect(await create(yaml)).toEqual({ outcome: 'created', clientId: 'c' });
    server.replies[CREATE] = [200, { ok: false, id: 'c' }];
    expect(await create(yaml)).toMatchObject({
      outcome: 'misconfigured',
      cause: 'error-body',
      partial: true,
    });
    server.replies[CREATE] = [201, { ok: true, id: 'c' }];
    expect(await create(yaml)).toMatchObject({ outcome: 'misconfigured', partial: true });
  });
});

describe('what a status usually means', () => {
  it('a refusal of the data stops nobody else, and kills nobody', async () => {
    server.replies[CREATE] = [422, { message: 'unknown field' }];
    expect(await create()).toMatchObject({ outcome: 'misconfigured', cause: 'http-422', partial: true });
    server.replies[CREATE] = [405, { message: 'POST?' }];
    expect(await create()).not.toHaveProperty('partial');
  });

  it.each([
    ['create', 301, 'misconfigured', 'redirect'],
    ['create', 302, 'misconfigured', 'redirect'],
    ['create', 400, 'misconfigured', 'http-400'],
    ['create', 401, 'unauthorised', 'http-401'],
    ['create', 403, 'unauthorised', 'http-403'],
    ['create', 404, 'misconfigured', 'http-404'],
    ['create', 405, 'misconfigured', 'http-405'],
    ['create', 408, 'retryable', 'http-408'],
    ['create', 422, 'misconfigured', 'http-422'],
    ['create', 429, 'retryable', 'http-429'],
    ['create', 500, 'unknown', 'http-500'],
    ['create', 501, 'misconfigured', 'http-501'],
    ['search', 500, 'retryable', 'http-500'],
    ['create', 502, 'unknown', 'http-502'],
    ['create', 503, 'retryable', 'http-503'],
    ['create', 504, 'unknown', 'http-504'],
    ['search', 504, 'retryable', 'http-504'],
    ['search', 401, 'unauthorised', 'http-401'],
    ['validate', 422, 'misconfigured', 'http-422'],
    ['generate', 404, 'misconfigured', 'http-404'],
    ['generate', 502, 'retryable', 'http-502'],
  ] as const)('%s answered by %i is %s', async (name, status, outcome, cause) => {
    const reply: Reply = [status, { message: 'no' }, { location: '/login', 'retry-after': '30' }];
    server.replies = { [VALIDATE]: reply, [SEARCH]: reply, [GENERATE]: reply, [CREATE]: reply };
    const failure = await { create, search, validate, generate }[name]();
    expect(failure).toMatchObject({ outcome, cause, status, words: 'no', retryAfterMs: 30_000 });
    expect('advice' in failure && failure.advice).toMatch(/\S{4}/);
    expect(server.received).toHaveLength(1);
  });

  it.each(['search', 'validate'] as const)(
    '%s answered by 404 knows nobody, unless a page says it',
    async (name) => {
      const looks = { search, validate };
      expect(await looks[name]()).toEqual({ outcome: 'not-found' });
      const page: Reply = [404, '<html><title>Not found</title></html>'];
      server.replies = { [VALIDATE]: page, [SEARCH]: page };
      expect(await looks[name]()).toMatchObject({
        outcome: 'misconfigured',
        cause: 'http-404',
        words: 'Not found',
      });
    },
  );

  it('create answered by 409 is somebody else, or ours by its reference', async () => {
    server.replies[CREATE] = [409, { message: 'exists' }];
    expect(await create()).toMatchObject({ outcome: 'used-by-another', words: 'exists' });
    server.replies[CREATE] = [409, { id: 'c', reference: 'other' }];
    expect(await create()).toMatchObject({ outcome: 'used-by-another' });
    server.replies[CREATE] = [409, { id: 'c', reference: 'ref-1' }];
    expect(await create()).toEqual({ outcome: 'already-ours', clientId: 'c' });
  });
});

describe('a bad answer', () => {
  it.each<[string, Reply]>([
    ['a page of a login', [200, '<!doctype html><title>DHIS 2 Login</title><form>']],
    ['a text', [200, 'ok']],
  ])('%s is no answer', async (_, reply) => {
    server.replies = { [VALIDATE]: reply, [SEARCH]: reply, [GENERATE]: reply, [CREATE]: reply };
    for (const ask of [validate, search, generate, create])
      expect(await ask()).toMatchObject({ outcome: 'misconfigured', cause: 'not-json' });
  });

  it.each([
    { status: 'ERROR', message: 'no such town' },
    { status: 'error', id: 'c', exists: true, clients: [], uic: 'A' },
    { error: 'no such town' },
    { error: { message: 'no such town' } },
    { success: false },
  ])('of 200 that tells of an error is none: %j', async (body) => {
    server.replies = {
      [VALIDATE]: [200, body],
      [SEARCH]: [200, body],
      [GENERATE]: [200, body],
      [CREATE]: [200, body],
    };
    for (const ask of [validate, search, generate, create])
      expect(await ask()).toMatchObject({ outcome: 'misconfigured', cause: 'error-body', partial: true });
  });

  it.each([{ uic: 5 }, { uic: '  ' }, { uic: 'A'.repeat(65) }, { code: 'A' }, [], 'A', null])(
    'of generate is no code: %j',
    async (body) => {
      server.replies[GENERATE] = (response) => response.end(JSON.stringify(body));
      expect(await generate()).toMatchObject({ outcome: 'misconfigured', cause: 'shape' });
    },
  );

  it.each([{}, { exists: 'perhaps' }, [], null, { exists: 'constructor' }])(
    'of validate is no yes and no no: %j',
    async (body) => {
      server.replies[VALIDATE] = [200, body];
      expect(await validate()).toMatchObject({ outcome: 'misconfigured', cause: 'shape' });
    },
  );

  it.each([
    {},
    { clients: [{ uic: 'MBEIBR7KI2' }] },
    { clients: [null] },
    { clients: ['a'] },
    { clients: 'none' },
    [],
  ])('of search is no list of clients: %j', async (body) => {
    server.replies[SEARCH] = [200, body];
    expect(await search()).toMatchObject({ outcome: 'misconfigured', cause: 'shape' });
  });

  it('of a search that did not understand the code is noticed; one that finds too much is sifted', async () => {
    server.replies[SEARCH] = [200, { clients: [{ id: 'a', uic: 'AAABBB1KI1' }] }];
    expect(await search()).toMatchObject({ outcome: 'misconfigured', cause: 'other-codes' });
    server.replies[SEARCH] = [
      200,
      {
        clients: [
          { id: 'a', uic: 'AAABBB1KI1' },
          { id: 'b', uic: 'MBEIBR7KI2' },
        ],
      },
    ];
    expect(await search()).toMatchObject({ outcome: 'found', clients: [{ id: 'b' }] });
  });

  it('of create that gives no id leaves open what was done', async () => {
    const job = { httpStatus: 'OK', status: 'OK', message: 'Tracker job added', response: { id: 'job' } };
    server.replies[CREATE] = [200, job];
    expect(await create()).toMatchObject({
      outcome: 'unknown',
      cause: 'no-client-id',
      words: 'Tracker job added',
    });
    server.replies[CREATE] = [201];
    expect(await create()).toMatchObject({ outcome: 'unknown', cause: 'no-client-id' });
    server.replies[CREATE] = [201, undefined, { location: 'https://elsewhere/clients/c%209?x=1' }];
    expect(await create()).toEqual({ outcome: 'created', clientId: 'c 9' });
  });

  it('of too much is not read', async () => {
    const body = { clients: [], filler: 'x'.repeat(1 << 20) };
    server.replies = { [SEARCH]: [200, body], [CREATE]: [200, body] };
    expect(await search()).toMatchObject({ outcome: 'misconfigured', cause: 'answer-too-large' });
    expect(await create()).toMatchObject({ outcome: 'unknown', cause: 'answer-too-large' });
  });
});

describe('no answer', () => {
  it('because the connection broke after the request leaves open what create did', async () => {
    const cut: Reply = (response) => response.destroy();
    server.replies = { [CREATE]: cut, [SEARCH]: cut };
    expect(await create()).toMatchObject({ outcome: 'unknown', cause: 'cut' });
    expect(await search()).toMatchObject({ outcome: 'retryable', cause: 'cut' });
  });

  it('in time leaves open what create did', async () => {
    const slow: Reply = () => undefined;
    server.replies = { [CREATE]: slow, [VALIDATE]: slow };
    const gateway = gatewayWith('endpoints: { create: { timeoutMs: 100 } }');
    const begun = Date.now();
    expect(await gateway.create(registrationWith(), PATIENCE)).toMatchObject({
      outcome: 'unknown',
      cause: 'timeout',
    });
    expect(await gateway.validate(registrationWith(), { leftMs: 100 })).toMatchObject({
      outcome: 'retryable',
      cause: 'timeout',
    });
    expect(Date.now() - begun).toBeLessThan(1_000);
  });

  it('is waited for when no time is left', async () => {
    const failure = await gatewayWith().create(registrationWith(), { leftMs: 0 });
    expect(failure).toMatchObject({ outcome: 'retryable', cause: 'timeout' });
    expect(server.received).toEqual([]);
  });

  it('because we stopped', async () => {
    const failure = await gatewayWith().create(registrationWith(), {
      leftMs: 100,
      signal: AbortSignal.abort(),
    });
    expect(failure).toMatchObject({ outcome: 'retryable', cause: 'called-off' });
  });

  it('because nobody is there', async () => {
    const gateway = gatewayWith('', { base: 'http://127.0.0.1:1' });
    expect(await gateway.create(registrationWith(), PATIENCE)).toMatchObject({
      outcome: 'retryable',
      cause: 'unreachable',
    });
  });

  it('to TLS where there is none', async () => {
    const gateway = gatewayWith('', { base: `https://127.0.0.1:${port}` });
    expect(await gateway.create(registrationWith(), PATIENCE)).toMatchObject({
      outcome: 'misconfigured',
      cause: 'tls',
    });
  });

  it('because the certificate is nobody’s', async () => {
    const secure = new FakeServer({ key: KEY, cert: CERT });
    const base = `https://127.0.0.1:${await secure.open()}`;
    const failure = await gatewayWith('', { base }).create(registrationWith(), PATIENCE);
    await secure.close();
    expect(failure).toMatchObject({ outcome: 'misconfigured', cause: 'certificate' });
    expect(secure.received).toEqual([]);
  });
});

describe('the answers that are sent', () => {
  it('are those of the addresses that are on, and of the tables', () => {
    const shipped = ['family', 'given', 'year', 'town', 'gender'];
    expect(gatewayWith('').answers).toEqual({ needed: shipped, used: shipped });
    const changed = `answers: { mother: { '1': M } }
endpoints:
  generate: { enabled: false }
  create: { body: { uic: '{{code}}', born: '{{answers.year}}-{{ answers.month }}' } }`;
    expect(gatewayWith(changed).answers).toEqual({
      needed: ['year', 'month'],
      used: ['year', 'month', 'mother'],
    });
  });
});

describe('what cannot be sent', () => {
  it('because an answer is missing is not sent', async () => {
    const failure = await gatewayWith(
      'endpoints: { create: { body: { mother: "{{answers.mother}}" } } }',
    ).create(registrationWith(), PATIENCE);
    expect(failure).toMatchObject({ outcome: 'misconfigured', cause: 'value-missing', partial: true });
    expect('advice' in failure && failure.advice).toContain('{{answers.mother}}');
    expect(server.received).toEqual([]);
  });

  it('because an answer has no translation is not sent', async () => {
    const failure = await create("answers: { gender: { '1': M } }");
    expect(failure).toMatchObject({ outcome: 'misconfigured', cause: 'value-missing', partial: true });
  });

  it('because it would lead to another path is not sent', async () => {
    const gateway = gatewayWith('endpoints: { merge: { path: "/clients/{{keep}}/merge" } }');
    expect(await gateway.merge({ keep: '..', merge: 'b' }, PATIENCE)).toMatchObject({
      cause: 'value-missing',
    });
    expect(server.received).toEqual([]);
  });
});

describe('after an attempt of which the end is unknown', () => {
  const confirm = (known: string[], ...found: object[]) => {
    server.replies[SEARCH] = [200, { clients: found }];
    return gatewayWith().confirm(registrationWith(), known, PATIENCE);
  };

  it('the client with our reference is ours', async () => {
    expect(await confirm([], { id: 'a' }, { id: 'b', reference: 'ref-1' })).toEqual({
      outcome: 'already-ours',
      clientId: 'b',
    });
  });

  it('the only one who was not there before is ours', async () => {
    expect(await confirm(['a'], { id: 'a' }, { id: 'b' })).toEqual({ outcome: 'created', clientId: 'b' });
  });

  it('nobody new means that nothing was made', async () => {
    expect(await confirm([])).toEqual({ outcome: 'not-found' });
    expect(await confirm(['a'], { id: 'a' })).toEqual({ outcome: 'not-found' });
    expect(await confirm([], { id: 'c', reference: 'of-others' })).toEqual({ outcome: 'not-found' });
  });

  it('several new ones are for a person to tell apart', async () => {
    expect(await confirm([], { id: 'a' }, { id: 'b' })).toMatchObject({
      cause: 'several-candidates',
      review: 'unclear',
    });
  });

  it('a server that does not say who is for a person too', async () => {
    server.replies[VALIDATE] = [200, { exists: true }];
    const gateway = gatewayWith('endpoints: { search: { enabled: false } }');
    expect(await gateway.confirm(registrationWith(), [], PATIENCE)).toMatchObject({
      cause: 'cannot-confirm',
      review: 'unclear',
    });
  });
});

describe('the server’s own words', () => {
  it('never hold the code, an answer, a credential or a telephone number', async () => {
    const message =
      'Code mbeibr7ki2 (MBE IBR 7KI2, MBEIBR-7KI2) of MBE, IBR; year=7 town "KI"; NUMBER 17 stays; token d2pat_abcdef123456; +243 810 000 001';
    server.replies[CREATE] = [422, { message }];
    const failure = await create();
    expect(failure).toMatchObject({ outcome: 'misconfigured', partial: true });
    const said = JSON.stringify(failure);
    expect(said).not.toMatch(/mbeibr|\bMBE\b|\bIBR\b|\bKI\b|7KI2|abcdef|810/i);
    expect(said).toContain('NUMBER 17 stays');
  });

  it('are those of the place that the file names, and nothing else of the body', async () => {
    server.replies[CREATE] = [422, { info: { fr: 'Ville inconnue' }, other: 'Jeanne' }];
    expect(await create('endpoints: { create: { read: { message: /info/fr } } }')).toMatchObject({
      words: 'Ville inconnue',
    });
    expect(await create()).toMatchObject({ words: '' });
  });

  it('are a thousand characters at most', async () => {
    server.replies[CREATE] = [422, { message: 'é'.repeat(5000) }];
    expect(await create()).toMatchObject({ words: 'é'.repeat(1000) });
  });
});
