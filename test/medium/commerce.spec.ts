import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Global, Module } from '@nestjs/common';
import { AuthModule } from '../../src/auth/auth.module.js';
import { Keys } from '../../src/auth/keys/keys.service.js';
import { Catalog } from '../../src/catalog/catalog.contract.js';
import { CatalogModule } from '../../src/catalog/catalog.module.js';
import { CommerceTargets, InventoryFailure } from '../../src/catalog/catalog.port.js';
import { CatalogService } from '../../src/catalog/catalog.service.js';
import { CommerceBatches } from '../../src/catalog/commerce/batches.service.js';
import { BatchRepository } from '../../src/catalog/commerce/batch.repository.js';
import { CommerceBatchRow } from '../../src/catalog/commerce/commerce-batch.entity.js';
import { CommerceExportRow } from '../../src/catalog/commerce/commerce-export.entity.js';
import { FakeCommerce } from '../../src/catalog/commerce/commerce.fake.js';
import { CommerceItemRow } from '../../src/catalog/commerce/commerce-item.entity.js';
import { CommerceJob } from '../../src/catalog/commerce/commerce.job.js';
import { CommerceRepository, type Parcel } from '../../src/catalog/commerce/commerce.repository.js';
import { ExportRunning } from '../../src/catalog/commerce/commerce.errors.js';
import { CommerceExports } from '../../src/catalog/commerce/exports.service.js';
import { hashOfOffer, offerOf } from '../../src/catalog/commerce/offer.js';
import { CategoryRow } from '../../src/catalog/products/category.entity.js';
import { ProductRow } from '../../src/catalog/products/product.entity.js';
import { GramRow, PostingRow } from '../../src/catalog/search/posting.entity.js';
import { Clock } from '../../src/kernel/clock.js';
import { AlertsModule } from '../../src/platform/alerts/alerts.module.js';
import { Alerts } from '../../src/platform/alerts/alerts.js';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import { BEFORE_ALL_IDS } from '../../src/platform/database/id-range.js';
import { newId } from '../../src/platform/database/id.js';
import { EventsModule } from '../../src/platform/events/events.module.js';
import { hostId } from '../../src/platform/jobs/host.js';
import { JobsModule } from '../../src/platform/jobs/jobs.module.js';
import { MetricsModule } from '../../src/platform/metrics/metrics.module.js';
import { VaultModule } from '../../src/platform/vault/vault.module.js';
import { RememberedAudit } from '../../src/platform/web/audit.fake.js';
import { AuditTrail } from '../../src/platform/web/audit.js';
import { secureServer, serverOptions } from '../../src/platform/web/server.js';
import { WebModule } from '../../src/platform/web/web.module.js';
import { testSettings } from '../settings.js';
import { describeEachDatabase, expectNoDrift, type GroundUnderTest } from './databases.js';

const ADMIN_API_KEY = 'a-house-key-of-at-least-32-characters';
const C1 = 'c1';
const SECOND = 1_000;
const MINUTE = 60_000;
const hand = { ms: Date.UTC(2026, 10, 21, 8) };
class Hand extends Clock {
  now(): Date {
    return new Date(hand.ms);
  }
}

@Global()
@Module({ providers: [{ provide: Clock, useClass: Hand }], exports: [Clock] })
class WorldModule {}

@Global()
@Module({ providers: [{ provide: AuditTrail, useValue: new RememberedAudit() }], exports: [AuditTrail] })
class AuditModule {}

const world = [
  ConfigModule.register(testSettings({ ADMIN_API_KEY })),
  VaultModule,
  WorldModule,
  JobsModule.register('none'),
  MetricsModule,
  EventsModule,
  AlertsModule,
  CatalogModule,
];

const ENTITIES = [
  CommerceItemRow,
  CommerceBatchRow,
  CommerceExportRow,
  PostingRow,
  GramRow,
  ProductRow,
  CategoryRow,
];

/** The room over a ground, with a commerce catalogue of its own for each test. */
class Market {
  target = new FakeCommerce();
  pauses: number[] = [];
  private readonly registered: FakeCommerce[] = [];

  constructor(private readonly ground: GroundUnderTest) {
    beforeEach(async () => {
      for (const entity of ENTITIES)
        await ground.database.manager.createQueryBuilder().delete().from(entity).execute();
      for (const each of this.registered) each.connected = [];
      this.target = new FakeCommerce();
      this.registered.push(this.target);
      ground.get<CommerceTargets>(CommerceTargets).add(this.target);
      this.pauses = [];
      jest.spyOn(ground.get(CommerceBatches), 'pause').mockImplementation(async (ms) => {
        this.pauses.push(ms);
      });
      hand.ms += 60 * MINUTE;
    });
    afterEach(() => jest.restoreAllMocks());
  }

