import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type Browser, chromium } from 'playwright-core';
import { until } from '../until.js';
import { CatalogGround, type Run } from './catalog-ground.js';
import { Correspondent, Receiver, titlesOf, wordsOf } from './messaging-process.js';
import { hindrancesOn, overhangOf, paleTextsOn } from './page-checks.mjs';
import { ADMIN_KEY } from './server-process.js';

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = process.env['TEST_CHROMIUM'] ?? BROWSERS.find((path) => existsSync(path));

/** The number of the page that was asked for. */
const pageOf = (url: string | undefined): number => Number(/[?&]page=(\d+)/.exec(url ?? '')?.[1]);

describe('a catalogue that is copied from an inventory', () => {
  const PRODUCTS = 240;
  const ground = new CatalogGround();
  const person = new Correspondent('243844100001', ground);

  beforeAll(async () => {
    const pictured = (id: number) => ({ id, values: { images: [`https://images.example.org/${id}.png`] } });
    const lamp = { name: 'Abat-jour du Kivu', price: '1234.5', category: 101, stock: 3 };
    await ground.open(
      {},
      {
        override: [
          ...Array.from({ length: PRODUCTS }, (_, at) => pictured(at + 1)),
          { id: 17, values: lamp },
        ],
      },
    );
    await ground.add({ PROCESS_ROLE: 'web' });
  });
  afterAll(() => ground.close());

  it('is copied once, however many open the home page, on however many instances', async () => {
    const looks = Array.from({ length: 20 }, () => ground.servers.map((server) => ground.look(server)));
    await Promise.all(looks.flat());
    await ground.settled<{ products: { lastSuccessAt: string | null } }>(
      '/inventory/api/status/',
      ({ products }) => products.lastSuccessAt !== null,
    );
    expect(await ground.runs('categories')).toMatchObject([{ state: 'DONE', cause: 'request', added: 25 }]);
    const first = { state: 'DONE', cause: 'request', total: PRODUCTS, added: PRODUCTS, failed: 0 };
    expect(await ground.runs('products')).toMatchObject([first]);
    const { total } = await ground.received();
    for (const path of ['/', '/api/inventory/products/synced/', '/api/inventory/categories/synced'])
      for (const server of ground.servers) await ground.look(server, path);
    expect((await ground.received()).total).toBe(total);
    expect(await ground.runs('products')).toHaveLength(1);
  });

  it('leads on WhatsApp from the menu over its categories to a product with its picture, and to an order', async () => {
    // Each process looks at the catalogue every three seconds.
    await until('the menu offers products', async () => {
      await pause(1_000);
      return titlesOf((await person.write('menu'))[0]).includes('Voir les produits');
    });
    const [shelves] = await person.tap('Voir les produits');
    expect(titlesOf(shelves)).toContain('Énergie');
    const [below] = await person.tap('Énergie');
    const [lamps] = await person.tap('Lampes');
    expect(titlesOf(below)).toContain('Lampes');
    expect(titlesOf(lamps)[0]).toBe('Abat-jour du Kivu');
    expect(titlesOf(lamps).length).toBeLessThanOrEqual(10);
    const [picture, words] = await person.tap('Abat-jour du Kivu', 2);
    const { image } = (picture?.body ?? {}) as { image?: { link: string } };
    expect(image?.link).toBe('https://images.example.org/17.png');
    expect(wordsOf(words).replaceAll(/\s/g, ' ')).toMatch(
      /^\*Abat-jour du Kivu\* 1 234,50 \$US · il en reste 3/,
    );
    expect(titlesOf(words)).toEqual(['Commander', 'Autres produits']);
    const [order] = await person.tap('Commander');
    expect(wordsOf(order)).toContain('Abat-jour du Kivu');
  });

  it('costs a few short questions while nothing changes, and no write', async () => {
    const before = await ground.product('REF-000009');
    const run = await ground.copy();
    expect(run).toMatchObject({ state: 'DONE', unchanged: PRODUCTS, added: 0, updated: 0, disabled: 0 });
    const { calls } = await ground.received();
    const listed = calls.filter(({ url }) => !url.includes('updated_since'));
    // The last page is read in full: its tag need not tell that others follow by now.
    expect(listed.slice(0, 3).map(({ url, status }) => [pageOf(url), status])).toEqual([
      [3, 200],
      [2, 304],
      [1, 304],
    ]);
    expect(await ground.product('REF-000009')).toEqual(before);
  });

  it('takes over what changed and nothing else, and tells how the price was', async () => {
    const before = await ground.product('REF-000009');
    const { touched } = (await ground.inventory({ touch: 0.01 })) as unknown as { touched: number };
    expect(touched).toBe(3);
    expect(await ground.copy()).toMatchObject({ updated: touched, unchanged: PRODUCTS - touched });
    expect(await ground.product('REF-000009')).toEqual(before);
    const { id, price } = (await ground.product('REF-000001')) as { id: string; price: string };
    const path = `/api/catalog/products/${id}/history`;
    const { items } = (await ground.api<{ items: { field: string; to: string }[] }>('GET', path)).body;
    expect(items.find(({ field }) => field === 'price')?.to).toBe(`${price} USD`);
  });

  it('loses what the inventory no longer has, and has it again when it is back', async () => {
    await ground.inventory({ remove: [5, 6] });
    expect(await ground.copy()).toMatchObject({ state: 'DONE', disabled: 2 });
    expect(await ground.product('REF-000005')).toMatchObject({ active: false });
    expect(await ground.active()).toBe(PRODUCTS - 2);
    await ground.inventory({ restore: [5, 6] });
    expect(await ground.copy()).toMatchObject({ state: 'DONE', updated: 2, disabled: 0 });
    expect(await ground.active()).toBe(PRODUCTS);
  });

  it('keeps all when the inventory lost more than half, until somebody insists', async () => {
    await ground.inventory({ products: 100 });
    expect(await ground.copy()).toMatchObject({ state: 'FAILED', error: { code: 'catalog.would-shrink' } });
    expect(await ground.active()).toBe(PRODUCTS);
    expect(await ground.copy('products', true)).toMatchObject({ state: 'DONE', disabled: 140 });
    await ground.inventory({ products: PRODUCTS });
    expect(await ground.copy()).toMatchObject({ state: 'DONE', updated: 140 });
    expect(await ground.active()).toBe(PRODUCTS);
  });

  it('names each thing that is wrong with its reason, and goes on with the rest', async () => {
    const values: Record<string, unknown>[] = [
      { name: '' },
      { price: '-1' },
      { price: '1250,50' },
      { category: 9999 },
      { description: 'x'.repeat(5_000_000) },
      { sku: 'REF-000100' },
      { images: ['http://10.0.0.7/secret.png', 'https://images.example.org/7.png'] },
      { currency: null },
      { updated_at: '21/11/2026 10:00', stock: 77 },
    ];
    await ground.inventory({ override: values.map((each, at) => ({ id: at + 1, values: each })) });
    const run = await ground.copy();
    expect(run).toMatchObject({ state: 'DONE', total: PRODUCTS, failed: 4, updated: 5, disabled: 0 });
    const reasons = Object.entries(await ground.faults(run.runId));
    expect(reasons.map(([id, reason]) => `${id} ${reason.split(' : ')[0]}`)).toEqual([
      '1 name',
      '2 price',
      '4 category',
      '5 description',
      '6 sku',
      '7 images',
    ]);
    expect(await ground.active()).toBe(PRODUCTS);
    expect(await ground.product('REF-000003')).toMatchObject({ price: '1250.50' });
    expect(await ground.product('REF-000007')).toMatchObject({
      images: ['https://images.example.org/7.png'],
    });
    expect(await ground.product('REF-000008')).toMatchObject({ currency: 'USD' });
    expect(await ground.product('REF-000009')).toMatchObject({ stock: 77 });
  });

  it('puts categories on top that turn in circles', async () => {
    const address = `${ground.simulator.address}/inventory/api/categories/?page_size=100`;
    const answer = await fetch(address, { headers: { 'x-api-key': 'simulator-inventory-key' } });
    const { results } = (await answer.json()) as { results: { id: number; parent: number | null }[] };
    const turned = results.map((each) => (each.id === 1 ? { ...each, parent: 101 } : each));
    await ground.inventory({ categories: turned });
    const run = await ground.copy('categories');
    expect(run).toMatchObject({ state: 'DONE', total: 25, disabled: 0 });
    expect(Object.keys(await ground.faults(run.runId))).toEqual(['1', '101']);
    expect((await ground.status()).categories.active).toBe(25);
  });

  it('is copied by the command, which says when it is not time, what is wrong, and how it ended', async () => {
    const command = async (...words: string[]) => ground.server.command('catalog:sync', ...words);
    const done = await command('products', '--json');
    expect([done.code, JSON.parse(done.output)]).toMatchObject([0, { kind: 'products', total: PRODUCTS }]);
    const early = await command('products', '--auto', '--json');
    expect([early.code, JSON.parse(early.output)]).toMatchObject([0, { skipped: 'not due' }]);
    expect((await command('people')).code).toBe(2);
    await ground.inventory({ faults: [{ kind: 'html', on: 'products' }] });
    const failed = await command('products');
    expect([failed.code, failed.output]).toMatchObject([1, expect.stringContaining('page HTML')]);
    await ground.inventory({ clearFaults: true, faults: [{ kind: 'error', on: 'products', times: 2 }] });
    const patient = await command('products', '--force', '--json');
    expect([patient.code, JSON.parse(patient.output)]).toMatchObject([0, { total: PRODUCTS }]);
    await ground.inventory({ clearFaults: true });
  });

  if (executablePath === undefined) {
    it.todo('shows how it is on a page in a browser');
    return;
  }
  it('shows how it is on a page that is readable on a telephone and on a table', async () => {
    const browser: Browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu'],
    });
    try {
      for (const width of [390, 1280]) {
        const extraHTTPHeaders = { authorization: `Bearer ${ADMIN_KEY}` };
        const page = await browser.newPage({ viewport: { width, height: 844 }, extraHTTPHeaders });
        await page.goto(`${ground.server.address}/inventory/status/`);
        expect(await page.textContent('main')).toContain(`${PRODUCTS}, dont ${PRODUCTS} en vente`);
        expect(await hindrancesOn(page)).toEqual([]);
        expect(await paleTextsOn(page)).toEqual([]);
        expect(await overhangOf(page)).toBeLessThanOrEqual(0);
        await page.close();
      }
    } finally {
      await browser.close();
    }
  });
});

