import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { Detailed, Kind, Listing, ListingPage } from '../../catalog/catalog.port.js';
import { SystemClock } from '../../kernel/clock.js';
import { Secret } from '../../kernel/secret.js';
import type { InventoryFile } from './config/file-schema.js';
import { configOf } from './config/resolution.js';
import { FakeInventory, FakeKeys, products, send } from './inventory-server.fake.js';
import { RestInventorySource } from './inventory.source.js';

const NOTHING_KNOWN = (): Promise<null> => Promise.resolve(null);
const fixture = (name: string): string => readFileSync(join('fixtures/inventory', name), 'utf8');

let inventory: FakeInventory;
let keys: FakeKeys;
let waits: number[];
const sources: RestInventorySource[] = [];

beforeEach(async () => {
  inventory = await new FakeInventory().open();
  keys = new FakeKeys(['key-one']);
  waits = [];
});
afterEach(async () => {
  await Promise.all(sources.splice(0).map((source) => source.close()));
  inventory.close();
});

function sourceOf(file: InventoryFile = { since: { mode: 'never' } }, concurrency = 4): RestInventorySource {
  const place = { baseUrl: inventory.baseUrl, concurrency };
  const wait = (ms: number): Promise<void> => {
    waits.push(ms);
    return Promise.resolve();
  };
  const source = new RestInventorySource(place, configOf(file, inventory.baseUrl), {
    keys,
    clock: new SystemClock(),
    wait,
  });
  sources.push(source);
  return source;
}

async function pagesOf(
  source: RestInventorySource,
  over: Partial<Listing> = {},
  kind: Kind = 'products',
): Promise<ListingPage[]> {
  const listing = { from: null, since: null, validator: NOTHING_KNOWN, signal: new AbortController().signal };
  const pages: ListingPage[] = [];
  for await (const page of source.list(kind, { ...listing, ...over })) pages.push(page);
  return pages;
}

async function detailsOf(source: RestInventorySource, ids: readonly string[]): Promise<Detailed[]> {
  const found: Detailed[] = [];
  for await (const each of source.details('products', ids, new AbortController().signal)) found.push(each);
  return found;
}

const idsIn = (pages: readonly ListingPage[]): string[] =>
  pages.flatMap(({ items }) => items.map(({ remoteId }) => remoteId));
const causeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'none',
    (error: { cause?: unknown }) => error.cause,
  );

/** What is known of pages that were read. */
const known =
  (pages: readonly ListingPage[]) =>
  (position: string): Promise<string | null> =>
    Promise.resolve(pages.find((page) => page.position === position)?.validator ?? null);

describe('a listing', () => {
  it('is asked for page by page as documented, with the key in its header', async () => {
    inventory.products = products(250);
    const pages = await pagesOf(sourceOf());
    expect(inventory.lines).toEqual([
      'GET /api/products/?page=1&page_size=100',
      'GET /api/products/?page=2&page_size=100',
      'GET /api/products/?page=3&page_size=100',
    ]);
    expect(inventory.seen[0]).toMatchObject({ 'x-api-key': 'key-one', accept: 'application/json' });
    expect(pages.map(({ position, total, items, calls }) => [position, total, items.length, calls])).toEqual([
      ['1', 250, 100, 1],
      ['2', 250, 100, 1],
      ['3', 250, 50, 1],
    ]);
    expect(new Set(idsIn(pages)).size).toBe(250);
    expect(keys.successes).toEqual(['key-one', 'key-one', 'key-one']);
  });

  it('holds products under our names, with what the inventory calls its version', async () => {
    inventory.trick = ({ response }) => {
      response.end(fixture('products-page.json'));
      return true;
    };
    const [page] = await pagesOf(sourceOf());
    expect(page?.items).toEqual([
      {
        remoteId: '1041',
        version: '2026-11-20T06:14:09Z',
        input: {
          sku: 'CHG-SOL-01',
          name: 'Chargeur solaire 10 W',
          description: 'Charge un téléphone en trois heures de soleil.',
          price: '12.50',
          currency: 'USD',
          stock: 40,
          category: 7,
          images: ['https://inventaire.example.org/media/chargeur.jpg'],
          active: true,
        },
      },
      {
        remoteId: '1042',
        version: '2026-11-18T16:40:00Z',
        input: { sku: 'LMP-02', name: 'Lampe solaire', price: 8, currency: 'USD', images: [], active: false },
      },
      { remoteId: '1043', version: '2026-11-19T09:00:00Z', input: null },
    ]);
  });

  it('of categories holds names and parents, nested or not', async () => {
    inventory.categories = [
      ...(JSON.parse(fixture('categories-page.json')) as { results: Record<string, unknown>[] }).results,
      { id: 11, name: 'Lampes', parent: { id: 7, name: 'Solaire' } },
    ];
    const [page] = await pagesOf(sourceOf(), {}, 'categories');
    expect(inventory.lines).toEqual(['GET /api/categories/?page=1&page_size=100']);
    expect(page?.items.map(({ remoteId, input }) => [remoteId, input])).toEqual([
      ['5', { name: 'Énergie' }],
      ['7', { name: 'Solaire', parent: 5 }],
      ['9', { name: 'Hygiène' }],
      ['11', { name: 'Lampes', parent: 7 }],
    ]);
  });

  it('begins again where it is told to', async () => {
    inventory.products = products(350);
    const pages = await pagesOf(sourceOf(), { from: '3' });
    expect(inventory.lines.map((line) => /page=\d/.exec(line)?.[0])).toEqual(['page=3', 'page=4']);
    expect(idsIn(pages)[0]).toBe('201');
  });

  it('takes the pages that come where the inventory gives smaller ones', async () => {
    inventory.products = products(120);
    inventory.largestPage = 50;
    const pages = await pagesOf(sourceOf());
    expect(inventory.lines[1]).toBe('GET /api/products/?page=2&page_size=50');
    expect(pages.map(({ position }) => position)).toEqual([
      '1',
      '?page=2&page_size=50',
      '?page=3&page_size=50',
    ]);
    expect(idsIn(pages)).toHaveLength(120);
    const again = await pagesOf(sourceOf(), { from: '?page=3&page_size=50' });
    expect(idsIn(again)).toHaveLength(20);
  });

  it('is stopped at once by whoever asked', async () => {
    inventory.products = products(250);
    const stop = new AbortController();
    inventory.trick = ({ nth }) => {
      if (nth === 2) stop.abort(new Error('enough'));
      return nth === 2;
    };
    await expect(pagesOf(sourceOf(), { signal: stop.signal })).rejects.toThrow('enough');
    expect(inventory.lines).toHaveLength(2);
  });

  it('tells the total of each page, also while it shrinks', async () => {
    inventory.products = products(250);
    inventory.trick = ({ nth }) => {
      if (nth === 2) inventory.products = inventory.products.slice(0, 220);
      return false;
    };
    expect((await pagesOf(sourceOf())).map(({ total }) => total)).toEqual([250, 220, 220]);
  });
});

