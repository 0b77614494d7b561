import { Global, Logger, Module } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AuditLineRow } from '../../src/auth/audit/audit-line.entity.js';
import { AuthModule } from '../../src/auth/auth.module.js';
import { Keys } from '../../src/auth/keys/keys.service.js';
import { Catalog } from '../../src/catalog/catalog.contract.js';
import { CatalogModule } from '../../src/catalog/catalog.module.js';
import {
  type Detailed,
  InventoryFailure,
  InventoryKeys,
  InventorySource,
  InventorySources,
} from '../../src/catalog/catalog.port.js';
import { Candidates } from '../../src/catalog/keys/candidates.service.js';
import { InventoryKeyRow } from '../../src/catalog/keys/inventory-key.entity.js';
import { KeyResealing } from '../../src/catalog/keys/key-resealing.service.js';
import { KeysInUse } from '../../src/catalog/keys/keys-in-use.service.js';
import { KeyWriting } from '../../src/catalog/keys/key-writing.service.js';
import { Clocks } from '../../src/catalog/sync/clocks.service.js';
import type { RunRow } from '../../src/catalog/sync/run.entity.js';
import { SyncRuns } from '../../src/catalog/sync/runs.service.js';
import { Clock } from '../../src/kernel/clock.js';
import { Secret } from '../../src/kernel/secret.js';
import { Alerts } from '../../src/platform/alerts/alerts.js';
import { AlertsModule } from '../../src/platform/alerts/alerts.module.js';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import { EventsModule } from '../../src/platform/events/events.module.js';
import { JobsModule } from '../../src/platform/jobs/jobs.module.js';
import { MetricsModule } from '../../src/platform/metrics/metrics.module.js';
import { KeyRotation } from '../../src/platform/vault/key-rotation.js';
import { Vault } from '../../src/platform/vault/vault.js';
import { VaultModule } from '../../src/platform/vault/vault.module.js';
import { secureServer, serverOptions } from '../../src/platform/web/server.js';
import { WebModule } from '../../src/platform/web/web.module.js';
import { InventoryModule } from '../../src/providers/inventory/inventory.module.js';
import { FakeInventory, products, send } from '../../src/providers/inventory/inventory-server.fake.js';
import { testSettings } from '../settings.js';
import { until } from '../until.js';
import { describeEachDatabase, expectNoDrift, type GroundUnderTest } from './databases.js';

const ADMIN_API_KEY = 'a-house-key-of-at-least-32-characters';
const OF_SETTINGS = 'key-of-the-settings-0001';
const HOUR = 3_600_000;
const hand = { ms: Date.UTC(2026, 10, 21, 8) };
class Hand extends Clock {
  now(): Date {
    return new Date(hand.ms);
  }
}

@Global()
@Module({ providers: [{ provide: Clock, useClass: Hand }], exports: [Clock] })
class ClockModule {}

/** An inventory that accepts the keys that it is told to. */
class Inventory extends InventorySource {
  readonly name = 'inventory';
  readonly isReady = true;
  readonly can = { since: false };
  readonly accepted = new Set<string>();
  readonly asked: string[] = [];
  async *list(): AsyncGenerator<never> {}
  async *details(): AsyncGenerator<Detailed> {}
  test(secret?: Secret): Promise<{ ok: boolean; words: string }> {
    const text = secret?.reveal() ?? '';
    this.asked.push(text);
    return Promise.resolve({ ok: this.accepted.has(text), words: 'Réponse.' });
  }
}

const settings = testSettings({
  ADMIN_API_KEY,
  INVENTORY_BASE_URL: 'http://inventory.test/api',
  INVENTORY_API_KEY: OF_SETTINGS,
});
const wanted = {
  imports: [
    ConfigModule.register(settings),
    ClockModule,
    VaultModule,
    MetricsModule,
    JobsModule.register('none'),
    EventsModule,
    WebModule,
    AlertsModule,
    AuthModule,
    CatalogModule,
  ],
  init: true,
};

const KEY = 'inv_first-key-of-the-warehouse';
const OTHER = 'inv_other-key-of-the-warehouse';
let address = 0;

/** What a test of keys asks of a running copy. */
class Room {
  constructor(private readonly ground: GroundUnderTest) {}

  get keys(): InventoryKeys {
    return this.ground.get<InventoryKeys>(InventoryKeys);
  }

  async used(): Promise<string | undefined> {
    return (await this.keys.use())?.secret.reveal();
  }

  async refuse(): Promise<void> {
    await this.keys.refused((await this.keys.use())?.id ?? '');
  }

