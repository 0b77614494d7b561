import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Global, Module } from '@nestjs/common';
import { Command } from 'commander';
import { AuthModule } from '../../src/auth/auth.module.js';
import { Keys } from '../../src/auth/keys/keys.service.js';
import { CatalogModule } from '../../src/catalog/catalog.module.js';
import { InventorySources } from '../../src/catalog/catalog.port.js';
import { away, FakeInventory } from '../../src/catalog/inventory.fake.js';
import { ProductRow } from '../../src/catalog/products/product.entity.js';
import { ClockRow } from '../../src/catalog/sync/clock.entity.js';
import { Clocks } from '../../src/catalog/sync/clocks.service.js';
import { RunRow } from '../../src/catalog/sync/run.entity.js';
import { catalogSyncCommands } from '../../src/catalog/sync/sync.cli.js';
import { Clock, SystemClock } from '../../src/kernel/clock.js';
import { AlertsModule } from '../../src/platform/alerts/alerts.module.js';
import { type Get, WrongUse } from '../../src/platform/cli/commands.js';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import { EventsModule } from '../../src/platform/events/events.module.js';
import { JobsModule } from '../../src/platform/jobs/jobs.module.js';
import { MetricsModule } from '../../src/platform/metrics/metrics.module.js';
import { VaultModule } from '../../src/platform/vault/vault.module.js';
import { secureServer, serverOptions } from '../../src/platform/web/server.js';
import { WebModule } from '../../src/platform/web/web.module.js';
import { testSettings } from '../settings.js';
import { until } from '../until.js';
import { describeEachDatabase } from './databases.js';

const ADMIN_API_KEY = 'a-house-key-of-at-least-32-characters';

@Global()
@Module({ providers: [{ provide: Clock, useClass: SystemClock }], exports: [Clock] })
class WorldModule {}

const imports = [
  ConfigModule.register(testSettings({ ADMIN_API_KEY })),
  VaultModule,
  WorldModule,
  JobsModule.register('none'),
  MetricsModule,
  EventsModule,
  WebModule,
  AlertsModule,
  AuthModule,
  CatalogModule,
];

