import { Global, Module } from '@nestjs/common';
import { CatalogModule } from '../../src/catalog/catalog.module.js';
import { Catalog } from '../../src/catalog/catalog.contract.js';
import { CatalogService } from '../../src/catalog/catalog.service.js';
import { InventoryFailure, InventorySources } from '../../src/catalog/catalog.port.js';
import { away, FakeInventory, type Item } from '../../src/catalog/inventory.fake.js';
import { CategoryRow } from '../../src/catalog/products/category.entity.js';
import { ProductRow } from '../../src/catalog/products/product.entity.js';
import { GramRow, PostingRow } from '../../src/catalog/search/posting.entity.js';
import { ClockRow } from '../../src/catalog/sync/clock.entity.js';
import { ClockRepository } from '../../src/catalog/sync/clock.repository.js';
import { Clocks } from '../../src/catalog/sync/clocks.service.js';
import { FaultRow } from '../../src/catalog/sync/fault.entity.js';
import { HistoryRow } from '../../src/catalog/sync/history.entity.js';
import { PageRow } from '../../src/catalog/sync/page.entity.js';
import { RemoteRepository } from '../../src/catalog/sync/remote.repository.js';
import { RunRow } from '../../src/catalog/sync/run.entity.js';
import { SyncRuns, type Wish } from '../../src/catalog/sync/runs.service.js';
import { Status } from '../../src/catalog/sync/status.service.js';
import { Clock } from '../../src/kernel/clock.js';
import { Alerts } from '../../src/platform/alerts/alerts.js';
import { AlertsModule } from '../../src/platform/alerts/alerts.module.js';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import { BEFORE_ALL_IDS } from '../../src/platform/database/id-range.js';
import { EventsModule } from '../../src/platform/events/events.module.js';
import { JobsModule } from '../../src/platform/jobs/jobs.module.js';
import { MetricsModule } from '../../src/platform/metrics/metrics.module.js';
import { VaultModule } from '../../src/platform/vault/vault.module.js';
import { RememberedAudit } from '../../src/platform/web/audit.fake.js';
import { AuditTrail } from '../../src/platform/web/audit.js';
import { testSettings } from '../settings.js';
import { until } from '../until.js';
import { describeEachDatabase, expectNoDrift } from './databases.js';

const START = Date.UTC(2026, 10, 21, 8);
const MINUTE = 60_000;
const hand = { ms: START };
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

const imports = [
  ConfigModule.register(testSettings({})),
  VaultModule,
  WorldModule,
  JobsModule.register('none'),
  MetricsModule,
  EventsModule,
  AlertsModule,
  AuditModule,
  CatalogModule,
];

const product = (n: number, more: object = {}, version: string | null = `v${n}`): [string, Item] => [
  `p${n}`,
  { version, input: { sku: `SKU-${n}`, name: `Produit ${n}`, price: '2.50', stock: n, ...more } },
];
const products = (count: number): Map<string, Item> =>
  new Map(Array.from({ length: count }, (_, n) => product(n)));