describe('a listing that was read before', () => {
  it('is not parsed where its bytes are the same, without any help of the inventory', async () => {
    inventory.products = products(250);
    const first = await pagesOf(sourceOf());
    expect(first.every(({ validator }) => /sha1:/.test(validator ?? ''))).toBe(true);
    inventory.products = inventory.products.map((each) =>
      each['id'] === 150 ? { ...each, price: '9' } : each,
    );
    const again = await pagesOf(sourceOf(), { validator: known(first) });
    expect(again.map(({ unchanged, items, total }) => [unchanged, items.length, total])).toEqual([
      [true, 0, 250],
      [false, 100, 250],
      [true, 0, 250],
    ]);
    expect(again[1]?.validator).not.toBe(first[1]?.validator);
  });

  it('is asked for with its tag, and the last page always in full', async () => {
    inventory.products = products(250);
    inventory.hasEtags = true;
    const first = await pagesOf(sourceOf());
    inventory.asked();
    const again = await pagesOf(sourceOf(), { validator: known(first) });
    expect(inventory.seen.map((headers) => typeof headers['if-none-match'])).toEqual([
      'string',
      'string',
      'undefined',
    ]);
    expect(again.map(({ unchanged, total }) => [unchanged, total])).toEqual([
      [true, null],
      [true, null],
      [true, 250],
    ]);
    inventory.products = products(320);
    const grown = await pagesOf(sourceOf(), { validator: known(first) });
    expect(grown.map(({ unchanged }) => unchanged)).toEqual([true, true, false, false]);
    expect(idsIn(grown)).toHaveLength(120);
  });

  it('that has become shorter behind an unchanged page ends where it ends now', async () => {
    inventory.products = products(250);
    inventory.hasEtags = true;
    const first = await pagesOf(sourceOf());
    inventory.products = products(200);
    const again = await pagesOf(sourceOf(), { validator: known(first) });
    expect(again.map(({ position, unchanged, total }) => [position, unchanged, total])).toEqual([
      ['1', true, null],
      ['2', true, null],
      ['2', false, 200],
    ]);
  });

  it('is read anew under another configuration', async () => {
    inventory.products = products(50);
    const first = await pagesOf(sourceOf());
    const file = { since: { mode: 'never' }, decimalComma: true } as const;
    const again = await pagesOf(sourceOf(file), { validator: known(first) });
    expect(again.map(({ unchanged }) => unchanged)).toEqual([false]);
  });

  it('is read where what is remembered is nonsense', async () => {
    inventory.products = products(50);
    for (const nonsense of ['', '{', '[]', '["x"]', 'null', '7'])
      expect(await pagesOf(sourceOf(), { validator: () => Promise.resolve(nonsense) })).toHaveLength(1);
  });
});

