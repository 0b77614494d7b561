import { ACCOUNT, accountsAt } from '../graph/accounts.fake.js';
import type { Accounts } from '../graph/accounts.js';
import { GraphFake, openSocketServer, says } from '../graph/graph.fake.js';
import { recordedManagement } from '../graph/recorded.fake.js';
import { FakeTokens } from '../../../token/token.fake.js';
import { MetaTemplateSource } from './meta.source.js';

const CALLS = recordedManagement();
const ID = '572279198452421';
const DRAFT = {
  name: 'bienvenue',
  language: 'fr',
  category: 'UTILITY',
  components: [{ type: 'BODY', text: 'Bienvenue au centre.' }],
};

let graph: GraphFake;
let opened: Accounts[];
let waits: number[];

function source(over: Parameters<typeof accountsAt>[2] = {}, url = graph.url): MetaTemplateSource {
  const accounts = accountsAt(url, new FakeTokens(['EAAtoken', 'EAAnext']), over);
  opened.push(accounts);
  return new MetaTemplateSource(
    accounts,
    { now: () => new Date('2026-11-21T02:00:00Z') },
    async (ms) => void waits.push(ms),
  );
}

beforeEach(async () => {
  graph = await GraphFake.open();
  opened = [];
  waits = [];
});
afterEach(async () => {
  await Promise.all(opened.map((accounts) => accounts.onApplicationShutdown()));
  await graph.close();
});

function replays(name: string) {
  const { status, response, headers } = CALLS.get(name) ?? { status: 0, response: '', headers: {} };
  return says(status, response, headers);
}

const asked = () => graph.received.map(({ method, url }) => `${method} ${url}`);
const bodyAt = (at: number) => JSON.parse(String(graph.received[at]?.body)) as unknown;

describe('one template', () => {
  it('is read by its id', async () => {
    graph.answers(
      says(200, { id: ID, name: 'a', language: 'fr', status: 'PAUSED', category: 'UTILITY', components: [] }),
    );
    expect(await source().one(ACCOUNT, ID)).toMatchObject({ remoteId: ID, status: 'PAUSED' });
    expect(asked()[0]).toMatch(`GET /v25.0/${ID}?fields=id%2Cname`);
  });

  it('that is not there is none', async () => {
    graph.answers(replays('not-there'));
    expect(await source().one(ACCOUNT, ID)).toBeNull();
  });

  it.each([
    ['cannot be understood', says(200, { id: ID, name: 'a' }), 'malformed-answer'],
    ['may not be read', says(403, { error: { code: 200 } }), 'permission'],
  ])('that %s is an error', async (_about, answer, cause) => {
    graph.answers(answer);
    await expect(source().one(ACCOUNT, ID)).rejects.toMatchObject({ cause });
  });

  it('with a hostile id is not even asked for', async () => {
    await expect(source().one(ACCOUNT, '1/../2')).rejects.toMatchObject({ cause: 'refused' });
    await expect(source().edit(ACCOUNT, 'me', {})).rejects.toMatchObject({ cause: 'refused' });
    await expect(source().remove(ACCOUNT, 'a', '1&x=2')).rejects.toMatchObject({ cause: 'refused' });
    expect(graph.received).toEqual([]);
  });
});

describe('a new template', () => {
  it('is sent exactly as recorded, and may come into another category', async () => {
    graph.answers(replays('template-created'));
    expect(await source().create(ACCOUNT, DRAFT)).toEqual({
      remoteId: '572279198452423',
      status: 'PENDING',
      category: 'MARKETING',
    });
    const { request } = CALLS.get('template-created') ?? {};
    expect([asked()[0], bodyAt(0)]).toEqual([`${request?.method} ${request?.path}`, request?.body]);
  });

  it('tells its parameter format and how long its messages may wait', async () => {
    graph.answers(says(200, { id: 9007199254740991, status: 'approved' }));
    expect(
      await source().create(ACCOUNT, { ...DRAFT, parameterFormat: 'NAMED', sendTtlSeconds: 600 }),
    ).toEqual({
      remoteId: '9007199254740991',
      status: 'APPROVED',
      category: 'UTILITY',
    });
    expect(bodyAt(0)).toMatchObject({ parameter_format: 'NAMED', message_send_ttl_seconds: 600 });
  });

  it('that is refused is refused in our words and Meta’s', async () => {
    graph.answers(replays('template-exists'));
    await expect(source().create(ACCOUNT, DRAFT)).rejects.toMatchObject({
      cause: 'duplicate',
      kind: 'conflict',
      publicText: expect.stringMatching(
        /existe déjà dans cette langue.*There is already French content/,
      ) as string,
    });
  });

  it.each([
    ['Meta falls over', says(500, '')],
    ['the answer is no JSON', says(200, '<html>')],
    ['the answer has no id', says(200, { status: 'PENDING' })],
  ])('is not sent again when %s: it may be there already', async (_about, answer) => {
    graph.answers(answer);
    await expect(source().create(ACCOUNT, DRAFT)).rejects.toMatchObject({ retryable: true });
    expect(graph.received).toHaveLength(1);
  });

  it('is not sent again when the connection breaks after it left', async () => {
    let taken = 0;
    const server = await openSocketServer((socket) => {
      taken += 1;
      socket.destroy();
    });
    await expect(source({}, server.url).create(ACCOUNT, DRAFT)).rejects.toMatchObject({
      cause: 'unreachable',
      publicText: expect.stringContaining('peut-être abouti') as string,
    });
    expect([taken, waits]).toEqual([1, []]);
    await server.close();
  });

  it('is sent again when it certainly did not arrive, or was only put off', async () => {
    const gone = await openSocketServer(() => {});
    await gone.close();
    await expect(source({}, gone.url).create(ACCOUNT, DRAFT)).rejects.toMatchObject({ cause: 'unreachable' });
    expect(waits).toHaveLength(4);
    graph.answers(
      says(429, '', { 'retry-after': '3' }),
      says(401, { error: { code: 190 } }),
      replays('template-created'),
    );
    expect(await source().create(ACCOUNT, DRAFT)).toMatchObject({ status: 'PENDING' });
    expect(waits.at(-1)).toBe(3_000);
  });
});