describe('an inventory of ten thousand products', () => {
  const PRODUCTS = 10_000;
  const ground = new CatalogGround();
  const team = new Receiver();

  beforeAll(async () => {
    await ground.open({ ALERT_WEBHOOK_URL: `${await team.start()}/alerts` }, { products: PRODUCTS });
    await ground.copy('categories');
    const { added } = await ground.copy();
    if (added !== PRODUCTS) throw new Error(`${added} products were copied at first, not ${PRODUCTS}`);
  }, 60_000);
  afterAll(async () => {
    await ground.close();
    await team.stop();
  });
  const copyWith = async (fault: object, force = false): Promise<Run> => {
    await ground.inventory({ faults: [{ on: 'products', ...fault }] });
    const run = await ground.copy('products', force);
    await ground.inventory({ clearFaults: true });
    return run;
  };

  it.each([
    ['is slow for a moment', { kind: 'slow', page: 3, ms: 1_500, times: 1 }, 0],
    ['asks for a pause', { kind: 'throttled', page: 5, retryAfter: 2, times: 1 }, 1],
    ['fails twice on page 37', { kind: 'error', page: 37, times: 2 }, 2],
    ['breaks off once', { kind: 'cut', page: 12, times: 1 }, 1],
  ])('that %s is waited for', async (_what, fault, repeats) => {
    const run = await copyWith(fault);
    expect(run).toMatchObject({ state: 'DONE', total: PRODUCTS, unchanged: PRODUCTS, disabled: 0 });
    expect(run.apiCalls).toBe(run.pages + repeats);
    expect(await ground.active()).toBe(PRODUCTS);
  });

  it.each([
    ['fails on page 37', 'error', 'server'],
    ['speaks HTML on page 37', 'html', 'malformed'],
    ['sends broken JSON on page 37', 'broken', 'malformed'],
    ['breaks off on page 37', 'cut', 'unreachable'],
  ])('that %s loses nothing, and the next copy goes on there', async (_what, kind, cause) => {
    const run = await copyWith({ kind, page: 37 }, false);
    expect(run).toMatchObject({ state: 'FAILED', error: { code: `catalog.source-${cause}` }, pages: 36 });
    expect(await ground.active()).toBe(PRODUCTS);
    const { total } = await ground.received();
    const next = await ground.copy();
    expect(next).toMatchObject({ state: 'DONE', rootId: run.rootId, total: PRODUCTS, disabled: 0 });
    const { calls, total: later } = await ground.received();
    expect(pageOf(calls[later - total - 1]?.url)).toBe(36);
    expect(await ground.active()).toBe(PRODUCTS);
  });

  it('that repeats a page, or never ends, is left, and the next copy begins anew', async () => {
    for (const fault of [{ kind: 'repeat', page: 5 }, { kind: 'endless' }]) {
      const run = await copyWith(fault, true);
      expect(run).toMatchObject({ state: 'FAILED', error: { code: 'catalog.source-endless' }, disabled: 0 });
      expect(await ground.active()).toBe(PRODUCTS);
      const next = await ground.copy();
      expect(next).toMatchObject({ state: 'DONE', rootId: next.runId, total: PRODUCTS, disabled: 0 });
    }
  });

  it('whose number changes while it is read loses nobody', async () => {
    const run = await copyWith({ kind: 'shrink' });
    expect(run).toMatchObject({ state: 'DONE', disabled: 0 });
    expect(Object.values(await ground.faults(run.runId)).join()).toContain('la liste a changé');
    expect(await ground.active()).toBe(PRODUCTS);
  });

  it('that asks for an hour is left alone for an hour', async () => {
    const run = await copyWith({ kind: 'throttled', retryAfter: 3_600 });
    expect(run).toMatchObject({ state: 'FAILED', error: { code: 'catalog.source-limit' }, apiCalls: 0 });
    const { nextDueAt } = (await ground.status()).products;
    expect(Date.parse(nextDueAt ?? '') - Date.now()).toBeGreaterThan(3_500_000);
    const { total } = await ground.received();
    expect(await ground.copy()).toMatchObject({ state: 'FAILED', error: { code: 'catalog.source-limit' } });
    expect((await ground.received()).total).toBe(total);
    expect(await ground.active()).toBe(PRODUCTS);
  });

  it('that refuses the key is asked once more and not again; the team hears of it once; a new key opens it', async () => {
    // Who was asked for peace forgets it with a new start.
    await ground.server.stop();
    await ground.server.start();
    await ground.inventory({ key: 'another-key' });
    const { total } = await ground.received();
    for (let time = 0; time < 4; time += 1) {
      expect(await ground.copy()).toMatchObject({ state: 'FAILED', error: { code: 'catalog.source-key' } });
      await Promise.all(Array.from({ length: 10 }, () => ground.look(ground.server)));
    }
    expect((await ground.received()).total - total).toBeLessThanOrEqual(2);
    const told = team.at('/alerts').filter((news) => news['event'] === 'problem.opened');
    expect(told.map((news) => JSON.stringify(news)).filter((news) => /cl[ée]|key/i.test(news))).toHaveLength(
      1,
    );
    expect(await ground.active()).toBe(PRODUCTS);
    const secret = 'another-key';
    const body = { label: 'Entrepôt de Goma', secret };
    expect((await ground.api('POST', '/api/catalog/inventory-keys', body)).status).toBe(201);
    expect(await ground.copy()).toMatchObject({ state: 'DONE', total: PRODUCTS, disabled: 0 });
    expect(ground.server.output).not.toContain(secret);
  });
});