describe('only what changed', () => {
  it('is offered once the inventory showed that it knows it, and asked for in its words', async () => {
    inventory.products = products(150);
    inventory.knowsSince = true;
    const source = sourceOf({});
    expect(source.can.since).toBe(false);
    await pagesOf(source);
    expect(inventory.asked().at(-1)).toBe(
      'GET /api/products/?page=1&page_size=1&updated_since=2100-01-01T00%3A00%3A00.000Z',
    );
    expect(source.can.since).toBe(true);
    await pagesOf(source);
    expect(inventory.asked()).toHaveLength(2);
    inventory.products = inventory.products.map((each, n) =>
      n < 120 ? { ...each, updated_at: '2026-11-21T09' } : each,
    );
    const pages = await pagesOf(source, { since: new Date(Date.UTC(2026, 10, 21)) });
    expect(idsIn(pages)).toHaveLength(120);
    expect(inventory.asked()).toEqual([
      'GET /api/products/?page=1&page_size=100&updated_since=2026-11-21T00%3A00%3A00.000Z',
      'GET /api/products/?page=2&page_size=100&updated_since=2026-11-21T00%3A00%3A00.000Z',
    ]);
    expect(pages.map(({ position }) => position)).toEqual(['1', '2']);
  });

  it('is not offered by an inventory that lists everything all the same, which is asked once', async () => {
    inventory.products = products(10);
    const source = sourceOf({});
    await pagesOf(source);
    await pagesOf(source);
    expect(source.can.since).toBe(false);
    expect(inventory.asked()).toHaveLength(3);
  });

  it.each([400, 500])('is not offered by one that answers %i, and the listing ends well', async (status) => {
    inventory.products = products(10);
    inventory.trick = ({ url, response }) => {
      if (!url.searchParams.has('updated_since')) return false;
      send(response, status, {});
      return true;
    };
    const source = sourceOf({});
    expect(idsIn(await pagesOf(source))).toHaveLength(10);
    expect(source.can.since).toBe(false);
  });

  it('is asked for in the words of the file', async () => {
    inventory.products = products(1);
    const since = { mode: 'always', parameter: 'depuis', format: 'seconds' } as const;
    const source = sourceOf({ since });
    expect(source.can.since).toBe(true);
    await pagesOf(source, { since: new Date(1_700_000_000_500) });
    expect(inventory.lines).toEqual(['GET /api/products/?page=1&page_size=100&depuis=1700000000']);
  });
});

describe('details', () => {
  it('come for each one, several at once and never more than agreed', async () => {
    inventory.products = products(10_000);
    inventory.trick = ({ url, response }) => {
      const id = Number(url.pathname.split('/')[3]);
      setImmediate(() => send(response, 200, inventory.products[id - 1]));
      return true;
    };
    const ids = inventory.products.map(({ id }) => String(id));
    const found = await detailsOf(sourceOf({}, 6), ids);
    expect(new Set(found.map(({ remoteId }) => remoteId)).size).toBe(10_000);
    expect(found.every(({ input }) => input?.['price'] === '1.50')).toBe(true);
    expect(inventory.busiest).toBeLessThanOrEqual(6);
    expect(inventory.busiest).toBeGreaterThan(1);
  }, 60_000);

  it('are asked for side by side, as many at once as is allowed', async () => {
    inventory.products = products(40);
    let [atOnce, most] = [0, 0];
    inventory.trick = ({ url, response }) => {
      const id = Number(url.pathname.split('/')[3]);
      most = Math.max(most, (atOnce += 1));
      response.once('close', () => (atOnce -= 1));
      setTimeout(() => send(response, 200, inventory.products[id - 1]), 20);
      return true;
    };
    await detailsOf(
      sourceOf({}, 8),
      products(40).map(({ id }) => String(id)),
    );
    expect(most).toBe(8);
  });

  it('say what is gone and what cannot be read, one by one', async () => {
    inventory.products = [
      JSON.parse(fixture('product-detail.json')) as Record<string, unknown>,
      { id: 'a/b?c', name: 'Nom' },
    ];
    inventory.trick = ({ url, response }) => {
      const id = url.pathname.split('/')[3];
      if (id === 'page') response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
      else if (id === 'broken') send(response, 500, {});
      else if (id === 'list') send(response, 200, []);
      else if (id === 'other') send(response, 200, { id: 'mine', name: 'x' });
      else return false;
      return true;
    };
    const found = await detailsOf(sourceOf({}, 1), [
      '1043',
      'gone',
      'page',
      'a/b?c',
      'broken',
      'list',
      'other',
    ]);
    const by = new Map(found.map((each) => [each.remoteId, each]));
    expect(by.get('1043')).toMatchObject({
      version: '2026-11-19T09:00:00Z',
      input: { sku: 'SAV-04', category: 9 },
    });
    expect(by.get('gone')).toEqual({ remoteId: 'gone', version: null, input: null });
    expect(by.get('page')?.reason).toMatch(/HTML/);
    expect(by.get('broken')?.reason).toMatch(/statut 500/);
    expect(by.get('list')?.reason).toMatch(/objet/);
    expect(by.get('other')?.reason).toMatch(/autre identifiant/);
    expect(by.get('a/b?c')?.input).toEqual({ name: 'Nom' });
    expect(inventory.lines).toContain('GET /api/products/a%2Fb%3Fc/');
    expect(inventory.lines.filter((line) => line.endsWith('/broken/'))).toHaveLength(3);
  });

  it('stop where everything is broken', async () => {
    inventory.trick = ({ response }) => {
      send(response, 500, {});
      return true;
    };
    const ids = products(100).map(({ id }) => String(id));
    expect(await causeOf(detailsOf(sourceOf({}, 2), ids))).toBe('server');
    expect(inventory.lines.length).toBeLessThan(30);
  });
});

