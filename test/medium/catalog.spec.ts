import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Global, Module } from '@nestjs/common';
import { AuthModule } from '../../src/auth/auth.module.js';
import { Catalog } from '../../src/catalog/catalog.contract.js';
import { CatalogModule } from '../../src/catalog/catalog.module.js';
import { catalogCommands } from '../../src/catalog/catalog.cli.js';
import { CatalogService } from '../../src/catalog/catalog.service.js';
import { CategoryRow } from '../../src/catalog/products/category.entity.js';
import { productsIn } from '../../src/catalog/products/csv.js';
import { ProductRow } from '../../src/catalog/products/product.entity.js';
import { ProductRepository } from '../../src/catalog/products/product.repository.js';
import { Shelves } from '../../src/catalog/products/shelves.js';
import { Indexing } from '../../src/catalog/search/indexing.service.js';
import { GramRow, PostingRow } from '../../src/catalog/search/posting.entity.js';
import { PostingRepository } from '../../src/catalog/search/posting.repository.js';
import { SearchRepository } from '../../src/catalog/search/search.repository.js';
import { Clock } from '../../src/kernel/clock.js';
import type { Get } from '../../src/platform/cli/commands.js';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import { Database } from '../../src/platform/database/database.js';
import { JobsModule } from '../../src/platform/jobs/jobs.module.js';
import { VaultModule } from '../../src/platform/vault/vault.module.js';
import { RememberedAudit } from '../../src/platform/web/audit.fake.js';
import { AuditTrail } from '../../src/platform/web/audit.js';
import { secureServer, serverOptions } from '../../src/platform/web/server.js';
import { WebModule } from '../../src/platform/web/web.module.js';
import { MetricsModule } from '../../src/platform/metrics/metrics.module.js';
import { EventsModule } from '../../src/platform/events/events.module.js';
import { AlertsModule } from '../../src/platform/alerts/alerts.module.js';
import { Keys } from '../../src/auth/keys/keys.service.js';
import { Command } from 'commander';
import { testSettings } from '../settings.js';
import { describeEachDatabase, expectNoDrift } from './databases.js';

const ADMIN_API_KEY = 'a-house-key-of-at-least-32-characters';
const START = Date.UTC(2026, 10, 21, 8);
const hand = { ms: START };
class Hand extends Clock {
  now(): Date {
    return new Date(hand.ms);
  }
}

@Global()
@Module({ providers: [{ provide: Clock, useClass: Hand }], exports: [Clock] })
class WorldModule {}

const audit = new RememberedAudit();
@Global()
@Module({ providers: [{ provide: AuditTrail, useValue: audit }], exports: [AuditTrail] })
class AuditModule {}

const ground0 = [
  ConfigModule.register(testSettings({ ADMIN_API_KEY })),
  VaultModule,
  WorldModule,
  JobsModule.register('none'),
  MetricsModule,
  EventsModule,
  AlertsModule,
];

const SHOP = [
  {
    sku: 'CHG-SOL-01',
    name: 'Chargeur solaire 10 W',
    price: '12.5',
    stock: 4,
    category: 'Énergie > Solaire',
    description: 'Pour téléphone, avec câble.',
  },
  { sku: 'LMP-02', name: 'Lampe solaire', price: 8, stock: 0, category: 'Énergie > Solaire' },
  { sku: 'TEL-03', name: 'Téléphone à clavier', price: '1 250,00', currency: 'CDF', category: 'Téléphones' },
  {
    sku: 'SAV-04',
    name: 'Savon de Marseille',
    price: '0.75',
    stock: 500,
    category: 'Hygiène',
    description: 'Savonnette au chargeur de parfum',
  },
  { sku: 'RIZ-25', name: 'Riz parfumé 25 kg', price: '30', stock: 12 },
  { sku: 'OLD-99', name: 'Chargeur ancien', price: '3', active: false },
];