  async keep(...products: Record<string, unknown>[]): Promise<void> {
    hand.ms += SECOND;
    const kept = await this.ground.get(CatalogService).keep(
      products.map((each) => ({ name: `Produit ${String(each['sku'])}`, price: '2.50', ...each })),
      'local',
    );
    if (kept.some(({ outcome }) => outcome === 'failed')) throw new Error(JSON.stringify(kept));
  }

  async send(force = false): Promise<CommerceExportRow> {
    hand.ms += MINUTE;
    return (await this.ground.get(CommerceExports).begin(C1, { cause: 'api', force })).over;
  }

  /** SKUs of each push. */
  get pushed(): string[][] {
    return this.target.pushes.map((items) =>
      items.map(({ sku, product }) => (product === null ? `-${sku}` : sku)).toSorted(),
    );
  }

  async items(): Promise<Record<string, string>> {
    const rows = await this.ground.database.manager.find(CommerceItemRow, { order: { sku: 'ASC' } });
    return Object.fromEntries(rows.map(({ sku, state }) => [sku, state]));
  }

  batches(): Promise<CommerceBatchRow[]> {
    return this.ground.database.manager.find(CommerceBatchRow, { order: { id: 'ASC' } });
  }
}

describeEachDatabase('exports to a commerce catalogue', (open) => {
  const ground = open({ imports: [...world, AuditModule], init: true });
  const market = new Market(ground);
  const alerts = async () =>
    (await ground.get<Alerts>(Alerts).open()).filter(({ key }) => key.startsWith('catalog.commerce'));
  const insert = async (count: number) => {
    const rows = Array.from({ length: count }, (_, n): ProductRow => {
      const sku = `S${String(n).padStart(5, '0')}`;
      return {
        id: newId(),
        sku,
        skuKey: sku.toLowerCase(),
        name: `Produit ${n}`,
        nameKey: `produit ${n}`,
        description: null,
        price: '1.00',
        currency: 'USD',
        stock: n,
        categoryId: null,
        images: '[]',
        active: true,
        source: 'local',
        sourceId: null,
        sourceVersion: null,
        attributes: null,
        hash: 'x',
        revision: 1,
        isIndexed: true,
        syncedAt: new Date(hand.ms),
        changedAt: new Date(hand.ms),
      };
    });
    await ground.database.insertMany(ProductRow, rows);
  };

  it('have the tables that their entities describe', () => expectNoDrift(ground));

  it('hand over what is sold, and the next time only what buyers would see otherwise', async () => {
    const image = 'https://img.exemple.cd/a.jpg';
    await market.keep(
      { sku: 'A', description: 'Du savon', stock: 9, images: [image] },
      { sku: 'B', stock: 0 },
      { sku: 'OLD', active: false },
    );
    expect(await market.send()).toMatchObject({ state: 'DONE', sent: 2, accepted: 2, refused: 0 });
    expect(Object.fromEntries(market.target.shelf)).toEqual({
      A: {
        title: 'Produit A',
        description: 'Du savon',
        price: '2.50',
        currency: 'USD',
        inStock: true,
        images: [image],
        link: null,
      },
      B: expect.objectContaining({ description: 'Produit B', inStock: false }),
    });
    await market.send();
    await market.keep({ sku: 'A', description: 'Du savon', stock: 8, images: [image] });
    await market.send();
    expect(market.pushed).toHaveLength(1);
    await market.keep({ sku: 'B', stock: 5 });
    expect(await market.send()).toMatchObject({ sent: 1, accepted: 1 });
    expect(market.pushed).toEqual([['A', 'B'], ['B']]);
    expect(market.target.shelf.get('B')).toMatchObject({ inStock: true });
    expect(await market.send(true)).toMatchObject({ sent: 2 });
  });

  it('take back once what is no longer sold, and offer it again when it is', async () => {
    await market.keep({ sku: 'A' }, { sku: 'B' });
    await market.send();
    await market.keep({ sku: 'A', active: false });
    expect(await market.send()).toMatchObject({ sent: 1, accepted: 1, removed: 1 });
    expect(await market.send()).toMatchObject({ sent: 0 });
    expect([...market.target.shelf.keys()]).toEqual(['B']);
    expect(await market.items()).toEqual({ B: 'OK' });
    await market.keep({ sku: 'A' });
    await market.send();
    expect(market.pushed).toEqual([['A', 'B'], ['-A'], ['A']]);
    expect(await market.items()).toEqual({ A: 'OK', B: 'OK' });
  });

  it('keep the reason of a refusal, and try again only when the product changes', async () => {
    await market.keep({ sku: 'A' }, { sku: 'B' }, { sku: 'C' });
    market.target.refused.set('A', 'Il manque une image.');
    market.target.refusedAtOnce.set('B', 'Ce prix n’en est pas un.');
    market.target.warned.set('C', 'L’image est petite.');
    expect(await market.send()).toMatchObject({ state: 'DONE', sent: 3, accepted: 1, refused: 2 });
    const [a, b, c] = await ground.get(CommerceRepository).shown(C1, BEFORE_ALL_IDS, 10);
    expect([a?.errors, b?.errors, c?.errors, c?.warnings]).toEqual([
      '["Il manque une image."]',
      '["Ce prix n’en est pas un."]',
      null,
      '["L’image est petite."]',
    ]);
    const asked = ['A', 'B', 'C', 'X'].map((sku) => ({ sku, categoryId: null }));
    expect([...(await ground.get<Catalog>(Catalog).listed(C1, asked))]).toEqual([['C', null]]);
    expect(await market.send()).toMatchObject({ sent: 0 });
    market.target.refused.clear();
    await market.keep({ sku: 'A', price: '3.00' });
    expect(await market.send()).toMatchObject({ sent: 1, accepted: 1 });
    expect(await market.items()).toEqual({ A: 'OK', B: 'REFUSED', C: 'OK' });
    await market.keep({ sku: 'B', active: false });
    expect(await market.send()).toMatchObject({ sent: 0 });
    expect(await market.items()).toEqual({ A: 'OK', C: 'OK' });
  });

  it('send 7,000 products in three batches, and ask until each is done', async () => {
    await insert(7_000);
    market.target.busy = 4;
    expect(await market.send()).toMatchObject({ state: 'DONE', sent: 7_000, accepted: 7_000 });
    expect(market.target.pushes.map((items) => items.length)).toEqual([3_000, 3_000, 1_000]);
    expect(market.pauses).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(market.target.shelf.size).toBe(7_000);
    expect(await market.batches()).toMatchObject([
      { state: 'DONE', items: 3_000, accepted: 3_000, handle: 'h1' },
      { state: 'DONE', items: 3_000, accepted: 3_000, handle: 'h2' },
      { state: 'DONE', items: 1_000, accepted: 1_000, handle: 'h3' },
    ]);
    expect(await market.send()).toMatchObject({ sent: 0 });
  });

  it('go on after a kill: a known handle is asked about, an unknown one is sent again', async () => {
    await market.keep({ sku: 'A' }, { sku: 'B' }, { sku: 'C' });
    const batches = ground.get(BatchRepository);
    const now = new Date(hand.ms);
    const parcels = (await ground.get(CommerceRepository).products(BEFORE_ALL_IDS, 10)).map((row): Parcel => {
      const product = offerOf(row);
      return { item: { sku: row.sku, product }, hash: hashOfOffer(product), known: null };
    });
    const only = (sku: string) => parcels.filter(({ item }) => item.sku === sku);
    await batches.handed(await batches.open(C1, only('A'), now), 'h-before', [], now);
    market.target.remember(
      'h-before',
      only('A').map(({ item }) => item),
    );
    await batches.open(C1, only('B'), now);
    await batches.handed(await batches.open(C1, only('C'), now), 'h-forgotten', [], now);
    market.target.forgotten.add('h-forgotten');
    const dead: CommerceExportRow = {
      id: newId(),
      catalogId: C1,
      slot: C1,
      state: 'RUNNING',
      cause: 'change',
      actor: 'system:x',
      forced: false,
      seenUntil: now,
      startedAt: now,
      finishedAt: null,
      host: hostId(),
      pid: 2 ** 30,
      beats: 3,
      beatAt: now,
      sent: 2,
      accepted: 0,
      refused: 0,
      removed: 0,
      failures: 0,
      errorCode: null,
      error: null,
    };
    await ground.database.insertMany(CommerceExportRow, [dead]);
    expect(await market.send()).toMatchObject({ state: 'DONE', sent: 2, accepted: 3 });
    expect(market.target.polls[0]).toBe('h-before');
    expect(market.pushed).toEqual([['B', 'C']]);
    expect([...market.target.shelf.keys()].toSorted()).toEqual(['A', 'B', 'C']);
    expect((await market.batches()).map(({ state }) => state)).toEqual(['DONE', 'LOST', 'FAILED', 'DONE']);
    expect(await ground.database.manager.findOneBy(CommerceExportRow, { id: dead.id })).toMatchObject({
      state: 'LOST',
      slot: dead.id,
    });
  });

  it('one at a time goes to a catalogue, over all instances', async () => {
    await market.keep({ sku: 'A' });
    let release = (): void => {};
    market.target.gate = new Promise((resolve) => (release = resolve));
    const first = market.send();
    const other = await ground.another();
    other.get<CommerceTargets>(CommerceTargets, { strict: false }).add(market.target);
    while ((await ground.database.manager.countBy(CommerceExportRow, { slot: C1 })) === 0);
    const second = other.get(CommerceExports, { strict: false }).begin(C1, { cause: 'api' });
    await expect(second).rejects.toBeInstanceOf(ExportRunning);
    release();
    expect(await first).toMatchObject({ state: 'DONE', sent: 1 });
    expect(market.pushed).toEqual([['A']]);
  });

  it('stop with the server, and go on with what is known of them', async () => {
    await market.keep({ sku: 'A' });
    market.target.busy = Number.POSITIVE_INFINITY;
    const other = await ground.another();
    other.get<CommerceTargets>(CommerceTargets, { strict: false }).add(market.target);
    const exports = other.get(CommerceExports, { strict: false });
    const { over } = await exports.begin(C1, { cause: 'api' });
    while (market.target.polls.length === 0) await ground.database.ping();
    await exports.beforeApplicationShutdown();
    expect(await over).toMatchObject({ state: 'STOPPED', errorCode: 'catalog.export-stopped', sent: 1 });
    market.target.busy = 0;
    expect(await market.send()).toMatchObject({ state: 'DONE', sent: 0, accepted: 1 });
    expect(market.pushed).toEqual([['A']]);
  });

  it('a dead token calls people once, and it is over when products arrive again', async () => {
    await market.keep({ sku: 'A' });
    market.target.pushFailure = new InventoryFailure('key', 'Le jeton n’est plus accepté.');
    const words = { state: 'FAILED', errorCode: 'catalog.source-key', error: 'Le jeton n’est plus accepté.' };
    expect(await market.send()).toMatchObject(words);
    expect(await market.send()).toMatchObject({ ...words, failures: 2 });
    expect(await alerts()).toMatchObject([{ key: 'catalog.commerce:c1', count: 2 }]);
    expect(await market.batches()).toMatchObject([
      { state: 'FAILED', error: words.error },
      { state: 'FAILED' },
    ]);
    market.target.pushFailure = null;
    expect(await market.send()).toMatchObject({ state: 'DONE', accepted: 1, failures: 0 });
    expect(await alerts()).toEqual([]);
  });

  it('a batch that nothing can be learned of is sent again; one that only takes long is not', async () => {
    await market.keep({ sku: 'A' });
    market.target.busy = Number.POSITIVE_INFINITY;
    expect(await market.send()).toMatchObject({ state: 'FAILED', errorCode: 'catalog.source-unreachable' });
    market.target.busy = 0;
    expect(await market.send()).toMatchObject({ state: 'DONE', sent: 0, accepted: 1 });
    expect(market.pushed).toEqual([['A']]);
    await market.keep({ sku: 'A', price: '9.00' });
    market.target.pollFailure = new InventoryFailure('malformed', 'Ce lot est inconnu.');
    expect(await market.send()).toMatchObject({ state: 'FAILED' });
    market.target.pollFailure = null;
    expect(await market.send()).toMatchObject({ state: 'DONE', sent: 1, accepted: 1 });
    expect(market.pushed).toEqual([['A'], ['A'], ['A']]);
  });

  it('begin by themselves when products rest after a change, and not again without one', async () => {
    const job = ground.get(CommerceJob);
    const over = async () => {
      while ((await ground.database.manager.countBy(CommerceExportRow, { slot: C1 })) > 0);
    };
    await job.look();
    expect(market.pushed).toEqual([]);
    await market.keep({ sku: 'A' });
    await job.look();
    await over();
    expect(market.pushed).toEqual([['A']]);
    await market.keep({ sku: 'B' });
    await job.look();
    expect(market.pushed).toHaveLength(1);
    hand.ms += 10 * SECOND;
    await job.look();
    await over();
    await job.look();
    expect(market.pushed).toEqual([['A'], ['B']]);
    expect(await ground.database.manager.count(CommerceExportRow)).toBe(2);
  });
});