describe('a key', () => {
  it('that is revoked is asked with once, and the catalogue is told', async () => {
    inventory.key = 'another';
    await expect(pagesOf(sourceOf())).rejects.toMatchObject({
      cause: 'key',
      publicText: expect.stringMatching(/401/) as unknown,
    });
    expect([inventory.lines.length, keys.refusals, waits]).toEqual([1, ['key-one'], []]);
  });

  it('that may not read is not tried again either', async () => {
    inventory.trick = ({ response }) => {
      send(response, 403, {});
      return true;
    };
    expect(await causeOf(pagesOf(sourceOf()))).toBe('permission');
    expect([inventory.lines.length, keys.refusals]).toEqual([1, ['key-one']]);
  });

  it('gives way to the next one in the middle of a listing', async () => {
    keys = new FakeKeys(['key-one', 'key-two']);
    inventory.products = products(250);
    inventory.trick = ({ nth }) => {
      if (nth === 2) inventory.key = 'key-two';
      return false;
    };
    expect(idsIn(await pagesOf(sourceOf()))).toHaveLength(250);
    expect([inventory.lines.length, keys.refusals]).toEqual([4, ['key-one']]);
  });

  it('is not needed where nobody asks for one', async () => {
    keys = new FakeKeys([]);
    inventory.products = products(1);
    inventory.key = null;
    expect(await pagesOf(sourceOf())).toHaveLength(1);
    expect(inventory.seen.at(-1)).not.toHaveProperty('x-api-key');
    expect(keys.missed).toBe(0);
  });

  it.each<{ status: number; file: InventoryFile; words: RegExp }>([
    { status: 401, file: {}, words: /INVENTORY_API_KEY/ },
    { status: 403, file: {}, words: /INVENTORY_API_KEY/ },
    { status: 401, file: { authentication: 'none' }, words: /authentication: none/ },
  ])('is missed where there is none and $status answers ($file)', async ({ status, file, words }) => {
    keys = new FakeKeys([]);
    inventory.trick = ({ response }) => {
      response.writeHead(status, { 'content-type': 'text/html' }).end('<h1>Connexion</h1>');
      return true;
    };
    const error = await pagesOf(sourceOf(file)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ cause: 'key', publicText: expect.stringMatching(words) });
    expect([inventory.lines.length, keys.missed]).toEqual([1, 1]);
  });

  it('can be tried without being used', async () => {
    const source = sourceOf();
    expect(await source.test(new Secret('key-bad'))).toMatchObject({ ok: false });
    expect(await source.test(new Secret('key-one'))).toMatchObject({ ok: true });
    expect(inventory.lines[0]).toBe('GET /api/products/?page=1&page_size=1');
    expect([keys.refusals, keys.successes]).toEqual([[], []]);
    expect(await source.test()).toMatchObject({ ok: true });
    inventory.close();
    const gone = await source.test();
    expect(gone.ok).toBe(false);
    expect(gone.words).not.toMatch(/127\.0|key-/);
  });

  it.each([
    ['bearer', 'authorization', 'Bearer key-one'],
    ['basic', 'authorization', `Basic ${Buffer.from('key-one').toString('base64')}`],
    [
      { basic: { username: 'relais' } },
      'authorization',
      `Basic ${Buffer.from('relais:key-one').toString('base64')}`,
    ],
    [{ header: { name: 'Authorization', prefix: 'Api-Key ' } }, 'authorization', 'Api-Key key-one'],
    ['none', 'authorization', undefined],
  ] as const)('travels as %j says', async (authentication, header, value) => {
    inventory.key = null;
    inventory.products = products(1);
    await pagesOf(
      sourceOf({ authentication, since: { mode: 'never' }, headers: { 'Accept-Language': 'fr' } }),
    );
    expect(inventory.seen[0]?.[header]).toBe(value);
    expect(inventory.seen[0]?.['accept-language']).toBe('fr');
    expect(inventory.seen[0]).not.toHaveProperty('x-api-key');
  });

  it('in the address is in no position, even where the inventory repeats it', async () => {
    inventory.key = null;
    inventory.products = products(250);
    const file = { authentication: { query: 'api_key' }, since: { mode: 'never' } } as const;
    const pages = await pagesOf(sourceOf(file));
    expect(inventory.lines[1]).toBe('GET /api/products/?page=2&page_size=100&api_key=key-one');
    expect(JSON.stringify(pages.map(({ position, validator }) => [position, validator]))).not.toContain(
      'key-one',
    );
  });
});