describeEachDatabase('the catalogue', (open) => {
  const ground = open({ imports: [...ground0, AuditModule, CatalogModule], init: true });
  const catalog = () => ground.get<Catalog>(Catalog);
  const service = () => ground.get(CatalogService);
  const settle = async () => {
    while (await ground.get(Indexing).run());
    await ground.get(Shelves).look();
  };
  const keep = async (products: readonly Record<string, unknown>[]) => {
    hand.ms += 1_000;
    const kept = await service().keep(products, 'local');
    await settle();
    return kept;
  };
  const names = (products: readonly { name: string }[]) => products.map(({ name }) => name);
  const find = async (words: string, more: object = {}) =>
    names(await catalog().search({ words, limit: 10, ...more }));

  it('has the tables that its entities describe', () => expectNoDrift(ground));

  it('an empty catalogue has nothing, finds nothing, and knows no category', async () => {
    await settle();
    expect(catalog().hasProducts).toBe(false);
    expect(await catalog().search({ limit: 10 })).toEqual([]);
    expect(await find('savon')).toEqual([]);
    expect(await catalog().categories(null)).toEqual([]);
    expect(await catalog().find('01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11')).toBeNull();
  });

  it('products are kept whole and shown with exact prices', async () => {
    const kept = await keep(SHOP);
    expect(kept.map(({ outcome }) => outcome)).toEqual(SHOP.map(() => 'added'));
    expect(catalog().hasProducts).toBe(true);
    const [lamp, phone, unknown] = await catalog().bySku(['LMP-02', 'TEL-03', 'NOPE']);
    expect(lamp).toMatchObject({
      sku: 'LMP-02',
      price: '8.00',
      currency: 'USD',
      stock: 0,
      description: '',
      images: [],
      active: true,
    });
    expect(phone).toMatchObject({ price: '1250.00', currency: 'CDF', stock: null });
    expect(unknown).toBeUndefined();
    expect(await catalog().find(lamp!.id)).toEqual(lamp);
  });

  it('the order of SKUs asked for is the order of the answer, inactive ones are there and say so', async () => {
    await keep(SHOP);
    const found = await catalog().bySku(['RIZ-25', 'OLD-99', 'LMP-02']);
    expect(found.map(({ sku, active }) => [sku, active])).toEqual([
      ['RIZ-25', true],
      ['OLD-99', false],
      ['LMP-02', true],
    ]);
  });

  it('an unchanged product is not written, a changed one is, and says when', async () => {
    await keep(SHOP);
    const [before] = await catalog().bySku(['LMP-02']);
    const kept = await keep(SHOP.map((each) => (each.sku === 'LMP-02' ? { ...each, stock: 7 } : each)));
    expect(kept.map(({ outcome }) => outcome)).toEqual(
      SHOP.map(({ sku }) => (sku === 'LMP-02' ? 'updated' : 'unchanged')),
    );
    const [after, rice] = await catalog().bySku(['LMP-02', 'RIZ-25']);
    expect(after).toMatchObject({ id: before!.id, stock: 7 });
    expect(after!.syncedAt.getTime()).toBeGreaterThan(rice!.syncedAt.getTime());
  });

  it('a bad product is named with its reason and the others are kept', async () => {
    const kept = await keep([
      { sku: 'A', name: 'Bon', price: '1' },
      { name: 'Sans référence', price: '1' },
      { sku: 'B', price: '1' },
      { sku: 'C', name: 'Prix négatif', price: '-1' },
      { sku: 'D', name: 'Trop précis', price: '1.23456' },
      { sku: 'E', name: 'Long', price: '1', description: 'x'.repeat(5_000_000) },
      { sku: 'F', name: 'Demi', price: '1', stock: 1.5 },
      { sku: 'A', name: 'Encore', price: '2' },
      { sku: 'G', name: 'Image', price: '1', images: ['file:///etc/passwd'] },
      { sku: 'H', name: 'Devise', price: '1', currency: 'francs' },
      { sku: 'I', name: 'Fin\u0000', price: '1' },
      { sku: { $gt: '' }, name: 'Objet', price: '1' },
      { sku: 'J', name: 'Aussi bon', price: '2' },
    ]);
    expect(kept.filter(({ outcome }) => outcome === 'added').map(({ sku }) => sku)).toEqual(['A', 'J']);
    const failed = kept.filter(({ outcome }) => outcome === 'failed');
    expect(failed).toHaveLength(11);
    expect(failed.every(({ reason }) => (reason ?? '').length > 10 && (reason ?? '').length < 120)).toBe(
      true,
    );
    expect(await catalog().bySku(['A'])).toMatchObject([{ name: 'Bon', price: '1.00' }]);
  });

  it('the same products given twice at once are there once', async () => {
    const many = Array.from({ length: 120 }, (_, n) => ({
      sku: `S${n}`,
      name: `Produit ${n}`,
      price: '1',
      category: `Rayon ${n % 3}`,
    }));
    const results = await Promise.all([
      service().keep(many, 'local'),
      service().keep(many.toReversed(), 'local'),
    ]);
    expect(results.flat().filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(results.flat().filter(({ outcome }) => outcome === 'added')).toHaveLength(120);
    expect(await ground.source.manager.count(ProductRow)).toBe(120);
    expect(await ground.source.manager.count(CategoryRow)).toBe(3);
  });

  it.each([
    ['chargeur', ['Chargeur solaire 10 W', 'Savon de Marseille']],
    ['CHARGEURS solaires', ['Chargeur solaire 10 W']],
    ['chargeur solère', ['Chargeur solaire 10 W']],
    ['chargur', ['Chargeur solaire 10 W', 'Savon de Marseille']],
    ['telephone clavier', ['Téléphone à clavier']],
    ['telefone a clavié', ['Téléphone à clavier']],
    ['sabon', ['Savon de Marseille']],
    ['sav', ['Savon de Marseille']],
    ['riz 25', ['Riz parfumé 25 kg']],
    ['chg sol 01', ['Chargeur solaire 10 W']],
    ['chgsol01', ['Chargeur solaire 10 W']],
    ['hygiène', ['Savon de Marseille']],
    ['le la les du savon', ['Savon de Marseille']],
    ['🙂', []],
    ["'; DROP TABLE catalog_product; --", []],
    ['%', []],
    ['zzzzqqq', []],
  ])('who looks for %j finds %j', async (words, expected) => {
    await keep(SHOP);
    expect((await find(words)).slice(0, Math.max(1, expected.length))).toEqual(expected);
  });

  it('a product whose name has the word comes before one that only mentions it, and words that lead nowhere do not hide those that do', async () => {
    await keep(SHOP);
    expect((await find('chargeur'))[0]).toBe('Chargeur solaire 10 W');
    expect(await find('chargeur zzzzqqq')).toContain('Chargeur solaire 10 W');
    expect((await find('riz savon')).toSorted()).toEqual(['Riz parfumé 25 kg', 'Savon de Marseille']);
  });

  it('those with the words are the same, found by the words or by the filter', async () => {
    await keep(SHOP);
    const index = ground.get(SearchRepository);
    const [energy] = await catalog().categories(null);
    const categoryIds = (await ground.get(Shelves).load()).within(energy!.id);
    const asked = [
      { groups: [['chargeur', 'charge']], inTitle: false, filter: { active: true } },
      {
        groups: [
          ['chargeur', 'solaire'],
          ['solaire', 'w'],
        ],
        inTitle: false,
        filter: { categoryIds },
      },
      { groups: [['solaire'], ['chargeur']], inTitle: true, filter: { active: true, maxPrice: '20' } },
      { groups: [['chargeur']], inTitle: true, filter: { active: false } },
      { groups: [['solaire']], inTitle: false, filter: { inStock: true, minPrice: '8.01' } },
      { groups: [['chargeur'], ['zzz']], inTitle: false, filter: {} },
    ];
    const counts: number[] = [];
    for (const each of asked) {
      const question = { ...each, limit: 10 };
      const found = await index.byWords(question);
      expect((await index.byFilter(question)).toSorted()).toEqual(found.toSorted());
      counts.push(found.length);
    }
    expect(counts).toEqual([2, 2, 1, 1, 1, 0]);
    expect(await index.byWords({ ...asked[0]!, limit: 1 })).toHaveLength(1);
    expect(await index.frequencies(['chargeur', 'zzz'])).toEqual(new Map([['chargeur', 3]]));
  });

  it('what has many words changed is counted and tidied by the database, and goes on being found', async () => {
    await keep(SHOP);
    await ground.get(PostingRepository).count();
    await ground.get(PostingRepository).tidy();
    expect(await find('chargeur')).toHaveLength(2);
    const { dialect, manager } = ground.get(Database);
    if (dialect !== 'postgres') return;
    const table = "SELECT relpages, relallvisible FROM pg_class WHERE relname = 'catalog_posting'";
    const [posting] = await manager.query<{ relpages: number; relallvisible: number }[]>(table);
    expect(posting?.relallvisible).toBe(posting?.relpages);
  });

  it('PostgreSQL is told neither to compile what is asked nor to start processes for it', async () => {
    const { dialect, manager } = ground.get(Database);
    if (dialect !== 'postgres') return;
    const shown = async (name: string) => Object.values((await manager.query<object[]>(`SHOW ${name}`))[0]!);
    expect(await shown('jit')).toEqual(['off']);
    expect(await shown('max_parallel_workers_per_gather')).toEqual(['0']);
  });

  it('of those with a common word the same are found on every database', async () => {
    await keep(Array.from({ length: 30 }, (_, at) => ({ sku: `K${at}`, name: `Câble ${at}`, price: 1 })));
    const question = { groups: [['cable']], inTitle: true, filter: { active: true } };
    const index = ground.get(SearchRepository);
    const all = await index.byWords({ ...question, limit: 30 });
    expect(all).toEqual(all.toSorted());
    expect(await index.byWords({ ...question, limit: 10 })).toEqual(all.slice(0, 10));
  });

  it('who searches does not wait until the products of each category are counted', async () => {
    await keep(SHOP);
    const products = ground.get(ProductRepository);
    const count = jest.spyOn(products, 'countByCategory');
    try {
      ground.get(Shelves).changed();
      expect(await find('chargeur')).toHaveLength(2);
      expect(count).not.toHaveBeenCalled();
      await catalog().categories(null);
      await catalog().categories(null);
      expect(count).toHaveBeenCalledTimes(1);
    } finally {
      count.mockRestore();
    }
  });

  it('price, stock and category narrow both kinds of lists', async () => {
    await keep(SHOP);
    const [energy] = await catalog().categories(null);
    expect(energy).toMatchObject({ name: 'Énergie', products: 2 });
    expect(await find('solaire', { categoryId: energy!.id })).toHaveLength(2);
    expect(await find('solaire', { inStock: true })).toEqual(['Chargeur solaire 10 W']);
    expect(await find('', { maxPrice: '8' })).toEqual(['Lampe solaire', 'Savon de Marseille']);
    expect(await find('', { minPrice: '8.01', maxPrice: '12.50' })).toEqual(['Chargeur solaire 10 W']);
    expect(await find('solaire', { categoryId: '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11' })).toEqual([]);
  });

  it('no words list all that is sold by name, in pages', async () => {
    await keep(SHOP);
    const all = names(await catalog().search({ limit: 100 }));
    expect(all).toEqual([
      'Chargeur solaire 10 W',
      'Lampe solaire',
      'Riz parfumé 25 kg',
      'Savon de Marseille',
      'Téléphone à clavier',
    ]);
    const second = names(await catalog().search({ limit: 2, offset: 2 }));
    expect(second).toEqual(all.slice(2, 4));
  });

  it('categories are a tree with what is sold in and below each', async () => {
    await keep(SHOP);
    const top = await catalog().categories(null);
    expect(top.map(({ name, products }) => [name, products])).toEqual([
      ['Énergie', 2],
      ['Hygiène', 1],
      ['Téléphones', 1],
    ]);
    const below = await catalog().categories(top[0]!.id);
    expect(below).toMatchObject([{ name: 'Solaire', parentId: top[0]!.id, products: 2 }]);
    await keep(SHOP.map((each) => ({ ...each, active: false })));
    expect(await catalog().categories(null)).toEqual([]);
    expect(catalog().hasProducts).toBe(false);
  });

  it('a cycle of categories made behind its back ends nothing', async () => {
    await keep(SHOP);
    const [energy] = await catalog().categories(null);
    const [solar] = await catalog().categories(energy!.id);
    await ground.source.manager.update(
      CategoryRow,
      { id: energy!.id },
      { parentId: solar!.id, changedAt: new Date(hand.ms + 5_000) },
    );
    await settle();
    expect(names(await catalog().categories(null))).toEqual(['Hygiène', 'Téléphones']);
    expect(names(await catalog().search({ categoryId: energy!.id, limit: 10 }))).toHaveLength(2);
  });

  it('a product renamed is found by its new name only', async () => {
    await keep(SHOP);
    await keep([{ sku: 'SAV-04', name: 'Gel douche', price: '1' }]);
    expect(await find('savon')).toEqual([]);
    expect(await find('gel')).toEqual(['Gel douche']);
    expect(await ground.source.manager.countBy(PostingRow, { word: 'marseille' })).toBe(0);
  });

  it('two instances that index at once do it once', async () => {
    await service().keep(SHOP, 'local');
    const other = await ground.another();
    const both = [ground.get(Indexing), other.get(Indexing, { strict: false })];
    await Promise.all(both.map((indexing) => indexing.run()));
    await settle();
    expect(await find('chargeur')).toHaveLength(2);
    const rows = await ground.source.manager.find(PostingRow);
    expect(new Set(rows.map(({ word, place, productId }) => `${word} ${place} ${productId}`)).size).toBe(
      rows.length,
    );
    expect(await ground.source.manager.count(GramRow)).toBeGreaterThan(20);
  });

  it('another instance notices what this one has changed', async () => {
    const other = await ground.another();
    const there = other.get<Catalog>(Catalog, { strict: false });
    const look = () => other.get(Shelves, { strict: false }).look();
    await look();
    expect([there.hasProducts, await there.categories(null)]).toEqual([false, []]);
    await keep(SHOP);
    await look();
    expect(there.hasProducts).toBe(true);
    expect(await there.categories(null)).toHaveLength(3);
  });

  it('a file of products is imported, with a report of what is wrong in it', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'relais-')), 'produits.csv');
    writeFileSync(
      path,
      '\ufeffRéférence;Désignation;Prix;Quantité;Catégorie;Couleur\nA1;"Seau ; 10 l";2,50;3;Maison;bleu\nA2;Bassine;x;;;\nA3;"Pot ""rond""";1;;Maison > Cuisine;\n\n',
    );
    const said: string[] = [];
    const program = new Command().exitOverride();
    const withApp = async <T>(_: string, work: (get: Get) => Promise<T>): Promise<T> =>
      work(((token: never) => ground.get(token)) as Get);
    catalogCommands({ program, say: (text) => said.push(text), withApp });
    await program.parseAsync(['node', 'relais', 'catalog:import', path, '--json']);
    expect(JSON.parse(said[0]!)).toMatchObject({
      total: 3,
      added: 2,
      failed: 1,
      failures: [{ line: 3, sku: 'A2' }],
    });
    expect(process.exitCode).toBe(1);
    process.exitCode = 0;
    await settle();
    expect(await catalog().bySku(['A1', 'A3'])).toMatchObject([
      { name: 'Seau ; 10 l', price: '2.50', stock: 3 },
      { name: 'Pot "rond"', stock: null },
    ]);
    expect(audit.entries.at(-1)).toMatchObject({
      action: 'catalog.products-written',
      detail: { source: 'file', added: 2, failed: 1 },
    });
    await expect(
      program.parseAsync(['node', 'relais', 'catalog:import', '/nowhere.csv']),
    ).rejects.toMatchObject({ code: 'catalog.file-unreadable' });
  });

  it.each([
    ['no columns that it knows', 'a;b;c\n1;2;3\n'],
    ['a quote that never ends', 'sku;name;price\nA;"never;1\nB;C;2\n'],
  ])('a file with %s is refused in words', async (_, text) => {
    const read = async () => {
      for await (const row of productsIn(Readable.from([text]))) expect(row).toBeDefined();
    };
    await expect(read()).rejects.toMatchObject({ code: 'catalog.file-unreadable' });
  });
});