  async work(): Promise<void> {
    this.keys.worked((await this.keys.use())?.id ?? '');
    await this.ground.get(KeysInUse).onApplicationShutdown();
  }

  async alarms(): Promise<string[]> {
    return (await this.ground.get<Alerts>(Alerts).open()).map(({ key }) => key);
  }

  rows(): Promise<InventoryKeyRow[]> {
    return this.ground.source.manager.find(InventoryKeyRow, { order: { id: 'ASC' } });
  }

  create(secret: string, label = 'Entrepôt'): Promise<InventoryKeyRow> {
    return this.ground.get(KeyWriting).create(label, new Secret(secret));
  }
}

beforeEach(() => {
  hand.ms += 24 * HOUR;
  address += 1;
  for (const level of ['log', 'warn', 'error'] as const)
    jest.spyOn(Logger.prototype, level).mockImplementation(() => undefined);
});
afterEach(() => jest.restoreAllMocks());

describeEachDatabase('keys of inventories', (open) => {
  const ground = open(wanted);
  const room = new Room(ground);
  const inventory = new Inventory();
  let app: NestFastifyApplication;
  beforeAll(async () => {
    ground.get<InventorySources>(InventorySources).add(inventory);
    app = ground.module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(serverOptions));
    secureServer(app);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  afterAll(() => app.getHttpAdapter().getInstance().close());
  beforeEach(() => {
    inventory.accepted.clear();
    inventory.asked.length = 0;
  });

  const call = async (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path = '',
    payload?: object,
    as = ADMIN_API_KEY,
  ) => {
    const reply = await app.inject({
      method,
      url: `/api/catalog/inventory-keys${path}`,
      headers: { authorization: `Bearer ${as}` },
      payload,
      remoteAddress: `203.0.113.${address}`,
    });
    return {
      status: reply.statusCode,
      text: reply.payload,
      body: reply.payload === '' ? null : reply.json(),
    };
  };

  it('have tables that fit the entities', () => expectNoDrift(ground));

  it('are the one of the settings until the API gives another, which passes before it', async () => {
    expect(await room.used()).toBe(OF_SETTINGS);
    await room.create(KEY);
    expect(await room.used()).toBe(KEY);
    await room.create(OTHER);
    expect(await room.used()).toBe(KEY);
  });

  it('are kept sealed and shown by label and last four characters', async () => {
    const { status, body, text } = await call('POST', '', { label: 'Entrepôt de Goma', secret: KEY });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      label: 'Entrepôt de Goma',
      state: 'active',
      inUse: true,
      ending: KEY.slice(-4),
    });
    const list = await call('GET');
    expect(list.body.items.map(({ id, inUse }: Record<string, unknown>) => [id, inUse])).toEqual([
      [body.id, true],
      ['settings', false],
    ]);
    expect(`${text}${list.text}${JSON.stringify(await room.rows())}`).not.toMatch(
      /inv_first|key-of-the-settings/,
    );
    const lines = await ground.source.manager.find(AuditLineRow);
    expect(lines.map(({ action, subject }) => [action, subject])).toEqual([
      ['catalog.inventory-key-created', `inventory-key:${body.id}`],
    ]);
    expect(JSON.stringify(lines)).not.toContain(KEY);
  });

  it('are replaced in their place: what was known of the one before is forgotten', async () => {
    const { id } = await room.create(KEY);
    await room.work();
    const before = await room.keys.use();
    hand.ms += 1;
    const { status, body, text } = await call('PUT', `/${id}`, { secret: OTHER });
    expect([status, body.label, body.lastUsedAt, body.ending]).toEqual([
      200,
      'Entrepôt',
      null,
      OTHER.slice(-4),
    ]);
    expect(text).not.toContain(OTHER);
    expect(await room.used()).toBe(OTHER);
    // An answer to a question that was on its way.
    await room.keys.refused(before?.id ?? '');
    expect(await room.used()).toBe(OTHER);
    expect(await room.alarms()).toEqual([]);
  });

  it('are revoked for good: the secret is erased, the next one is used', async () => {
    const { id } = await room.create(KEY);
    expect((await call('DELETE', `/${id}`)).status).toBe(204);
    expect((await call('DELETE', `/${id}`)).status).toBe(204);
    expect(await room.rows()).toMatchObject([{ id, state: 'REVOKED', sealed: null }]);
    expect(await room.used()).toBe(OF_SETTINGS);
    expect((await call('PUT', `/${id}`, { secret: OTHER })).body.code).toBe('catalog.inventory-key-revoked');
    expect((await call('POST', `/${id}/test`)).body.code).toBe('catalog.inventory-key-revoked');
    expect((await call('GET')).body.items[0]).toMatchObject({ state: 'revoked', inUse: false });
  });

  it('of the settings can be tried, and changed there only', async () => {
    expect((await call('PUT', '/settings', { secret: OTHER })).status).toBe(409);
    expect((await call('DELETE', '/settings')).body.code).toBe('catalog.inventory-key-of-settings');
    inventory.accepted.add(OF_SETTINGS);
    expect((await call('POST', '/settings/test')).body).toMatchObject({ ok: true });
    expect(inventory.asked).toEqual([OF_SETTINGS]);
    expect((await call('DELETE', '/%00')).status).toBe(404);
    expect((await call('DELETE', '/nobody')).body.code).toBe('catalog.inventory-key-not-found');
    expect((await call('POST', '/nobody/test')).status).toBe(404);
  });

  it.each([
    [{ label: 'x', secret: KEY }, 'label'],
    [{ secret: KEY }, 'label'],
    [{ label: 'Entrepôt', secret: 'deux mots' }, 'secret'],
    [{ label: 'Entrepôt', secret: 'ligne\nautre' }, 'secret'],
    [{ label: 'Entrepôt', secret: '' }, 'secret'],
    [{ label: 'Entrepôt', secret: { $ne: '' } }, 'secret'],
  ])('%j are refused with the name of the field', async (payload, field) => {
    const { status, body, text } = await call('POST', '', payload);
    expect([status, body.errors[0].field]).toEqual([400, field]);
    expect(text).not.toContain(KEY);
    expect(await room.rows()).toEqual([]);
  });

  it.each(['viewer', 'agent', 'operator'] as const)('are nothing for a %s', async (role) => {
    const { key } = await ground.get(Keys).create(role, role);
    expect((await call('GET', '', undefined, key)).status).toBe(403);
    expect((await call('POST', '', { label: 'Entrepôt', secret: KEY }, key)).status).toBe(403);
  });

  it('that are refused are left alone for an hour, with one alarm, and tried again afterwards', async () => {
    await Promise.all(['settings', 'settings', 'settings'].map((id) => room.keys.refused(id)));
    await expect(room.keys.use()).rejects.toMatchObject({ cause: 'key', retryAfterMs: HOUR });
    expect(await room.alarms()).toEqual(['catalog.key-refused']);
    const [shown] = (await call('GET')).body.items;
    expect(shown).toMatchObject({ id: 'settings', inUse: false, refusedAt: new Date(hand.ms).toISOString() });
    hand.ms += HOUR - 1;
    await expect(room.keys.use()).rejects.toThrow(/n’accepte pas la clé/);
    hand.ms += 1;
    expect(await room.used()).toBe(OF_SETTINGS);
    await room.work();
    expect(await room.alarms()).toEqual([]);
    expect((await room.rows())[0]).toMatchObject({ id: 'settings', pausedUntil: null, sealed: null });
  });

  it('that are refused give way to the next one, and come last as long as they do not work', async () => {
    await room.create(KEY);
    await room.create(OTHER);
    await room.refuse();
    expect(await room.used()).toBe(OTHER);
    expect(await room.alarms()).toEqual([]);
    hand.ms += 2 * HOUR;
    expect(await room.used()).toBe(OTHER);
  });

  it('that come or are replaced make copies due at once and end the pause', async () => {
    const clocks = ground.get(Clocks);
    const isDue = () => Promise.all([clocks.isDue('products'), clocks.isDue('categories')]);
    const { id } = await room.create(KEY);
    for (const change of [
      () => room.create(OTHER),
      () => ground.get(KeyWriting).replace(id, new Secret(OTHER)),
    ]) {
      for (const kind of ['products', 'categories'] as const)
        await clocks.failed(kind, new InventoryFailure('key', 'Refusée.'));
      expect(await isDue()).toEqual([false, false]);
      await change();
      expect(await isDue()).toEqual([true, true]);
    }
  });

  it.each([
    {
      what: 'was refused',
      trouble: () => ground.get(KeysInUse).refused('settings'),
      ending: { mark: 'of-another-key' },
    },
    { what: 'was missing', trouble: () => ground.get(KeysInUse).missing(), ending: {} },
  ])(
    'of the settings make copies due when the server starts with a new one, where one $what',
    async ({ trouble, ending }) => {
      const clocks = ground.get(Clocks);
      const isDue = () => Promise.all([clocks.isDue('products'), clocks.isDue('categories')]);
      await trouble();
      for (const kind of ['products', 'categories'] as const)
        await clocks.failed(kind, new InventoryFailure('key', 'Refusée.'));
      await ground.source.manager.update(
        InventoryKeyRow,
        { id: 'settings' },
        { ...ending, label: 'INVENTORY_API_KEY' },
      );
      ground.get(Candidates).forget();
      await ground.get(KeysInUse).onApplicationBootstrap();
      expect(await isDue()).toEqual([true, true]);
      expect(await room.alarms()).not.toContain('catalog.key-missing');
      expect(await room.used()).toBe(OF_SETTINGS);
    },
  );

  it('of the settings that were refused stay so when the server starts again', async () => {
    const clocks = ground.get(Clocks);
    await room.refuse();
    await clocks.failed('products', new InventoryFailure('key', 'Refusée.'));
    ground.get(Candidates).forget();
    await ground.get(KeysInUse).onApplicationBootstrap();
    expect(await clocks.isDue('products')).toBe(false);
    await expect(room.keys.use()).rejects.toThrow(/n’accepte pas la clé/);
  });

  it('that work again when they are tried are used again at once', async () => {
    await room.refuse();
    await expect(room.keys.use()).rejects.toThrow(/n’accepte pas la clé/);
    expect((await call('POST', '/settings/test')).body).toEqual({
      ok: false,
      words: 'Réponse.',
      advice: null,
    });
    await expect(room.keys.use()).rejects.toThrow(/n’accepte pas la clé/);
    inventory.accepted.add(OF_SETTINGS);
    expect((await call('POST', '/settings/test')).body.ok).toBe(true);
    expect(await room.used()).toBe(OF_SETTINGS);
    expect(await room.alarms()).toEqual([]);
    const lines = await ground.source.manager.find(AuditLineRow, { order: { seq: 'ASC' } });
    expect(lines.map(({ action, outcome }) => [action, outcome])).toEqual([
      ['catalog.inventory-key-tested', 'failed'],
      ['catalog.inventory-key-tested', 'done'],
    ]);
  });

  it('note their use rarely, and nobody waits for it', async () => {
    await room.create(KEY);
    const { id = '' } = (await room.keys.use()) ?? {};
    const first = hand.ms;
    for (let n = 0; n < 1_000; n++) room.keys.worked(id);
    await until('the use is noted', async () => (await room.rows())[0]?.lastUsedAt !== null);
    hand.ms += 299_000;
    await room.work();
    expect((await room.rows())[0]?.lastUsedAt).toEqual(new Date(first));
    hand.ms += 1_000;
    await room.work();
    expect((await room.rows())[0]?.lastUsedAt).toEqual(new Date(hand.ms));
  });

  it('are seen by another instance within seconds', async () => {
    if (ground.dialect === 'sqlite') return;
    const there = (await ground.another()).get<InventoryKeys>(InventoryKeys, { strict: false });
    expect((await there.use())?.id).toBe('settings');
    await room.create(KEY);
    hand.ms += 5_000;
    expect((await there.use())?.secret.reveal()).toBe(KEY);
    await room.refuse();
    hand.ms += 5_000;
    expect((await there.use())?.id).toBe('settings');
  });

  it('are sealed anew when the keys of the house change', async () => {
    await room.create(KEY);
    await room.create('short');
    expect(await ground.get(KeyRotation).run()).toMatchObject({ catalog_inventory_key: 0 });
    const [before] = await room.rows();
    jest.spyOn(Vault.prototype, 'isCurrent').mockReturnValue(false);
    expect(await ground.get(KeyResealing).rotate()).toBe(2);
    const [after] = await room.rows();
    expect(after?.sealed).not.toBe(before?.sealed);
    hand.ms += 6_000;
    expect(await room.used()).toBe(KEY);
  });
});

