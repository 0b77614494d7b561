import { readFileSync } from 'node:fs';
import type { CommerceItem } from '../../../catalog/catalog.port.js';
import { SystemClock } from '../../../kernel/clock.js';
import { FakeTokens } from '../../../token/token.fake.js';
import { ownNumber, OwnNumbersFake } from '../../../whatsapp/whatsapp-numbers.fake.js';
import { Accounts } from '../graph/accounts.js';
import { ACCOUNT, NUMBER, settingsAt } from '../graph/accounts.fake.js';
import { GraphFake, says } from '../graph/graph.fake.js';
import { MetaCommerce } from './commerce.client.js';

interface Recorded {
  request: { method: string; path: string; body?: unknown };
  status: number;
  response: Record<string, unknown>;
}

const recorded = (name: string) =>
  JSON.parse(readFileSync(`fixtures/meta/commerce/${name}.json`, 'utf8')) as Recorded;
const CATALOG = '700000000000001';
const SIGNAL = new AbortController().signal;
const TOO_MUCH = {
  error: { code: 1, message: "Please reduce the amount of data you're asking for, then retry your request" },
};

const offer = (sku: string, over: Partial<NonNullable<CommerceItem['product']>> = {}): CommerceItem => ({
  sku,
  product: {
    title: `Produit ${sku}`,
    description: 'Décrit',
    price: '1.00',
    currency: 'USD',
    inStock: true,
    images: [],
    link: null,
    ...over,
  },
});

let graph: GraphFake;
let accounts: Accounts;
let own: OwnNumbersFake;
let target: MetaCommerce;

beforeEach(async () => {
  graph = await GraphFake.open();
  own = new OwnNumbersFake();
  accounts = new Accounts(settingsAt(graph.url, { phoneNumberId: undefined }), new FakeTokens(), own);
  const number = { id: NUMBER, channel: 'meta', accountId: ACCOUNT, catalogId: CATALOG };
  own.add({ id: ACCOUNT, channel: 'meta', label: 'A', numbers: [ownNumber(number)] });
  const clock = new SystemClock();
  target = new MetaCommerce(accounts, own, {
    clock,
    page: 'https://relais.exemple.cd',
    wait: async () => {},
  });
});
afterEach(async () => {
  await accounts.onApplicationShutdown();
  await graph.close();
});

const bodyOf = (at: number) =>
  JSON.parse(graph.received[at]?.body.toString() ?? '{}') as { requests: { data: { id: string } }[] };
const failing = async (status: number, body: unknown, headers = {}) => {
  graph.answers(says(status, body, headers));
  return target.push(CATALOG, [offer('A')], SIGNAL);
};