describeEachDatabase('the catalogue over HTTP', (open) => {
  const ground = open({
    imports: [...ground0, WebModule, AuthModule, CatalogModule],
  });
  let app: NestFastifyApplication;
  let address = 0;
  beforeAll(async () => {
    app = ground.module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(serverOptions));
    secureServer(app);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  afterAll(() => app.getHttpAdapter().getInstance().close());
  beforeEach(() => (address += 1));

  const ask = (method: 'GET' | 'PUT', url: string, payload?: object, key = ADMIN_API_KEY) =>
    app.inject({
      method,
      url,
      payload,
      headers: { authorization: `Bearer ${key}` },
      remoteAddress: `203.0.113.${address}`,
    });
  const fill = async () => {
    const answer = await ask('PUT', '/api/catalog/products', { products: SHOP });
    while (await ground.get(Indexing).run());
    return answer;
  };

  it('an administrator fills it and everybody with the right to read sees it', async () => {
    const filled = await fill();
    expect(filled.json()).toMatchObject({
      added: 6,
      failed: 0,
      items: SHOP.map(({ sku }) => ({ sku, outcome: 'added' })),
    });
    const viewer = await ground.get(Keys).create('Lecture', 'viewer');
    const list = await ask('GET', '/api/catalog/products?q=chargeur&active=true', undefined, viewer.key);
    expect(list.json()).toMatchObject({
      items: [{ sku: 'CHG-SOL-01', price: '12.50' }, { sku: 'SAV-04' }],
      nextCursor: null,
    });
    expect((await ask('PUT', '/api/catalog/products', { products: SHOP }, viewer.key)).statusCode).toBe(403);
  });

  it('pages go through all products once, by name and by match', async () => {
    await fill();
    for (const filter of ['active=true', 'q=chargeur', '']) {
      const seen: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page: { items: { sku: string }[]; nextCursor: string | null } = (
          await ask(
            'GET',
            `/api/catalog/products?limit=2&${filter}${cursor === '' ? '' : `&cursor=${cursor}`}`,
          )
        ).json();
        seen.push(...page.items.map(({ sku }) => sku));
        cursor = page.nextCursor;
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toHaveLength({ 'active=true': 5, 'q=chargeur': 3, '': 6 }[filter] ?? 0);
    }
  });

  it('one product, its category, and the two lists that users of the inventory know', async () => {
    await fill();
    const { items } = (await ask('GET', '/api/catalog/categories')).json<{
      items: { id: string; name: string }[];
    }>();
    expect(items[0]).toMatchObject({ name: 'Énergie', products: 2 });
    const inside = await ask('GET', `/api/inventory/products/synced/?category=${items[0]!.id}&limit=10`);
    const products = inside.json<{ items: { id: string; sku: string }[] }>().items;
    expect(products.map(({ sku }) => sku)).toEqual(['CHG-SOL-01', 'LMP-02']);
    expect((await ask('GET', `/api/catalog/products/${products[0]!.id}`)).json()).toEqual(products[0]);
    const shelves = await ask('GET', '/api/inventory/categories/synced/?q=ENERGIE');
    expect(shelves.json()).toMatchObject({
      items: [{ name: 'Énergie', parentId: null, active: true }],
      nextCursor: null,
    });
  });

  it.each([
    ['/api/catalog/products/01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11', 404, 'catalog.product-not-found'],
    ['/api/catalog/products?minPrice=abc', 400, 'request.invalid'],
    ['/api/catalog/products/01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11/history', 404, 'catalog.product-not-found'],
    ['/api/catalog/products/x/history', 400, 'request.invalid'],
    ['/api/catalog/products?category=x', 404, 'catalog.category-not-found'],
    ['/api/catalog/products?category=', 400, 'request.invalid'],
    ['/api/catalog/products?category=%00', 404, 'catalog.category-not-found'],
    [
      '/api/catalog/products?category=01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11',
      404,
      'catalog.category-not-found',
    ],
    ['/api/inventory/products/synced?category=x', 404, 'catalog.category-not-found'],
    ['/api/catalog/categories?parentId=x', 404, 'catalog.category-not-found'],
    ['/api/catalog/products?minPrice=-1', 400, 'request.invalid'],
    ['/api/catalog/products?minPrice=10&maxPrice=9.99', 400, 'request.invalid'],
    ['/api/catalog/products?cursor=eHl6', 400, 'request.invalid'],
    ['/api/catalog/products?q=savon&cursor=eHl6', 400, 'request.invalid'],
    ['/api/catalog/products?limit=0', 400, 'request.invalid'],
    ['/api/catalog/products?limit=-5', 400, 'request.invalid'],
    ['/api/catalog/products?cursor=%20', 400, 'request.invalid'],
    ['/api/catalog/products?limit=1000', 400, 'request.invalid'],
  ])('GET %s is refused with %i %s', async (url, status, code) => {
    const answer = await ask('GET', url);
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([status, code]);
  });

  it('a category may be named as the inventory does, or as people do', async () => {
    await fill();
    const at = new Date(START);
    const shelf = (id: string, name: string) => ({
      id: `01998c1a-27d3-7e1f-9a55-0c3c3d0f8d${id}`,
      source: 'inventory',
      sourceId: `cat-${id}`,
      name,
      parentId: null,
      active: true,
      syncedAt: at,
      changedAt: at,
    });
    const shelves = [shelf('20', 'Hygiène & bébé'), shelf('21', 'Divers'), shelf('22', 'divers')];
    await ground.database.insertMany(CategoryRow, shelves);
    ground.get(Shelves).changed();
    const skus = async (category: string) => {
      const answer = await ask('GET', `/api/catalog/products?category=${encodeURIComponent(category)}`);
      return answer.json<{ items?: { sku: string }[] }>().items?.map(({ sku }) => sku);
    };
    for (const category of ['Énergie', 'energie', 'ENERGIE']) {
      expect(await skus(category)).toEqual(['CHG-SOL-01', 'LMP-02']);
    }
    for (const category of ['cat-20', 'hygiene-bebe', shelves[0]!.id.toUpperCase()])
      expect(await skus(category)).toEqual([]);
    const vague = await ask('GET', '/api/catalog/products?category=divers');
    expect([vague.statusCode, vague.json<{ errors: { message: string }[] }>().errors[0]?.message]).toEqual([
      400,
      expect.stringContaining(shelves[2]!.id),
    ]);
    const below = await ask('GET', '/api/catalog/categories?parentId=energie');
    expect(below.json()).toMatchObject({ items: [{ name: 'Solaire' }] });
  });

  it('more than a thousand products at once, or none, are refused', async () => {
    const many = Array.from({ length: 1_001 }, (_, n) => ({ sku: `S${n}`, name: 'N', price: '1' }));
    for (const products of [many, [], 'x', [1]])
      expect((await ask('PUT', '/api/catalog/products', { products })).statusCode).toBe(400);
  });
});