describeEachDatabase('the copy of the inventory over HTTP', (open) => {
  const ground = open({ imports });
  const inventory = new FakeInventory();
  let app: NestFastifyApplication;
  let url: string;
  let viewer: string;

  beforeAll(async () => {
    app = ground.module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(serverOptions));
    secureServer(app);
    await app.listen(0, '127.0.0.1');
    url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
    ground.get<InventorySources>(InventorySources).add(inventory);
  });
  afterAll(() => app.getHttpAdapter().getInstance().close());

  beforeEach(async () => {
    await until('no run goes on', async () => (await runs()).every(({ state }) => state !== 'RUNNING'));
    for (const entity of [RunRow, ClockRow, ProductRow])
      await ground.database.manager.createQueryBuilder().delete().from(entity).execute();
    // The process remembers for some seconds what it read.
    await ground.get(Clocks).wind('products');
    await ground.get(Clocks).wind('categories');
    viewer = (await ground.get(Keys).create('Lecture', 'viewer')).key;
    Object.assign(inventory, { failAt: null, onPage: null });
    inventory.products = new Map(
      [0, 1, 2].map((n) => [
        `p${n}`,
        { version: `v${n}`, input: { sku: `SKU-${n}`, name: `Produit <${n}>`, price: '2.50', stock: n } },
      ]),
    );
  });

  const runs = () => ground.database.manager.find(RunRow, { order: { id: 'ASC' } });
  const ask = (path: string, init: RequestInit = {}, key = ADMIN_API_KEY) =>
    fetch(`${url}${path}`, {
      ...init,
      headers: {
        authorization: `Bearer ${key}`,
        ...(init.body != null && { 'content-type': 'application/json' }),
      },
    });
  const begin = async (body: object = {}) => {
    const answer = await ask('/inventory/sync/products/', { method: 'POST', body: JSON.stringify(body) });
    return { status: answer.status, body: (await answer.json()) as { runId: string; code?: string } };
  };
  const over = (runId: string) =>
    until('the run is over', async () => {
      const run = (await (await ask(`/api/catalog/runs/${runId}`)).json()) as { state: string };
      return run.state !== 'RUNNING';
    });

  it('is begun by whoever may, followed to its end, and written into the book', async () => {
    const { status, body } = await begin({ force: true });
    expect(status).toBe(202);
    await over(body.runId);
    const run = await (await ask(`/api/catalog/runs/${body.runId}`)).json();
    expect(run).toMatchObject({
      kind: 'products',
      state: 'DONE',
      cause: 'api',
      total: 3,
      added: 3,
      error: null,
    });
    expect(Object.keys(run as object)).not.toContain('pid');
    const book = (await (await ask('/api/audit?limit=1')).json()) as { items: object[] };
    expect(book.items[0]).toMatchObject({ action: 'catalog.sync-begun', subject: `run:${body.runId}` });
    expect((await ask('/inventory/sync/products', { method: 'POST' }, viewer)).status).toBe(403);
    expect((await ask('/inventory/sync/users/', { method: 'POST' })).status).toBe(400);
  });

  it('a second one is refused while it goes on, and it can be stopped', async () => {
    let release = (): void => undefined;
    inventory.onPage = (page) => (page === 2 ? new Promise<void>((go) => (release = go)) : undefined);
    const { body } = await begin();
    await until('the first page is there', async () => (await runs())[0]?.position === '1');
    expect(await begin()).toMatchObject({ status: 409, body: { code: 'catalog.sync-running' } });
    const stopped = await ask(`/api/catalog/runs/${body.runId}/stop`, { method: 'POST' });
    expect(stopped.status).toBe(202);
    await until('it is told to stop', async () => (await runs())[0]?.isStopped === true);
    setTimeout(() => release(), 2_500);
    await over(body.runId);
    expect((await runs())[0]).toMatchObject({ state: 'STOPPED', total: 2 });
  });

  it('a hundred who look at once begin one run, are answered, and do not wait for it', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((go) => (release = go));
    inventory.onPage = () => gate;
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        ask(n % 3 === 0 ? '/' : '/api/inventory/products/synced/?limit=1'),
      ),
    );
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    await until('a run began', async () => (await runs()).some(({ kind }) => kind === 'products'));
    expect((await runs()).filter(({ kind }) => kind === 'products')).toMatchObject([
      { state: 'RUNNING', cause: 'request' },
    ]);
    inventory.onPage = null;
    release();
    await until('it is over', async () => (await runs()).every(({ state }) => state === 'DONE'));
    await ask('/api/inventory/products/synced/');
    expect((await runs()).filter(({ kind }) => kind === 'products')).toHaveLength(1);
  });

  it('who opens the home page has the categories copied, then the products that stand in them', async () => {
    await ask('/');
    await until(
      'both are over',
      async () => (await runs()).filter((run) => run.state === 'DONE').length === 2,
    );
    const [first, second] = await runs();
    expect([first?.kind, second?.kind]).toEqual(['categories', 'products']);
    expect(Number(second?.startedAt)).toBeGreaterThanOrEqual(Number(first?.finishedAt));
  });

  it('an inventory that is away fails nobody’s request', async () => {
    inventory.failAt = () => away();
    const answer = await ask('/api/inventory/products/synced');
    expect(answer.status).toBe(200);
    await until('the run failed', async () => (await runs()).some(({ state }) => state === 'FAILED'));
    const told = await ask('/inventory/api/status/', {}, viewer);
    expect(told.status).toBe(200);
    const status = (await told.json()) as { products: object };
    expect(status.products).toMatchObject({
      running: false,
      lastError: 'L’inventaire ne répond pas.',
      count: 0,
    });
  });

  it('its state is a page that needs no script, and shows no word of a stranger as markup', async () => {
    const { body } = await begin();
    await over(body.runId);
    const page = await ask('/inventory/status/', {}, viewer);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const html = await page.text();
    expect(html).toContain('Catalogue : état de la copie');
    expect(html).toContain('Produit &lt;1&gt;');
    expect(html).not.toContain('<script');
  });

  it('its state is read in any browser, which asks for the key as for a password', async () => {
    const page = `${url}/inventory/status/`;
    const stranger = await fetch(page);
    expect([stranger.status, stranger.headers.get('www-authenticate')]).toEqual([
      401,
      'Basic realm="Relais", charset="UTF-8"',
    ]);
    const authorization = `Basic ${Buffer.from(`moi:${viewer}`).toString('base64')}`;
    expect((await fetch(page, { headers: { authorization } })).status).toBe(200);
    expect((await fetch(`${url}/inventory/api/status/`, { headers: { authorization } })).status).toBe(401);
  });

  it('is followed live to its end', async () => {
    const { body } = await begin();
    const events = await (await ask(`/api/catalog/runs/${body.runId}/events`)).text();
    expect(events).toContain('event: over');
    expect(events).toContain('"state":"DONE"');
  });

  it('how a price changed is told', async () => {
    const first = await begin();
    await over(first.body.runId);
    inventory.products.set('p1', {
      version: 'v1b',
      input: { sku: 'SKU-1', name: 'Produit', price: '3', stock: 1 },
    });
    const second = await begin();
    await over(second.body.runId);
    const [row] = await ground.database.manager.findBy(ProductRow, { sku: 'SKU-1' });
    const history = await (await ask(`/api/catalog/products/${row?.id}/history`)).json();
    expect(history).toMatchObject({
      items: [{ field: 'price', from: '2.50 USD', to: '3.00 USD' }],
      nextCursor: null,
    });
  });

  describe('the command', () => {
    const command = async (...words: string[]) => {
      const said: string[] = [];
      const program = new Command().exitOverride();
      const get: Get = (token) => ground.get(token);
      const withApp = <T>(_: string, work: (get: Get) => Promise<T>): Promise<T> => work(get);
      catalogSyncCommands({ program, say: (text) => said.push(text), withApp });
      await program.parseAsync(['node', 'relais', 'catalog:sync', ...words]);
      return said.join('\n');
    };
    afterEach(() => (process.exitCode = undefined));

    it('copies and says what changed, in words and in JSON', async () => {
      expect(await command('products')).toMatch(/^3 produit\(s\) lu\(s\) : 3 ajouté\(s\), 0 changé\(s\)/);
      expect(JSON.parse(await command('products', '--json', '--force'))).toMatchObject({
        kind: 'products',
        total: 3,
        unchanged: 3,
        failed: 0,
      });
    });

    it('with --auto does nothing before it is time', async () => {
      await command('products');
      expect(JSON.parse(await command('products', '--auto', '--json'))).toMatchObject({
        runId: null,
        skipped: 'not due',
      });
    });

    it.each([[[]], [['--auto']]])(
      'shows on a terminal how far it is, and is stopped by Ctrl-C (%j)',
      async (more) => {
        const isTTY = Object.getOwnPropertyDescriptor(process.stderr, 'isTTY');
        Object.defineProperty(process.stderr, 'isTTY', { value: true, configurable: true });
        const written: string[] = [];
        const write = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
          written.push(String(text));
          return true;
        });
        inventory.onPage = async (page) => {
          if (page !== 2) return;
          await until('there is a bar', () => written.length > 0);
          process.emit('SIGINT');
        };
        try {
          expect(await command('products', ...more)).toContain('La copie a été arrêtée au clavier.');
        } finally {
          write.mockRestore();
          if (isTTY === undefined) Reflect.deleteProperty(process.stderr, 'isTTY');
          else Object.defineProperty(process.stderr, 'isTTY', isTTY);
        }
        expect(process.exitCode).toBe(1);
        expect(written.join('')).toMatch(/█+░+ 66 % 2 sur 3/);
      },
    );

    it('fails with a reason where the inventory is away, and refuses what it does not know', async () => {
      inventory.failAt = () => away();
      expect(await command('products')).toContain('L’inventaire ne répond pas.');
      expect(process.exitCode).toBe(1);
      await expect(command('people')).rejects.toBeInstanceOf(WrongUse);
      await expect(command('products', '--auto', '--force')).rejects.toBeInstanceOf(WrongUse);
    });
  });
});