describe('a copy whose server ends in the middle', () => {
  const PRODUCTS = 5_000;
  const ground = new CatalogGround();

  beforeAll(() => ground.open({}, { products: PRODUCTS, latencyMs: 30 }));
  afterAll(() => ground.close());

  /** A run that has written at least so many. */
  const upTo = (runId: string, way: number) =>
    ground.settled<Run>(`/api/catalog/runs/${runId}`, ({ total }) => total >= way);

  it('goes on after kill -9 with the page that was written last, and ends with all of them', async () => {
    const first = await ground.begin();
    const { total: written } = await upTo(first, 1_000);
    await ground.server.stop('SIGKILL');
    await ground.server.start();
    const { total: asked } = await ground.received();
    const next = await ground.copy();
    expect(next).toMatchObject({ state: 'DONE', rootId: first, total: PRODUCTS, added: PRODUCTS });
    const { calls, total: later } = await ground.received();
    expect(pageOf(calls[later - asked - 1]?.url)).toBeGreaterThanOrEqual(written / 100);
    expect((await ground.status()).products).toMatchObject({ count: PRODUCTS, active: PRODUCTS });
    expect((await ground.runs('products')).map(({ state }) => state)).toEqual(['DONE', 'LOST']);
  }, 60_000);

  it('stops within ten seconds on SIGTERM, says so, and goes on later', async () => {
    await ground.inventory({ touch: 0.5 });
    const first = await ground.begin();
    await upTo(first, 500);
    const from = performance.now();
    expect(await ground.server.stop()).toBe(0);
    expect(performance.now() - from).toBeLessThan(10_000);
    await ground.server.start();
    expect(await ground.over(first)).toMatchObject({
      state: 'STOPPED',
      error: { code: 'catalog.sync-stopped' },
    });
    expect(await ground.copy()).toMatchObject({ state: 'DONE', rootId: first, updated: PRODUCTS / 2 });
    expect(await ground.active()).toBe(PRODUCTS);
  }, 60_000);

  it('asks only for what changed, once the inventory has shown that it can tell', async () => {
    await ground.inventory({ since: true, latencyMs: 0 });
    // Whether it can is asked once.
    await ground.server.stop();
    await ground.server.start();
    expect(await ground.copy()).toMatchObject({ state: 'DONE', complete: true, unchanged: PRODUCTS });
    await ground.inventory({ touch: 0.001 });
    const run = await ground.copy();
    expect(run).toMatchObject({ state: 'DONE', complete: false, updated: 5, disabled: 0 });
    // Clocks differ: what changed in the five minutes before is asked for again.
    expect(run.total).toBeLessThan(PRODUCTS);
    expect(await ground.active()).toBe(PRODUCTS);
  });
});