describe('limits', () => {
  const once = (status: number, headers: Record<string, string>): void => {
    inventory.products = products(150);
    inventory.trick = ({ nth, response }) => {
      if (nth !== 2) return false;
      response.writeHead(status, headers).end('{}');
      return true;
    };
  };

  it('in seconds are kept, and the call is repeated', async () => {
    once(429, { 'retry-after': '7' });
    const pages = await pagesOf(sourceOf());
    expect(pages.map(({ calls }) => calls)).toEqual([1, 2]);
    expect(waits[0]).toBeGreaterThanOrEqual(7_000);
    expect(waits[0]).toBeLessThan(7_100);
  });

  it('as a date are kept too', async () => {
    once(503, { 'retry-after': new Date(Date.now() + 20_000).toUTCString() });
    await pagesOf(sourceOf());
    expect(waits[0]).toBeGreaterThan(15_000);
    expect(waits[0]).toBeLessThanOrEqual(20_000);
  });

  it('without a number are given growing pauses, then whoever asked is told', async () => {
    inventory.trick = ({ response }) => {
      send(response, 429, {});
      return true;
    };
    expect(await causeOf(pagesOf(sourceOf()))).toBe('limit');
    expect(inventory.lines).toHaveLength(5);
    expect(waits).toHaveLength(4);
    expect(waits[3]).toBeGreaterThan(waits[0] ?? 0);
  });

  it('beyond patience are told at once, and nobody asks before they are over', async () => {
    inventory.trick = ({ response }) => {
      response.writeHead(429, { 'retry-after': '3600' }).end();
      return true;
    };
    const source = sourceOf();
    await expect(pagesOf(source)).rejects.toMatchObject({ cause: 'limit', retryAfterMs: 3_600_000 });
    expect(await causeOf(detailsOf(source, ['1', '2']))).toBe('limit');
    expect(await source.test()).toMatchObject({ ok: false });
    expect([inventory.lines.length, waits]).toEqual([1, []]);
  });
});