describeEachDatabase('a catalogue copied from an inventory', (open) => {
  const imports: unknown[] = [];
  let inventory: FakeInventory;
  // Before the ground is made: its settings name the port.
  beforeAll(async () => {
    inventory = await new FakeInventory().open();
    const [, ...rest] = wanted.imports;
    const { baseUrl } = inventory;
    const own = testSettings({ ADMIN_API_KEY, INVENTORY_BASE_URL: baseUrl, INVENTORY_API_KEY: OF_SETTINGS });
    imports.push(ConfigModule.register(own), ...rest, InventoryModule);
  });
  const ground = open({ imports: imports as typeof wanted.imports, init: true });
  afterAll(() => inventory.close());
  beforeEach(() => {
    inventory.key = OF_SETTINGS;
    inventory.trick = () => false;
    inventory.asked();
    ground.get(Candidates).forget();
  });
  const room = new Room(ground);
  const copy = async (kind: 'products' | 'categories'): Promise<RunRow> => {
    hand.ms += 60_000;
    return (await ground.get(SyncRuns).begin(kind, { cause: 'command' })).over;
  };

  it('holds all there is, and the next copy asks for nothing but the pages', async () => {
    inventory.categories = [{ id: 1, name: 'Énergie', parent: null }];
    inventory.products = products(450).map((each, n) => (n % 45 === 0 ? { ...each, name: undefined } : each));
    inventory.trick = ({ url, response }) => {
      const id = Number(/\/products\/(\d+)\/$/.exec(url.pathname)?.[1]);
      if (Number.isNaN(id)) return false;
      send(response, 200, { ...inventory.products[id - 1], name: `Détail ${id}` });
      return true;
    };
    expect(await copy('categories')).toMatchObject({ state: 'DONE', added: 1, failed: 0 });
    inventory.asked();
    expect(await copy('products')).toMatchObject({ state: 'DONE', total: 450, added: 450, failed: 0 });
    const [listed, detailed] = [/\?page=/, /\/\d+\/$/].map((form) =>
      inventory.lines.filter((line) => form.test(line)),
    );
    // One page more: whether it knows « only what changed ».
    expect([listed?.length, detailed?.length]).toEqual([6, 10]);
    const [product] = await ground.get<Catalog>(Catalog).bySku(['S46']);
    expect(product).toMatchObject({ name: 'Détail 46', price: '1.50', currency: 'USD' });
    expect(product?.categoryId).not.toBeNull();
    inventory.asked();
    expect(await copy('products')).toMatchObject({
      state: 'DONE',
      total: 450,
      unchanged: 450,
      added: 0,
      updated: 0,
    });
    expect(inventory.asked()).toHaveLength(5);
    inventory.trick = () => false;
    inventory.products = products(450).map((each, n) => ({
      ...each,
      ...(n > 440 && { price: '2', updated_at: 'x' }),
    }));
    expect(await copy('products')).toMatchObject({ state: 'DONE', updated: 9, disabled: 0 });
  });

  it('tells the team once that it needs a key where there is none, and that it is over when one works', async () => {
    inventory.products = products(3);
    const none = jest.spyOn(ground.get(Candidates), 'all').mockResolvedValue([]);
    for (const kind of ['products', 'products', 'categories'] as const)
      expect(await copy(kind)).toMatchObject({ state: 'FAILED', errorCode: 'catalog.source-key' });
    expect(await room.alarms()).toEqual(['catalog.key-missing']);
    expect(await ground.get(Clocks).isDue('products')).toBe(false);
    none.mockRestore();
    expect(await copy('products')).toMatchObject({ state: 'DONE' });
    await ground.get(KeysInUse).onApplicationShutdown();
    expect(await room.alarms()).toEqual([]);
  });

  it('is quiet again about a key when the inventory asks for none any more', async () => {
    jest.spyOn(ground.get(Candidates), 'all').mockResolvedValue([]);
    expect(await copy('products')).toMatchObject({ state: 'FAILED' });
    inventory.key = null;
    expect(await copy('products')).toMatchObject({ state: 'DONE' });
    expect(await room.alarms()).toEqual([]);
  });

  it('asks once with a key that was revoked, and goes on with another', async () => {
    inventory.products = products(3);
    inventory.key = 'another-key-of-the-inventory';
    expect(await copy('products')).toMatchObject({ state: 'FAILED', errorCode: 'catalog.source-key' });
    expect(await copy('products')).toMatchObject({ state: 'FAILED', errorCode: 'catalog.source-key' });
    expect(await copy('categories')).toMatchObject({ state: 'FAILED', errorCode: 'catalog.source-key' });
    expect(inventory.asked()).toHaveLength(1);
    expect(await room.alarms()).toContain('catalog.key-refused');
    expect(await ground.get(Clocks).isDue('products')).toBe(false);
    await room.create('another-key-of-the-inventory');
    expect(await ground.get(Clocks).isDue('products')).toBe(true);
    expect(await copy('products')).toMatchObject({ state: 'DONE', added: 3 });
    await ground.get(KeysInUse).onApplicationShutdown();
    expect(await room.alarms()).not.toContain('catalog.key-refused');
  });
});