describeEachDatabase('commerce catalogues over HTTP', (open) => {
  const ground = open({ imports: [...world, WebModule, AuthModule] });
  let app: NestFastifyApplication;
  beforeAll(async () => {
    app = ground.module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(serverOptions));
    secureServer(app);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  afterAll(() => app.getHttpAdapter().getInstance().close());
  const market = new Market(ground);

  const ask = (method: 'GET' | 'POST', url: string, payload?: object, key = ADMIN_API_KEY) =>
    app.inject({ method, url, payload, headers: { authorization: `Bearer ${key}` } });

  it('are listed with what they took, refusals with their reasons, page by page', async () => {
    await market.keep({ sku: 'A' }, { sku: 'B' }, { sku: 'C' });
    market.target.refused.set('A', 'Il manque une image.').set('B', 'Il manque une image.');
    await market.send();
    expect((await ask('GET', '/api/catalog/commerce')).json()).toMatchObject({
      items: [
        {
          catalogId: C1,
          target: 'fake',
          counts: { pending: 0, sent: 0, ok: 1, refused: 2 },
          lastExport: { state: 'DONE', sent: 3, refused: 2, error: null },
          batches: [{ state: 'DONE', items: 3, refused: 2 }],
        },
      ],
      nextCursor: null,
    });
    const url = `/api/catalog/commerce/${C1}/items?state=REFUSED&limit=1`;
    const first = (await ask('GET', url)).json() as { items: object[]; nextCursor: string };
    expect(first.items).toMatchObject([
      { sku: 'A', state: 'REFUSED', listed: false, errors: ['Il manque une image.'] },
    ]);
    const second = (await ask('GET', `${url}&cursor=${first.nextCursor}`)).json();
    expect(second).toMatchObject({ items: [{ sku: 'B' }], nextCursor: null });
    expect((await ask('GET', '/api/catalog/commerce/other/items')).statusCode).toBe(404);
    expect((await ask('GET', `/api/catalog/commerce/${C1}/items?state=LOST`)).statusCode).toBe(400);
  });

  it('are listed with what they took and would rather have otherwise', async () => {
    await market.keep({ sku: 'A' }, { sku: 'B' }, { sku: 'C' });
    market.target.refused.set('A', 'Il manque une image.');
    market.target.warned.set('B', 'L’image est petite.').set('C', 'Le texte est en capitales.');
    await market.send();
    expect((await ask('GET', '/api/catalog/commerce')).json()).toMatchObject({
      items: [{ counts: { ok: 2, refused: 1, warned: 2 } }],
    });
    const url = `/api/catalog/commerce/${C1}/items?warned=true&limit=1`;
    const first = (await ask('GET', url)).json() as { items: object[]; nextCursor: string };
    expect(first.items).toMatchObject([
      { sku: 'B', state: 'OK', errors: [], warnings: ['L’image est petite.'] },
    ]);
    const second = (await ask('GET', `${url}&cursor=${first.nextCursor}`)).json();
    expect(second).toMatchObject({ items: [{ sku: 'C' }], nextCursor: null });
    expect((await ask('GET', `${url}&state=REFUSED`)).json()).toEqual({ items: [], nextCursor: null });
    const silent = (await ask('GET', `/api/catalog/commerce/${C1}/items?warned=false`)).json();
    expect(silent).toMatchObject({ items: [{ sku: 'A' }] });
  });

  it('are exported to by whoever may, and that is written down', async () => {
    await market.keep({ sku: 'A' });
    const url = `/api/catalog/commerce/${C1}/export`;
    const viewer = await ground.get(Keys).create('Lecture', 'viewer');
    expect((await ask('POST', url, {}, viewer.key)).statusCode).toBe(403);
    const answer = await ask('POST', url, { force: true });
    expect([answer.statusCode, answer.json()]).toEqual([202, { exportId: expect.any(String) as string }]);
    while ((await ground.database.manager.countBy(CommerceExportRow, { slot: C1 })) > 0);
    expect(market.pushed).toEqual([['A']]);
    expect((await ask('POST', '/api/catalog/commerce/other/export', {})).statusCode).toBe(404);
    const trail = await ask('GET', '/api/audit?limit=5');
    expect(trail.body).toContain('catalog.commerce-exported');
  });
});
