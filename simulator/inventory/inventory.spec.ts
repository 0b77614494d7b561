import Fastify, { type FastifyInstance } from 'fastify';
import { inventoryControl } from '../control/inventory.controller.js';
import { Inventory } from './inventory.js';
import { inventoryController } from './inventory.controller.js';

interface Page {
  count: number;
  next: string | null;
  results: { id: number; sku?: string; price?: string; updated_at: string }[];
}

describe('the simulated inventory', () => {
  let app: FastifyInstance;
  beforeEach(async () => {
    const inventory = new Inventory({ products: 25, key: 'k' }, () => 'http://desk');
    app = Fastify({ routerOptions: { ignoreTrailingSlash: true } });
    await app.register(
      (api, _options, done) => {
        inventoryController(api, inventory);
        done();
      },
      { prefix: '/inventory' },
    );
    inventoryControl(app, inventory);
  });
  afterEach(() => app.close());

  const ask = (path: string, headers: Record<string, string> = {}) =>
    app.inject({ url: `/inventory/api${path}`, headers: { 'x-api-key': 'k', ...headers } });
  const page = async (path: string): Promise<Page> => (await ask(path)).json<Page>();
  const set = (body: object) => app.inject({ method: 'POST', url: '/sim/inventory', payload: body });

  it('lists every product once, page by page', async () => {
    const ids: number[] = [];
    for (let at: string | null = '/products/?page_size=10'; at !== null;) {
      const { count, next, results }: Page = await page(at);
      expect(count).toBe(25);
      ids.push(...results.map(({ id }) => id));
      at = next === null ? null : next.replace('http://localhost:80/inventory/api', '');
    }
    expect(ids).toEqual(Array.from({ length: 25 }, (_, n) => n + 1));
  });

  it('is opened by its key only', async () => {
    expect((await ask('/products/', { 'x-api-key': 'other' })).statusCode).toBe(401);
  });

  it('says that a page is the same, until something on it changes', async () => {
    const { etag = '' } = (await ask('/products/?page_size=10')).headers as { etag?: string };
    expect((await ask('/products/?page_size=10', { 'if-none-match': etag })).statusCode).toBe(304);
    await set({ touch: 0.1 });
    expect((await ask('/products/?page_size=10', { 'if-none-match': etag })).statusCode).toBe(200);
  });

  it('tells what changed since a moment', async () => {
    await set({ override: [{ id: 7, values: { price: '-1', updated_at: '2030-01-01T00:00:00Z' } }] });
    const changed = await page('/products/?updated_since=2026-01-01T12:00:00Z');
    expect(changed.results).toMatchObject([{ id: 7, price: '-1' }]);
  });

  it('tells of a product that somebody changed that it changed just now', async () => {
    const before = new Date(Date.now() - 1_000).toISOString();
    expect((await page(`/products/?updated_since=${before}`)).count).toBe(0);
    await set({ touch: 0.04 });
    expect(await page(`/products/?updated_since=${before}`)).toMatchObject({
      count: 1,
      results: [{ id: 1 }],
    });
  });

  it('loses and finds products', async () => {
    await set({ remove: [3] });
    expect((await ask('/products/3/')).statusCode).toBe(404);
    expect((await page('/products/')).count).toBe(24);
    await set({ restore: [3] });
    expect((await page('/products/')).results[2]?.id).toBe(3);
  });

  it.each([
    ['unauthorised', 401],
    ['throttled', 429],
    ['error', 500],
  ])('fails with %s as often as it is told, on the page it is told', async (kind, status) => {
    await set({ faults: [{ kind, on: 'products', page: 2, times: 1 }] });
    expect((await ask('/products/?page=1&page_size=5')).statusCode).toBe(200);
    expect((await ask('/products/?page=2&page_size=5')).statusCode).toBe(status);
    expect((await ask('/products/?page=2&page_size=5')).statusCode).toBe(200);
  });

  it('never ends, repeats itself, shrinks, and speaks HTML when it is told to', async () => {
    await set({ faults: [{ kind: 'endless', times: 1 }] });
    expect((await page('/products/?page=9&page_size=5')).next).toContain('page=10');
    await set({ faults: [{ kind: 'repeat', times: 1 }] });
    expect((await page('/products/?page=3&page_size=5')).results[0]?.id).toBe(1);
    await set({ faults: [{ kind: 'shrink', times: 1 }] });
    expect((await page('/products/?page=3&page_size=5')).count).toBe(22);
    await set({ faults: [{ kind: 'html', times: 1 }] });
    expect((await ask('/products/')).headers['content-type']).toContain('text/html');
  });

  it('shows pictures that are pictures', async () => {
    const answer = await app.inject({ url: '/inventory/images/3.png' });
    expect(answer.rawPayload.subarray(1, 4).toString()).toBe('PNG');
  });
});