describe('trouble', () => {
  it('on page 37 is passed over when it passes', async () => {
    inventory.products = products(4_000);
    let left = 2;
    inventory.trick = ({ url, response }) => {
      if (url.searchParams.get('page') !== '37' || left === 0) return false;
      left -= 1;
      send(response, 500, {});
      return true;
    };
    const pages = await pagesOf(sourceOf());
    expect(idsIn(pages)).toHaveLength(4_000);
    expect(pages[36]).toMatchObject({ position: '37', calls: 3 });
    expect(waits).toHaveLength(2);
  });

  it('on page 37 that stays ends the listing there, after all that came before', async () => {
    inventory.products = products(4_000);
    inventory.trick = ({ url, response }) => {
      if (url.searchParams.get('page') !== '37') return false;
      send(response, 500, {});
      return true;
    };
    const pages: ListingPage[] = [];
    const reading = (async () => {
      const listing = {
        from: null,
        since: null,
        validator: NOTHING_KNOWN,
        signal: new AbortController().signal,
      };
      for await (const page of sourceOf().list('products', listing)) pages.push(page);
    })();
    expect(await causeOf(reading)).toBe('server');
    expect(pages).toHaveLength(36);
    expect(inventory.lines).toHaveLength(36 + 5);
  });

  const html = (response: ServerResponse): unknown =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Login</title>');
  it.each([
    ['HTML for JSON', 'malformed', 1, html],
    ['half a JSON', 'malformed', 1, (response: ServerResponse) => response.end('{"count": 3, "results": [{')],
    ['another shape', 'malformed', 1, (response: ServerResponse) => send(response, 200, { items: [] })],
    ['a bare null', 'malformed', 1, (response: ServerResponse) => send(response, 200, null)],
    [
      'no word on the next page',
      'malformed',
      1,
      (response: ServerResponse) => send(response, 200, { results: [{ id: 1 }] }),
    ],
    [
      'a redirect',
      'malformed',
      1,
      (response: ServerResponse) => response.writeHead(302, { location: '/elsewhere' }).end(),
    ],
    ['an address that is not there', 'malformed', 1, (response: ServerResponse) => send(response, 404, {})],
    ['a refusal', 'malformed', 1, (response: ServerResponse) => send(response, 400, {})],
    ['a 304 for nothing', 'malformed', 1, (response: ServerResponse) => response.writeHead(304).end()],
    ['a cut connection', 'unreachable', 5, (response: ServerResponse) => response.destroy()],
    ['a call that it does not know', 'server', 1, (response: ServerResponse) => send(response, 501, {})],
  ] as const)('%s is told as %s after %i calls', async (_, cause, calls, answer) => {
    inventory.trick = ({ response }) => {
      answer(response);
      return true;
    };
    expect(await causeOf(pagesOf(sourceOf()))).toBe(cause);
    expect(inventory.lines).toHaveLength(calls);
  });

  it('more than 16 MB is not taken', async () => {
    inventory.trick = ({ response }) => {
      response.end(Buffer.alloc(17 << 20, 'x'));
      return true;
    };
    expect(await causeOf(pagesOf(sourceOf()))).toBe('malformed');
    expect(inventory.lines).toHaveLength(1);
  });

  it.each([
    ['GZIP', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['identity', (body: string) => Buffer.from(body)],
  ])('answers compressed with %s are read, asked for or not', async (encoding, packed) => {
    inventory.trick = ({ response }) => {
      const body = JSON.stringify({ count: 1, next: null, results: products(1) });
      response.writeHead(200, { 'content-encoding': encoding }).end(packed(body));
      return true;
    };
    expect((await pagesOf(sourceOf()))[0]?.items).toHaveLength(1);
  });

  it.each([
    ['nothing', {}, '', /réponse vide/],
    ['nothing, compressed', { 'content-encoding': 'gzip' }, '', /réponse vide/],
    ['what is compressed in an unknown way', { 'content-encoding': 'zstd-odd' }, 'xx', /zstd-odd/],
  ])('%s is told as such', async (_, headers, body, words) => {
    inventory.trick = ({ response }) => {
      response.writeHead(200, headers).end(body);
      return true;
    };
    await expect(pagesOf(sourceOf())).rejects.toMatchObject({ cause: 'malformed', publicText: words });
  });

  it('compressed answers are read, and bombs are not', async () => {
    const zipped = (response: ServerResponse, body: Buffer | string): boolean => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(body));
      return true;
    };
    inventory.trick = ({ response }) => zipped(response, fixture('products-page.json'));
    expect(idsIn(await pagesOf(sourceOf()))).toHaveLength(3);
    expect(inventory.seen[0]?.['accept-encoding']).toBe('gzip');
    inventory.trick = ({ response }) => zipped(response, Buffer.alloc(40 << 20, ' '));
    expect(await causeOf(pagesOf(sourceOf()))).toBe('malformed');
    inventory.trick = ({ response }) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('plain');
      return true;
    };
    expect(await causeOf(pagesOf(sourceOf()))).toBe('malformed');
  });

  it.each([
    ['application/json; charset=ISO-8859-1', 'latin1'],
    ['application/json', 'latin1'],
    ['application/json; charset="utf-8"', 'utf8'],
    ['application/json; charset=klingon', 'utf8'],
  ] as const)('letters with accents are read as %s in %s', async (type, encoding) => {
    inventory.trick = ({ response }) => {
      const body = { count: 1, next: null, results: [{ id: 1, name: 'Café à l’eau', price: '1' }] };
      const text = encoding === 'latin1' ? JSON.stringify(body).replace('’', "'") : JSON.stringify(body);
      response.writeHead(200, { 'content-type': type }).end(Buffer.from(text, encoding));
      return true;
    };
    const [page] = await pagesOf(sourceOf());
    expect(page?.items[0]?.input?.['name']).toMatch(/^Café à l.eau$/);
  });

  it('slow beyond the time it has is unreachable', async () => {
    inventory.trick = () => true;
    expect(await causeOf(pagesOf(sourceOf({ timeoutMs: 100 })))).toBe('unreachable');
    expect(inventory.lines).toHaveLength(5);
  });

  it('nobody there is unreachable, in words without the address', async () => {
    const source = sourceOf();
    inventory.close();
    await expect(pagesOf(source)).rejects.toMatchObject({
      cause: 'unreachable',
      retryable: true,
      publicText: expect.not.stringMatching(/127\.0/) as unknown,
    });
  });
});