describe('a template that is there', () => {
  it('is changed in what is given, and nothing else', async () => {
    graph.answers(replays('template-changed'));
    await source().edit(ACCOUNT, ID, { components: DRAFT.components });
    expect([asked(), bodyAt(0)]).toEqual([[`POST /v25.0/${ID}`], { components: DRAFT.components }]);
  });

  it('that Meta does not change is an error', async () => {
    graph.answers(says(200, { success: false }));
    await expect(source().edit(ACCOUNT, ID, {})).rejects.toMatchObject({ cause: 'refused' });
  });

  it('is removed in one language by its id, in all by its name', async () => {
    graph.answers(replays('template-changed'));
    await source().remove(ACCOUNT, 'bienvenue', ID);
    await source().remove(ACCOUNT, 'bienvenue');
    expect(asked()).toEqual([
      `DELETE /v25.0/${ACCOUNT}/message_templates?name=bienvenue&hsm_id=${ID}`,
      `DELETE /v25.0/${ACCOUNT}/message_templates?name=bienvenue`,
    ]);
  });
});

describe('a file for a header', () => {
  const file = { name: 'affiche.png', mime: 'image/png', bytes: Buffer.from('0123456789') };
  const handle = (CALLS.get('upload-done')?.response as { h: string } | undefined)?.h;
  const session = CALLS.get('upload-done')?.request?.path;

  it('is handed over as recorded, with another word before the token', async () => {
    graph.answers(replays('upload-session'), replays('upload-done'));
    expect(await source().upload(ACCOUNT, file)).toBe(handle);
    expect(asked()).toEqual([`POST ${CALLS.get('upload-session')?.request?.path}`, `POST ${session}`]);
    expect(graph.received[1]?.headers).toMatchObject({ authorization: 'OAuth EAAtoken', file_offset: '0' });
    expect(String(graph.received[1]?.body)).toBe('0123456789');
  });

  it('goes on where it broke off', async () => {
    graph.answers(
      replays('upload-session'),
      says(502, ''),
      says(200, { id: 'upload:x', file_offset: 4 }),
      replays('upload-done'),
    );
    expect(await source().upload(ACCOUNT, file)).toBe(handle);
    expect(asked()[2]).toBe(`GET ${session}`);
    expect(graph.received[3]?.headers['file_offset']).toBe('4');
    expect(String(graph.received[3]?.body)).toBe('456789');
  });

  it('begins anew when nobody knows where it broke off', async () => {
    graph.answers(
      replays('upload-session'),
      says(502, ''),
      says(200, { file_offset: 'x' }),
      replays('upload-done'),
    );
    await source().upload(ACCOUNT, file);
    expect(String(graph.received[3]?.body)).toBe('0123456789');
  });

  it.each([
    [
      'is never taken',
      [
        replays('upload-session'),
        says(502, ''),
        says(200, { file_offset: 0 }),
        says(502, ''),
        says(200, {}),
        says(502, ''),
        says(200, {}),
        says(502, ''),
        says(200, {}),
        says(502, ''),
        says(200, {}),
        says(502, ''),
      ],
      'unreachable',
    ],
    ['is refused', [replays('upload-session'), says(400, { error: { code: 100 } })], 'refused'],
    ['may not even begin', [says(403, { error: { code: 10 } })], 'permission'],
    ['would go to a hostile address', [says(200, { id: '../1/messages' })], 'malformed-answer'],
    ['gets no handle', [replays('upload-session'), says(200, { h: 7 })], 'malformed-answer'],
  ])('that %s is an error', async (_about, answers, cause) => {
    graph.answers(...answers);
    await expect(source().upload(ACCOUNT, file)).rejects.toMatchObject({ cause });
  });

  it('needs the app’s id', async () => {
    await expect(source({ appId: undefined }).upload(ACCOUNT, file)).rejects.toMatchObject({
      cause: 'refused',
      publicText: expect.stringContaining('WHATSAPP_APP_ID') as string,
    });
  });
});

it('an account without its own id has no templates', () => {
  expect(source({ businessAccountId: undefined }).accounts).toEqual([]);
});