describeEachDatabase('copies of an inventory', (open) => {
  const ground = open({ imports, init: true });
  let inventory: FakeInventory;
  const runs = () => ground.get(SyncRuns);
  const copy = async (
    wish: Partial<Wish> = {},
    kind: 'products' | 'categories' = 'products',
  ): Promise<RunRow> => {
    hand.ms += MINUTE;
    return (await runs().begin(kind, { cause: 'code', ...wish })).over;
  };
  const rows = () => ground.database.manager.find(ProductRow, { order: { sku: 'ASC' } });
  const skus = async (active: boolean) =>
    (await rows()).filter((row) => row.active === active).map(({ sku }) => sku);
  const faults = () => ground.database.manager.find(FaultRow, { order: { id: 'ASC' } });

  const registered: FakeInventory[] = [];
  beforeEach(async () => {
    for (const entity of [
      FaultRow,
      HistoryRow,
      PageRow,
      RunRow,
      ClockRow,
      PostingRow,
      GramRow,
      ProductRow,
      CategoryRow,
    ])
      await ground.database.manager.createQueryBuilder().delete().from(entity).execute();
    for (const each of registered) each.isReady = false;
    inventory = new FakeInventory();
    registered.push(inventory);
    ground.get<InventorySources>(InventorySources).add(inventory);
    hand.ms += 30 * 86_400_000;
  });

  it('have the tables that their entities describe', () => expectNoDrift(ground));

  it('the first takes everything over, the next writes nothing', async () => {
    inventory.products = products(5);
    expect(await copy()).toMatchObject({
      state: 'DONE',
      total: 5,
      added: 5,
      pages: 3,
      failed: 0,
      expected: 5,
    });
    const before = await rows();
    expect(await copy()).toMatchObject({ state: 'DONE', total: 5, added: 0, updated: 0, unchanged: 5 });
    expect(await rows()).toEqual(before);
  });

  it('a change of price and of stock is written, and its history kept', async () => {
    inventory.products = products(3);
    await copy();
    inventory.products.set(...product(1, { price: '2,75', stock: 9 }, 'v1b'));
    expect(await copy()).toMatchObject({ updated: 1, unchanged: 2 });
    const lines = await ground.database.manager.find(HistoryRow, { order: { field: 'ASC' } });
    expect(lines.map(({ field, oldValue, newValue }) => [field, oldValue, newValue])).toEqual([
      ['price', '2.50 USD', '2.75 USD'],
      ['stock', '1', '9'],
    ]);
  });

  it('another version of the same content is no change', async () => {
    inventory.products = products(2);
    await copy();
    inventory.products.set(...product(0, {}, 'touched'));
    expect(await copy()).toMatchObject({ updated: 0, unchanged: 2 });
    inventory.calls.length = 0;
    expect(await copy()).toMatchObject({ unchanged: 2 });
  });

  it('details are asked for where the listing is brief, and only for what is news', async () => {
    inventory.products = new Map([...products(3)].map(([id, item]) => [id, { ...item, brief: true }]));
    await copy();
    expect(inventory.calls.filter((call) => !call.includes('page'))).toEqual([
      'products p0',
      'products p1',
      'products p2',
    ]);
    inventory.calls.length = 0;
    inventory.products.set('p1', { ...product(1, { stock: 50 }, 'new')[1], brief: true });
    expect(await copy()).toMatchObject({ updated: 1, unchanged: 2 });
    expect(inventory.calls.filter((call) => !call.includes('page'))).toEqual(['products p1']);
  });

  it('details that nobody finds, of a whole page, are looked for in the wrong place: the copy says so and stops', async () => {
    inventory.products = new Map([...products(30)].map(([id, item]) => [id, { ...item, brief: true }]));
    inventory.pageSize = 15;
    const details = inventory.details.bind(inventory);
    inventory.details = async function* (kind, ids) {
      for await (const each of details(kind, ids)) yield { ...each, input: null };
    };
    expect(await copy()).toMatchObject({
      state: 'FAILED',
      errorCode: 'catalog.source-malformed',
      error: expect.stringContaining('products.detail'),
    });
    inventory.details = async function* (kind, ids) {
      for await (const each of details(kind, ids))
        yield each.remoteId === 'p14' ? each : { ...each, input: null };
    };
    expect(await copy()).toMatchObject({ state: 'FAILED', added: 1, failed: 14, pages: 1 });
  });

  it('a page that says of itself that nothing changed is believed, and its products stay', async () => {
    inventory.knowsValidators = true;
    inventory.products = products(5);
    await copy();
    inventory.products.set(...product(4, { stock: 99 }, 'v4b'));
    expect(await copy()).toMatchObject({ state: 'DONE', unchanged: 4, updated: 1, disabled: 0, total: 5 });
    expect(await skus(true)).toHaveLength(5);
    expect(await copy({ force: true })).toMatchObject({ unchanged: 5, updated: 0 });
  });

  describe('a listing that did not change', () => {
    const unchanged = async (count: number) => {
      inventory.knowsValidators = true;
      inventory.products = products(count);
      await copy();
    };

    it('costs one read a page, and far fewer writes than it has pages', async () => {
      await unchanged(80);
      const read = jest.spyOn(ground.database, 'read');
      const written = jest.spyOn(ground.database, 'updateMany');
      expect(await copy()).toMatchObject({ state: 'DONE', pages: 40, unchanged: 80 });
      const ofPages = ({ mock: { calls } }: { mock: { calls: unknown[][] } }) =>
        calls.filter(([entity, changes]) => entity === PageRow && (changes as unknown[]).length !== 0);
      expect(ofPages(read)).toHaveLength(40);
      expect(ofPages(written).length).toBeLessThan(20);
      read.mockRestore();
      written.mockRestore();
    });

    it('goes on where it was interrupted, and counts nothing twice', async () => {
      await unchanged(8);
      inventory.failAt = (page) => (page === 3 ? away() : null);
      expect(await copy()).toMatchObject({ state: 'FAILED', position: '2', pages: 2, unchanged: 4 });
      inventory.failAt = null;
      // The page where it stopped is looked at once more, and what is on it was seen.
      expect(await copy()).toMatchObject({ state: 'DONE', total: 8, unchanged: 8, disabled: 0 });
    });
  });

  it('details of the next page are asked for before this one is written', async () => {
    inventory.products = new Map([...products(4)].map(([id, item]) => [id, { ...item, brief: true }]));
    const repository = ground.get(RemoteRepository);
    const known = repository.known.bind(repository);
    let asked = 0;
    const spy = jest.spyOn(repository, 'known').mockImplementation(async (source, ids) => {
      if (ids.includes('p0') && (asked += 1) === 2)
        await until('the next page is asked for', () => inventory.calls.includes('products p2'));
      return known(source, ids);
    });
    expect(await copy()).toMatchObject({ state: 'DONE', added: 4 });
    spy.mockRestore();
  });

  it('a first copy has its products counted on the way, ever more rarely', async () => {
    inventory.pageSize = 500;
    inventory.products = products(4_000);
    const counted = jest.spyOn(ground.get(RemoteRepository), 'count');
    expect(await copy()).toMatchObject({ added: 4_000 });
    expect(counted).toHaveBeenCalledTimes(2);
    counted.mockClear();
    await copy();
    expect(counted).not.toHaveBeenCalled();
    counted.mockRestore();
  });

  it('a run that was taken over writes nothing more', async () => {
    inventory.products = products(8);
    inventory.onPage = async (page) => {
      if (page !== 3) return;
      const lost = { slot: 'lost', state: 'LOST' } as const;
      await ground.database.manager.update(RunRow, { slot: 'products' }, lost);
    };
    expect(await copy()).toMatchObject({ state: 'LOST' });
    expect((await rows()).length).toBeLessThanOrEqual(4);
  });

  it('what is gone from a complete listing leaves the offer, and comes back with it', async () => {
    inventory.products = products(5);
    await copy();
    const [, gone] = [...inventory.products][2]!;
    inventory.products.delete('p2');
    expect(await copy()).toMatchObject({ disabled: 1 });
    expect(await skus(false)).toEqual(['SKU-2']);
    inventory.products.set('p2', gone);
    expect(await copy()).toMatchObject({ updated: 1, disabled: 0 });
    expect(await skus(false)).toEqual([]);
    const lines = await ground.database.manager.find(HistoryRow, {
      where: { field: 'active' },
      order: { id: 'ASC' },
    });
    expect(lines.map(({ newValue }) => newValue)).toEqual(['false', 'true']);
  });

  it('nothing leaves when the inventory still knows it: the listing had only jumped over it', async () => {
    inventory.products = products(5);
    await copy();
    const listed = new Map(inventory.products);
    listed.delete('p3');
    const all = inventory.products;
    inventory.products = listed;
    const details = inventory.details.bind(inventory);
    inventory.details = (kind, ids) => {
      inventory.products = all;
      return details(kind, ids);
    };
    expect(await copy()).toMatchObject({ state: 'DONE', disabled: 0 });
    expect(await skus(false)).toEqual([]);
  });

  it('nothing leaves while the number of all changes during the listing, or is not reached', async () => {
    inventory.products = products(6);
    await copy();
    inventory.products.delete('p5');
    let asked = 0;
    inventory.total = (real) => real + 1 - Math.min(1, asked++);
    expect(await copy()).toMatchObject({ state: 'DONE', disabled: 0 });
    expect((await faults()).at(-1)?.reason).toContain('la liste a changé pendant la lecture');
    inventory.total = (real) => real + 1;
    expect(await copy()).toMatchObject({ disabled: 0 });
    inventory.total = null;
    expect(await copy()).toMatchObject({ disabled: 1 });
  });

  it('a listing that lost more than half is refused as a whole, unless somebody insists', async () => {
    inventory.pageSize = 50;
    inventory.products = products(60);
    await copy();
    inventory.products = products(20);
    expect(await copy()).toMatchObject({ state: 'FAILED', errorCode: 'catalog.would-shrink', disabled: 0 });
    expect(await skus(false)).toEqual([]);
    expect((await ground.get<Alerts>(Alerts).open()).map(({ key }) => key)).toContain(
      'catalog.sync:products',
    );
    expect(await copy({ force: true })).toMatchObject({ state: 'DONE', disabled: 40 });
    expect((await ground.get<Alerts>(Alerts).open()).map(({ key }) => key)).not.toContain(
      'catalog.sync:products',
    );
  });

  it('a failure in the middle keeps what was written, takes nothing away, and the next goes on there', async () => {
    inventory.products = products(8);
    inventory.failAt = (page) => (page === 3 ? away() : null);
    expect(await copy()).toMatchObject({
      state: 'FAILED',
      errorCode: 'catalog.source-unreachable',
      added: 4,
      position: '2',
    });
    inventory.failAt = null;
    inventory.calls.length = 0;
    const resumed = await copy();
    expect(resumed).toMatchObject({ state: 'DONE', total: 8, added: 8, disabled: 0 });
    expect(inventory.calls.filter((call) => call.includes('page'))[0]).toBe('products page 2');
    expect(resumed.rootId).not.toBe(resumed.id);
    expect(await rows()).toHaveLength(8);
  });

  describe('a listing that was forced and broke off', () => {
    const brokenOff = async (force: boolean): Promise<RunRow> => {
      inventory.failAt = (page) => (page === 3 ? away() : null);
      const broken = await copy({ force });
      inventory.failAt = null;
      inventory.calls.length = 0;
      return broken;
    };
    beforeEach(async () => {
      inventory.knowsValidators = true;
      inventory.products = products(60);
      inventory.pageSize = 12;
      await copy();
    });

    it.each([true, false])(
      'is gone on with (force again: %p), and nothing of it is believed to be the same',
      async (force) => {
        const broken = await brokenOff(true);
        // Somebody wrote over what the inventory believes to be unchanged.
        await ground.database.manager.update(ProductRow, { sourceId: 'p50' }, { name: 'Écrasé', hash: 'x' });
        expect(await copy({ force })).toMatchObject({
          state: 'DONE',
          rootId: broken.rootId,
          total: 60,
          updated: 1,
        });
        expect(inventory.calls[0]).toBe('products page 2');
      },
    );

    it('lets no more go than usual, unless somebody insists again', async () => {
      inventory.products = new Map([...inventory.products].slice(0, 24));
      inventory.pageSize = 6;
      await brokenOff(true);
      expect(await copy()).toMatchObject({ errorCode: 'catalog.would-shrink' });
      expect(await copy({ force: true })).toMatchObject({ state: 'DONE', disabled: 36 });
    });

    it('begins anew where only the second one is forced', async () => {
      await brokenOff(false);
      await copy({ force: true });
      expect(inventory.calls[0]).toBe('products page 1');
    });
  });

  it('a listing that is itself in doubt is begun anew, whatever of it was written', async () => {
    inventory.pageSize = 30;
    inventory.products = products(60);
    await copy();
    const all = inventory.products;
    inventory.products = products(20);
    expect(await copy()).toMatchObject({ errorCode: 'catalog.would-shrink' });
    inventory.products = all;
    inventory.failAt = (page) => (page === 2 ? new InventoryFailure('endless', 'Elle ne finit pas.') : null);
    expect(await copy()).toMatchObject({ errorCode: 'catalog.source-endless', position: '1' });
    inventory.failAt = null;
    inventory.calls.length = 0;
    const anew = await copy();
    expect(anew).toMatchObject({ state: 'DONE', total: 60, disabled: 0 });
    expect([anew.rootId, inventory.calls[0]]).toEqual([anew.id, 'products page 1']);
  });

  it('nothing leaves when the number of all changed before an interruption', async () => {
    inventory.products = products(8);
    await copy();
    inventory.products.delete('p7');
    inventory.failAt = (page) => (page === 3 ? away() : null);
    inventory.total = (real) => real + 1;
    await copy();
    Object.assign(inventory, { failAt: null, total: null });
    expect(await copy()).toMatchObject({ state: 'DONE', disabled: 0 });
    expect(await copy()).toMatchObject({ state: 'DONE', disabled: 1 });
  });

  describe('a line without an id', () => {
    const withNameless = () => {
      const list = inventory.list.bind(inventory);
      inventory.list = async function* (kind, listing) {
        for await (const page of list(kind, listing))
          yield {
            ...page,
            total: (page.total ?? 0) + 1,
            unreadable: page.position === '1' ? [{ remoteId: null, reason: 'identifiant : manque' }] : [],
          };
      };
    };

    it('keeps nothing in the offer that is gone', async () => {
      inventory.products = products(5);
      await copy();
      withNameless();
      inventory.products.delete('p4');
      expect(await copy()).toMatchObject({ state: 'DONE', failed: 1, disabled: 1 });
    });

    it('keeps many where it could be any of them, and says so', async () => {
      inventory.pageSize = 200;
      inventory.products = products(160);
      await copy();
      withNameless();
      inventory.products = products(100);
      expect(await copy()).toMatchObject({ state: 'DONE', disabled: 0 });
      expect((await faults()).at(-1)?.reason).toContain('60 produits manquent dans la liste');
    });
  });

  it('an interruption of long ago is begun anew', async () => {
    inventory.products = products(6);
    inventory.failAt = (page) => (page === 3 ? away() : null);
    await copy();
    inventory.failAt = null;
    inventory.calls.length = 0;
    hand.ms += 7 * 60 * MINUTE;
    expect(await copy()).toMatchObject({ state: 'DONE', total: 6 });
    expect(inventory.calls[0]).toBe('products page 1');
  });

  it('a run whose process died is taken over and gone on with', async () => {
    inventory.products = products(6);
    inventory.failAt = (page) => (page === 3 ? away() : null);
    const { id } = await copy();
    await ground.database.manager.update(
      RunRow,
      { id },
      {
        state: 'RUNNING',
        slot: 'products',
        pid: 999_999_999,
        finishedAt: null,
      },
    );
    inventory.failAt = null;
    inventory.calls.length = 0;
    expect(await copy()).toMatchObject({ state: 'DONE', total: 6, rootId: id });
    expect(inventory.calls[0]).toBe('products page 2');
    expect(await ground.database.manager.findOneBy(RunRow, { id })).toMatchObject({ state: 'LOST' });
  });

  it('a run can be stopped, and goes on later', async () => {
    inventory.products = products(8);
    const stop = new AbortController();
    inventory.onPage = (page) => (page === 4 ? stop.abort() : undefined);
    expect(await copy({ signal: stop.signal })).toMatchObject({ state: 'STOPPED', disabled: 0 });
    inventory.onPage = null;
    expect(await copy()).toMatchObject({ state: 'DONE', total: 8 });
  });

  it('two at once are one: the second is told which is going on', async () => {
    inventory.products = products(4);
    let let_go = (): void => undefined;
    inventory.onPage = (page) =>
      page === 2 ? new Promise<void>((resolve) => (let_go = resolve)) : undefined;
    const first = await runs().begin('products', { cause: 'code' });
    await expect(runs().begin('products', { cause: 'code' })).rejects.toMatchObject({
      code: 'catalog.sync-running',
      runId: first.id,
    });
    const other = await runs().begin('categories', { cause: 'code' });
    await other.over;
    let_go();
    expect(await first.over).toMatchObject({ state: 'DONE' });
  });

  it('one bad item is recorded with its reason, and the rest goes on', async () => {
    inventory.products = new Map([
      product(0),
      product(1, { name: '' }),
      product(2, { price: -1 }),
      product(3, { description: 'x'.repeat(5_000_000) }),
      product(4, { sku: 'SKU-0' }),
      product(5, { category: 'nowhere' }),
      product(6),
    ]);
    expect(await copy()).toMatchObject({ state: 'DONE', total: 7, added: 3, failed: 4 });
    const reasons = (await faults()).map(({ remoteId, reason }) => `${remoteId}: ${reason.split(' : ')[0]}`);
    expect(reasons.toSorted()).toEqual([
      'p1: name',
      'p2: price',
      'p3: description',
      'p4: sku',
      'p5: category',
    ]);
    expect(await skus(true)).toEqual(['SKU-0', 'SKU-5', 'SKU-6']);
  });

  it('a product whose category comes later finds its shelf at the next copy', async () => {
    inventory.knowsValidators = true;
    inventory.products = new Map([product(0, { category: 'c1' })]);
    await copy();
    inventory.categories = new Map([['c1', { input: { name: 'Savons' } }]]);
    await copy({}, 'categories');
    expect(await copy()).toMatchObject({ updated: 1 });
    const [row] = await rows();
    const [shelf] = await ground.database.manager.find(CategoryRow);
    expect(row?.categoryId).toBe(shelf?.id);
  });

  it('a product written by hand is taken over by the inventory that has its SKU', async () => {
    await ground.get(CatalogService).keep([{ sku: 'SKU-0', name: 'À la main', price: '1' }], 'local');
    inventory.products = products(1);
    expect(await copy()).toMatchObject({ added: 0, updated: 1 });
    expect(await rows()).toMatchObject([
      { sku: 'SKU-0', name: 'Produit 0', source: 'inventory', sourceId: 'p0' },
    ]);
  });

  it('a product keeps its id when its SKU changes', async () => {
    inventory.products = products(1);
    await copy();
    const [before] = await rows();
    inventory.products = new Map([product(0, { sku: 'NEW-0' }, 'v0b')]);
    await copy();
    expect(await rows()).toMatchObject([{ id: before?.id, sku: 'NEW-0' }]);
  });

  describe('products that take each other’s SKU', () => {
    const named = (n: number, sku: string): [string, Item] => product(n, { sku }, `v${n}-${sku}`);
    const owners = async () =>
      Object.fromEntries((await rows()).map(({ sku, sourceId, active }) => [sku, active && sourceId]));
    const renamed = async (...skus: string[]): Promise<RunRow> => {
      for (const [n, sku] of skus.entries()) inventory.products.set(...named(n, sku));
      return copy();
    };
    beforeEach(async () => {
      inventory.products = products(4);
      await copy();
    });

    it.each([
      { what: 'two of one page', pageSize: 4, skus: ['SKU-1', 'SKU-0'] },
      { what: 'three of one page', pageSize: 4, skus: ['SKU-1', 'SKU-2', 'SKU-0'] },
      { what: 'three of several pages', pageSize: 2, skus: ['SKU-1', 'SKU-2', 'SKU-0'] },
      { what: 'a row of them, the last with a new one', pageSize: 4, skus: ['SKU-1', 'SKU-2', 'SKU-9'] },
      { what: 'a row of them over pages', pageSize: 2, skus: ['SKU-1', 'SKU-2', 'SKU-9'] },
    ])('keep their ids: $what', async ({ pageSize, skus }) => {
      inventory.pageSize = pageSize;
      const ids = new Map((await rows()).map(({ id, sourceId }) => [sourceId, id]));
      expect(await renamed(...skus)).toMatchObject({
        total: 4,
        updated: skus.length,
        unchanged: 4 - skus.length,
        failed: 0,
      });
      expect(await faults()).toEqual([]);
      expect(await owners()).toMatchObject(Object.fromEntries(skus.map((sku, n) => [sku, `p${n}`])));
      expect(new Map((await rows()).map(({ id, sourceId }) => [sourceId, id]))).toEqual(ids);
      expect(await copy()).toMatchObject({ updated: 0, unchanged: 4, failed: 0 });
    });

    it('leave room for one that is new', async () => {
      inventory.pageSize = 5;
      inventory.products.set(...named(4, 'SKU-0'));
      expect(await renamed('SKU-8')).toMatchObject({ added: 1, updated: 1, unchanged: 3, failed: 0 });
      expect(await owners()).toMatchObject({ 'SKU-0': 'p4', 'SKU-8': 'p0' });
    });

    it('may have the one of a product that has gone', async () => {
      inventory.products.delete('p3');
      expect(await renamed('SKU-3')).toMatchObject({ updated: 1, disabled: 1, failed: 0 });
      expect(await owners()).toMatchObject({ 'SKU-3': 'p0' });
      inventory.products.set(...named(3, 'SKU-0'));
      expect(await copy()).toMatchObject({ updated: 1, failed: 0 });
      expect(await owners()).toEqual({ 'SKU-0': 'p3', 'SKU-1': 'p1', 'SKU-2': 'p2', 'SKU-3': 'p0' });
    });

    it('are refused and keep what they have where one of them was changed meanwhile', async () => {
      inventory.pageSize = 4;
      const repository = ground.get(RemoteRepository);
      const read = repository.bySku.bind(repository);
      const reading = jest.spyOn(repository, 'bySku').mockImplementation(async (skus) => {
        const found = await read(skus);
        return found.map((each) => (each.sku === 'SKU-0' ? { ...each, revision: 99 } : each));
      });
      try {
        expect(await renamed('SKU-1', 'SKU-0', 'SKU-7')).toMatchObject({
          failed: 2,
          updated: 1,
          unchanged: 1,
        });
      } finally {
        reading.mockRestore();
      }
      expect(await owners()).toEqual({ 'SKU-0': 'p0', 'SKU-1': 'p1', 'SKU-7': 'p2', 'SKU-3': 'p3' });
      expect(await copy()).toMatchObject({ failed: 0, updated: 2 });
    });

    it('are refused where one keeps it, and those behind it too; the others are not', async () => {
      inventory.pageSize = 4;
      expect(await renamed('SKU-1', 'SKU-2', 'SKU-3')).toMatchObject({ updated: 0, unchanged: 1, failed: 3 });
      expect((await faults()).map(({ remoteId }) => remoteId)).toEqual(['p0', 'p1', 'p2']);
      expect(await owners()).toEqual({ 'SKU-0': 'p0', 'SKU-1': 'p1', 'SKU-2': 'p2', 'SKU-3': 'p3' });
    });
  });

  it('categories are a tree; one that turns in circles stands on top, one that is gone is hidden', async () => {
    inventory.categories = new Map<string, Item>([
      ['c2', { input: { name: 'Savons', parent: 'c1' } }],
      ['c1', { input: { name: 'Hygiène', parent: null } }],
      ['c3', { input: { name: 'Ronde', parent: 'c4' } }],
      ['c4', { input: { name: 'Rond', parent: 'c3' } }],
      ['c5', { input: { name: '' } }],
    ]);
    expect(await copy({}, 'categories')).toMatchObject({ state: 'DONE', added: 4, failed: 1 });
    const shelves = new Map(
      (await ground.database.manager.find(CategoryRow)).map((row) => [row.sourceId, row]),
    );
    expect(shelves.get('c2')?.parentId).toBe(shelves.get('c1')?.id);
    expect([shelves.get('c3')?.parentId, shelves.get('c4')?.parentId]).toEqual([null, null]);
    inventory.categories.delete('c2');
    expect(await copy({}, 'categories')).toMatchObject({ disabled: 1, added: 0 });
    expect(await ground.database.manager.countBy(CategoryRow, { active: true })).toBe(3);
  });

  it('categories that lost more than half are refused as a whole, unless somebody insists', async () => {
    const shelf = (n: number): [string, Item] => [`c${n}`, { input: { name: `Rayon ${n}` } }];
    inventory.categories = new Map(Array.from({ length: 10 }, (_, n) => shelf(n)));
    await copy({}, 'categories');
    inventory.categories = new Map([shelf(0)]);
    const refused = await copy({}, 'categories');
    expect(refused).toMatchObject({ state: 'FAILED', errorCode: 'catalog.would-shrink', disabled: 0 });
    expect(refused.error).toContain('9 des 10 catégories actives');
    expect(await ground.database.manager.countBy(CategoryRow, { active: true })).toBe(10);
    expect(await copy({ force: true }, 'categories')).toMatchObject({ state: 'DONE', disabled: 9 });
  });

  it('the records of runs are kept for three months, with what went wrong', async () => {
    inventory.products = new Map([product(0, { name: '' })]);
    const { id } = await copy();
    hand.ms += 89 * 24 * 60 * MINUTE;
    await copy();
    expect(await ground.database.manager.countBy(RunRow, { id })).toBe(1);
    hand.ms += 2 * 24 * 60 * MINUTE;
    await copy();
    expect(await ground.database.manager.countBy(RunRow, { id })).toBe(0);
    expect(await ground.database.manager.countBy(FaultRow, { runId: id })).toBe(0);
  });

  describe('the clock', () => {
    const due = () => runs().beginIfDue('products', 'request');

    it('begins one run for a hundred who ask at once, and none before the interval is over', async () => {
      inventory.products = products(2);
      const begun = await Promise.all(Array.from({ length: 100 }, due));
      const [first, ...others] = begun.filter((each) => each !== null);
      expect(others).toEqual([]);
      await first?.over;
      expect(await due()).toBeNull();
      hand.ms += 121 * MINUTE;
      const again = await due();
      expect((await again?.over)?.state).toBe('DONE');
    });

    it('is one for all instances', async () => {
      const now = new Date(hand.ms);
      const next = new Date(hand.ms + MINUTE);
      const clocks = ground.get(ClockRepository);
      await clocks.read('products');
      const claims = await Promise.all(Array.from({ length: 10 }, () => clocks.claim('products', now, next)));
      expect(claims.filter(Boolean)).toHaveLength(1);
    });

    it('tries again after a failure, later each time, and after an hour where the key was refused', async () => {
      inventory.failAt = () => away();
      await copy();
      const next = async () =>
        ((await ground.get(Clocks).read('products')).nextDueAt.getTime() - hand.ms) / MINUTE;
      expect(await next()).toBe(5);
      await copy();
      expect(await next()).toBe(10);
      inventory.failAt = () => new InventoryFailure('key', 'La clé est refusée.');
      await copy();
      expect(await next()).toBe(60);
      // Of the key its keepers tell.
      expect((await ground.get<Alerts>(Alerts).open()).map(({ key }) => key)).not.toContain(
        'catalog.sync:products',
      );
    });

    it('leaves the inventory alone for as long as it asked', async () => {
      inventory.failAt = () => new InventoryFailure('limit', 'Trop d’appels.', 45 * MINUTE);
      await copy();
      const { nextDueAt } = await ground.get(Clocks).read('products');
      expect((nextDueAt.getTime() - hand.ms) / MINUTE).toBe(45);
    });

    it('goes on soon with what was stopped, which is no failure', async () => {
      inventory.products = products(8);
      const stop = new AbortController();
      inventory.onPage = (page) => (page === 3 ? stop.abort() : undefined);
      await copy({ signal: stop.signal });
      const { nextDueAt, failures } = await ground.get(Clocks).read('products');
      expect([(nextDueAt.getTime() - hand.ms) / MINUTE, failures]).toEqual([5, 0]);
    });

    it('only asks for what changed between two complete listings, where the inventory can tell', async () => {
      inventory.can = { since: true };
      inventory.products = new Map([product(0, {}, '2020-01-01'), product(1, {}, '2020-01-01')]);
      expect(await copy()).toMatchObject({ complete: true, total: 2 });
      inventory.products.set(...product(1, { stock: 77 }, new Date(hand.ms + MINUTE).toISOString()));
      expect(await copy()).toMatchObject({ complete: false, total: 1, updated: 1, disabled: 0 });
      hand.ms += 25 * 60 * MINUTE;
      expect(await copy()).toMatchObject({ complete: true, total: 2 });
    });

    it('asks for all again after changes of which something could not be taken, which would be asked for no more', async () => {
      inventory.can = { since: true };
      inventory.products = new Map([product(0, {}, '2020-01-01'), product(1, {}, '2020-01-01')]);
      await copy();
      const later = new Date(hand.ms + MINUTE).toISOString();
      inventory.products.set(...product(1, { category: 'c1', stock: 50 }, later));
      expect(await copy()).toMatchObject({ complete: false, total: 1, updated: 1 });
      inventory.categories = new Map([['c1', { input: { name: 'Savons' } }]]);
      await copy({}, 'categories');
      hand.ms += 10 * MINUTE;
      expect(await copy()).toMatchObject({ complete: true, total: 2, updated: 1 });
      expect(await copy()).toMatchObject({ complete: false, total: 0 });
    });
  });

  it('the state of it is told in figures', async () => {
    inventory.products = products(3);
    await copy();
    const { products: told, categories } = await ground.get(Status).figures();
    expect(told).toMatchObject({ count: 3, active: 3, running: false, lastError: null });
    expect(told.lastSuccessAt?.getTime()).toBe(hand.ms);
    expect(categories).toMatchObject({ count: 0, active: 0, lastRunAt: null });
    expect(await ground.get<Catalog>(Catalog).find(BEFORE_ALL_IDS)).toBeNull();
  });
});