describe('circles', () => {
  const page = (ids: readonly number[], next: string | null, count?: number) => ({
    count,
    next,
    results: ids.map((id) => ({ id })),
  });

  it('of the same next page are noticed', async () => {
    inventory.trick = ({ url, response }) => {
      const number = Number(url.searchParams.get('page'));
      send(
        response,
        200,
        page([number], `${inventory.baseUrl}/products/?page=${number === 1 ? 2 : 1}&page_size=100`),
      );
      return true;
    };
    expect(await causeOf(pagesOf(sourceOf()))).toBe('endless');
    expect(inventory.lines).toHaveLength(2);
  });

  it('of a page repeated under new numbers are noticed', async () => {
    inventory.trick = ({ url, response }) => {
      const number = Number(url.searchParams.get('page')) + 1;
      send(response, 200, page([1, 2, 3], `${inventory.baseUrl}/products/?page=${number}&page_size=100`));
      return true;
    };
    expect(await causeOf(pagesOf(sourceOf()))).toBe('endless');
    expect(inventory.lines).toHaveLength(2);
  });

  it('that never end are left after what the total allows', async () => {
    inventory.trick = ({ url, response }) => {
      const number = Number(url.searchParams.get('page'));
      const next = `${inventory.baseUrl}/products/?page=${number + 1}&page_size=100`;
      send(response, 200, page([number * 2, number * 2 + 1], next, 40));
      return true;
    };
    expect(await causeOf(pagesOf(sourceOf()))).toBe('endless');
    expect(inventory.lines.length).toBe(40);
  });

  it.each([
    ['https://elsewhere.example.org/api/products/?page=2', /autre serveur/],
    ['//elsewhere.example.org/api/products/?page=2', /autre serveur/],
    ['file:///etc/passwd', /pas une adresse/],
    ['/admin/?page=2', /hors de INVENTORY_BASE_URL/],
    [42, /pas un texte/],
    [`?page=${'2'.repeat(300)}`, /trop longue/],
  ])('a next page at %p is not followed', async (next, words) => {
    inventory.trick = ({ response }) => {
      send(response, 200, { count: 300, next, results: [{ id: 1 }] });
      return true;
    };
    await expect(pagesOf(sourceOf())).rejects.toMatchObject({ cause: 'malformed', publicText: words });
    expect(inventory.lines).toHaveLength(1);
  });

  it('a next page under another name of the server is asked for here, where it is our own question with a number', async () => {
    inventory.products = products(250);
    inventory.trick = ({ url, response }) => {
      const page = Number(url.searchParams.get('page'));
      const next = `http://backend:8000/api/products/?page=${page + 1}&page_size=100`;
      send(response, 200, { count: 250, next: page < 3 ? next : null, results: [{ id: page }] });
      return true;
    };
    expect((await pagesOf(sourceOf())).map(({ position }) => position)).toEqual(['1', '2', '3']);
  });

  it('a next page as a bare query, or in the name of http behind a proxy, is', async () => {
    const nexts = ['?page=2&page_size=100', `${inventory.baseUrl}/products/more/?p=3`, null];
    inventory.trick = ({ nth, response }) => {
      send(response, 200, { results: [{ id: nth }], next: nexts[nth - 1] });
      return true;
    };
    const pages = await pagesOf(sourceOf());
    expect(pages.map(({ position }) => position)).toEqual(['1', '2', '/products/more/?p=3']);
    expect(inventory.lines[2]).toBe('GET /api/products/more/?p=3');
  });
});

describe('lines', () => {
  it('that are none are named and cost the page nothing', async () => {
    inventory.products = [
      ...products(2),
      { name: 'Sans identifiant' },
      { id: 2 ** 60, name: 'Trop grand' },
      { id: '..', name: 'Points' },
      { id: 'x'.repeat(300), name: 'Long' },
      { id: { $ne: 1 }, name: 'Objet' },
    ];
    inventory.products.splice(1, 0, null as unknown as Record<string, unknown>, [] as never);
    const [page] = await pagesOf(sourceOf());
    expect(page?.items.map(({ remoteId }) => remoteId)).toEqual(['1', '2']);
    expect(page?.unreadable).toHaveLength(7);
    expect(page?.unreadable.every(({ reason }) => reason.length > 10)).toBe(true);
  });

  it('pass through as they are where only the catalogue can judge', async () => {
    inventory.products = [
      {
        id: 1,
        sku: 'A',
        name: 'A',
        price: '-1',
        images: [
          'http://10.0.0.1/a.jpg',
          'http://169.254.169.254/latest',
          ...Array.from({ length: 12 }, () => 'https://a.example/x'),
        ],
        updated_at: '2026-11-20 06:14',
      },
      { id: 2, sku: 'B', name: 'B', price: '1 250,50', updated_at: 20_261_120 },
      { id: 3, sku: 'C', name: 'C', price: '1,250.50' },
      { id: 4, sku: 'D', name: 'D', price: '1.250,50', updated_at: 'x'.repeat(500) },
    ];
    const [page] = await pagesOf(sourceOf());
    const [first, second, third, fourth] = page?.items ?? [];
    expect(first).toMatchObject({ version: '2026-11-20 06:14', input: { price: '-1' } });
    expect(first?.input?.['currency']).toBeUndefined();
    expect(first?.input?.['images']).toHaveLength(10);
    expect(first?.input).toMatchObject({ images: expect.arrayContaining(['http://10.0.0.1/a.jpg']) });
    expect([second?.version, second?.input?.['price']]).toEqual(['20261120', '1 250,50']);
    expect(third?.input?.['price']).toBe('1250.50');
    expect([fourth?.version, fourth?.input?.['price']]).toEqual([null, '1250.50']);
  });
});