describe('Meta’s commerce catalogues', () => {
  it('are those of our numbers, each once', () => {
    expect(target.catalogs()).toEqual([CATALOG]);
    const more = (id: string, catalogId: string | null) =>
      ownNumber({ id, channel: 'meta', accountId: 'B', catalogId });
    const numbers = [more('1', CATALOG), more('2', '9'), more('3', null), more('4', '../me')];
    own.add({ id: 'B', channel: 'meta', label: 'B', numbers });
    own.add({ id: 'C', channel: 'other', label: 'C', numbers: [more('5', '8')] });
    expect(target.catalogs()).toEqual([CATALOG, '9']);
  });

  it('take products in Meta’s words, and say at once what is wrong with some', async () => {
    const { request, response } = recorded('items-batch');
    graph.answers(says(200, response));
    const image = 'https://img.exemple.cd/savon.jpg';
    const soap = { title: 'Savon de Marseille', description: 'Un savon', price: '0.75', images: [image] };
    const lamp = { title: 'Lampe', description: 'Lampe', price: '8.00', inStock: false };
    const items = [offer('SAV-04', soap), offer('LMP-02', lamp), { sku: 'OLD-99', product: null }];
    const pushed = await target.push(CATALOG, items, SIGNAL);
    const [call] = graph.received;
    expect([call?.method, call?.url]).toEqual([request.method, request.path]);
    expect(bodyOf(0)).toEqual(request.body);
    expect(call?.headers.authorization).toMatch(/^Bearer \S+$/);
    expect(pushed.handle).toBe('AczwaOW7j_EuQ5peV3kGq8X9qc7cDiv');
    expect(pushed.results).toEqual([
      {
        sku: 'LMP-02',
        ok: false,
        errors: ['Il manque une image. Meta dit : « The required field image_link is missing ».'],
        warnings: [],
      },
      {
        sku: 'SAV-04',
        ok: true,
        errors: [],
        warnings: ['L’image n’a pas la bonne taille. Meta dit : « Image size is too small ».'],
      },
    ]);
  });

  it('are asked until a batch is done; then each item without words is taken', async () => {
    graph.answers(
      says(200, recorded('batch-started').response),
      says(200, recorded('batch-finished').response),
    );
    expect(await target.poll(CATALOG, 'h_1', SIGNAL)).toBeNull();
    expect(await target.poll(CATALOG, 'h_1', SIGNAL)).toEqual([
      {
        sku: 'SAV-04',
        ok: false,
        errors: ['Le prix n’est pas accepté. Meta dit : « Invalid value: price must be greater than zero ».'],
        warnings: [],
      },
      {
        sku: 'RIZ-25',
        ok: true,
        errors: [],
        warnings: ['Meta dit : « The text is written in capitals ».'],
      },
      { sku: 'TEL-03', ok: false, errors: ['Meta l’a refusé sans dire pourquoi.'], warnings: [] },
    ]);
    const asked = new URL(graph.received[0]?.url ?? '', graph.url);
    expect(asked.pathname).toBe(recorded('batch-started').request.path);
    expect(Object.fromEntries(asked.searchParams)).toEqual({
      handle: 'h_1',
      load_ids_of_invalid_requests: 'true',
    });
  });

  it('get a batch in halves that is too much for Meta; its handles are asked about together', async () => {
    let made = 0;
    graph.answers((request, response) => {
      const { requests } = JSON.parse(request.body.toString()) as { requests: unknown[] };
      if (requests.length > 2) return says(500, TOO_MUCH)(request, response);
      made += 1;
      return says(200, { handles: [`h${made}`] })(request, response);
    });
    const skus = ['A', 'B', 'C', 'D', 'E'];
    const pushed = await target.push(
      CATALOG,
      skus.map((sku) => offer(sku)),
      SIGNAL,
    );
    expect(pushed).toEqual({ handle: 'h1 h2 h3', results: [] });
    const taken = graph.received
      .map((_, at) => bodyOf(at).requests.map(({ data }) => data.id))
      .filter((ids) => ids.length <= 2);
    expect(taken).toEqual([['A', 'B'], ['C'], ['D', 'E']]);
    graph.answers(
      says(200, { data: [{ status: 'finished' }] }),
      says(200, { data: [{ status: 'in_progress' }] }),
    );
    expect(await target.poll(CATALOG, 'h1 h2 h3', SIGNAL)).toBeNull();
    graph.answers(says(200, { data: [{ status: 'finished' }] }));
    expect(await target.poll(CATALOG, 'h1 h2 h3', SIGNAL)).toEqual([]);
  });

  it('never get more than Meta takes at once, and refuse an item that is too much alone', async () => {
    const words = 'é'.repeat(9_000);
    graph.answers(says(200, { handles: ['h'] }));
    const many = Array.from({ length: 2_500 }, (_, n) => offer(`S${n}`, { description: words }));
    await target.push(CATALOG, many, SIGNAL);
    expect(graph.received).toHaveLength(3);
    expect(Math.max(...graph.received.map(({ body }) => body.length))).toBeLessThan(28_000_000);
    graph.answers(says(500, TOO_MUCH));
    expect(await target.push(CATALOG, [offer('A')], SIGNAL)).toEqual({
      handle: null,
      results: [
        { sku: 'A', ok: false, errors: ['Cet article est trop volumineux pour Meta.'], warnings: [] },
      ],
    });
  });

  it('say why nothing could be handed over', async () => {
    const cases: [number, unknown, string][] = [
      [401, { error: { code: 190, message: 'Invalid OAuth access token' } }, 'key'],
      [403, { error: { code: 200, message: 'Permissions error' } }, 'permission'],
      [400, { error: { code: 100, error_subcode: 33, message: 'Unsupported post request' } }, 'permission'],
      [400, { error: { code: 80014, message: 'There have been too many calls' } }, 'limit'],
      [503, '<html>down</html>', 'unreachable'],
      [200, '<html>a proxy</html>', 'malformed'],
      [200, {}, 'malformed'],
    ];
    for (const [status, body, cause] of cases)
      await expect(failing(status, body)).rejects.toMatchObject({ cause });
    await expect(target.push('123', [offer('A')], SIGNAL)).rejects.toMatchObject({ cause: 'not-configured' });
  });

  it('name a batch that they know nothing of, or that they gave up', async () => {
    for (const data of [[], [{ status: 'error' }], [{ status: 'Canceled' }]]) {
      graph.answers(says(200, { data }));
      await expect(target.poll(CATALOG, 'h', SIGNAL)).rejects.toMatchObject({ cause: 'malformed' });
    }
  });
});