describe('an inventory with names of its own', () => {
  const FILE: InventoryFile = {
    decimalComma: true,
    imageAddress: '/fichier',
    paging: {
      by: 'cursor',
      parameter: 'suite',
      sizeParameter: 'taille',
      size: 2,
      items: '/donnees',
      next: '/meta/suite',
      total: '/meta/total',
    },
    since: { mode: 'never' },
    products: {
      list: '/articles',
      query: { tri: 'code' },
      id: '/code',
      version: '/modifie',
      fields: {
        sku: '/code',
        name: ['/libelle/fr', '/libelle/en'],
        price: '/tarifs/0/ttc',
        currency: { value: 'CDF' },
        stock: '/quantite',
        category: '/rayon/id',
        images: '/photos',
        attributes: '/proprietes',
        active: { at: '/statut', equals: ['publie', 'promo'] },
      },
    },
  };

  it('is read by its file', async () => {
    inventory.trick = ({ nth, response }) => {
      response.end(
        nth === 1 ? fixture('articles-page.json') : '{"meta":{"total":2,"suite":null},"donnees":[]}',
      );
      return true;
    };
    const pages = await pagesOf(sourceOf(FILE));
    expect(inventory.lines).toEqual([
      'GET /api/articles?taille=2&tri=code',
      'GET /api/articles?suite=b2Zmc2V0PTI&taille=2&tri=code',
    ]);
    expect(pages.map(({ position, total }) => [position, total])).toEqual([
      ['start', 2],
      ['=b2Zmc2V0PTI', 2],
    ]);
    expect(pages[0]?.items).toEqual([
      {
        remoteId: 'A-77',
        version: '20/11/2026 08:15',
        input: {
          sku: 'A-77',
          name: 'Riz parfumé 25 kg',
          price: '31250.00',
          currency: 'CDF',
          stock: '12',
          category: 3,
          images: [`${inventory.origin}/media/riz.jpg`, 'https://cdn.example.org/riz2.jpg'],
          attributes: { poids: '25 kg', origine: 'Mwene-Ditu' },
          active: true,
        },
      },
      {
        remoteId: 'A-78',
        version: '20/11/2026 08:16',
        input: {
          sku: 'A-78',
          name: 'Huile de palme 5 l',
          price: '17500.50',
          currency: 'CDF',
          stock: '0',
          active: false,
        },
      },
    ]);
  });

  it.each([
    ['page', {}, ['page=1&page_size=2', 'page=2&page_size=2', 'page=3&page_size=2']],
    ['offset', {}, ['offset=0&limit=2', 'offset=2&limit=2', 'offset=4&limit=2']],
    [
      'page',
      { total: '/n' },
      ['page=1&page_size=2', 'page=2&page_size=2', 'page=3&page_size=2', 'page=4&page_size=2'],
    ],
  ] as const)('counts by %s %j', async (by, more, expected) => {
    const all = products(5);
    inventory.trick = ({ url, response }) => {
      const offset = url.searchParams.get('offset');
      const from = offset === null ? (Number(url.searchParams.get('page')) - 1) * 2 : Number(offset);
      send(response, 200, { count: 5, results: all.slice(from, from + 2) });
      return true;
    };
    const pages = await pagesOf(sourceOf({ paging: { by, size: 2, ...more }, since: { mode: 'never' } }));
    expect(inventory.lines).toEqual(expected.map((query) => `GET /api/products/?${query}`));
    expect(idsIn(pages)).toHaveLength(5);
  });

  it('that is a bare list is read to its end, also where the end is a page that is not there', async () => {
    const all = products(4);
    inventory.trick = ({ url, response }) => {
      const from = (Number(url.searchParams.get('page')) - 1) * 2;
      send(response, from < 4 ? 200 : 404, all.slice(from, from + 2));
      return true;
    };
    const file = { paging: { by: 'page', size: 2, items: '' }, since: { mode: 'never' } } as const;
    expect(idsIn(await pagesOf(sourceOf(file)))).toHaveLength(4);
    expect(inventory.lines).toHaveLength(3);
  });

  it.each([
    ['always', [null, null]],
    ['never', [{ name: 'Nom' }, {}]],
    ['auto', [null, null]],
  ] as const)('is asked for details %s', async (details, expected) => {
    inventory.products = [{ id: 1, name: 'Nom' }, { id: 2 }];
    const [page] = await pagesOf(sourceOf({ products: { details }, since: { mode: 'never' } }));
    expect(page?.items.map(({ input }) => input)).toEqual(expected);
  });
});
