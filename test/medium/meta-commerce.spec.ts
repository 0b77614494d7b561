import { Rig } from '../../simulator/service.fake.js';
import type { CommerceItem, CommerceResult } from '../../src/catalog/catalog.port.js';
import { SystemClock } from '../../src/kernel/clock.js';
import { MetaCommerce } from '../../src/providers/meta/commerce/commerce.client.js';
import { Accounts } from '../../src/providers/meta/graph/accounts.js';
import { settingsAt } from '../../src/providers/meta/graph/accounts.fake.js';
import { FakeTokens } from '../../src/token/token.fake.js';
import { ownNumber, OwnNumbersFake } from '../../src/whatsapp/whatsapp-numbers.fake.js';

const CATALOG = '700000000000001';
const SIGNAL = new AbortController().signal;
const image = 'https://exemple.cd/a.jpg';

let rig: Rig;
let accounts: Accounts;
let target: MetaCommerce;

beforeAll(async () => {
  rig = await Rig.start();
});
afterAll(() => rig.stop());
beforeEach(async () => {
  await rig.reset();
  await rig.control('PATCH', '/sim/catalogs', { workMs: 0 });
  const own = new OwnNumbersFake();
  const settings = settingsAt(rig.origin, { phoneNumberId: undefined });
  accounts = new Accounts(settings, new FakeTokens([rig.settings.accessToken]), own);
  const { businessAccountId: id, phoneNumberId } = rig.settings;
  const number = ownNumber({ id: phoneNumberId, channel: 'meta', accountId: id, catalogId: CATALOG });
  own.add({ id, channel: 'meta', label: 'A', numbers: [number] });
  target = new MetaCommerce(accounts, own, { clock: new SystemClock(), wait: async () => {} });
});
afterEach(() => accounts.onApplicationShutdown());

const offer = (sku: string, images: readonly string[] = [image]): CommerceItem => ({
  sku,
  product: {
    title: `Article ${sku}`,
    description: 'Décrit',
    price: '2.50',
    currency: 'USD',
    inStock: true,
    images,
    link: 'https://exemple.cd/a',
  },
});

async function push(...items: CommerceItem[]): Promise<readonly CommerceResult[]> {
  const { handle, results } = await target.push(CATALOG, items, SIGNAL);
  return [...results, ...((await target.poll(CATALOG, handle ?? '', SIGNAL)) ?? [])];
}
const listed = async () => {
  const { json } = await rig.graph('GET', `/v25.0/${CATALOG}/products?limit=100`);
  return (json['data'] as { retailer_id: string }[]).map((each) => each.retailer_id);
};

describe('a commerce catalogue of the simulator', () => {
  it('takes what it is given, and says what it refuses', async () => {
    const results = await push(offer('A'), offer('B', []), offer('C'));
    expect(results).toMatchObject([
      { sku: 'B', ok: false, errors: [expect.stringContaining('Il manque une image.')] },
    ]);
    expect(await listed()).toEqual(['A', 'C']);
    expect(await push({ sku: 'A', product: null })).toEqual([]);
    expect(await listed()).toEqual(['C']);
  });

  it('takes in halves what is too much at once', async () => {
    await rig.control('PATCH', '/sim/catalogs', { most: 3 });
    expect(await push(...['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((sku) => offer(sku)))).toEqual([]);
    expect(await listed()).toEqual(['A', 'B', 'C', 'D', 'E', 'F', 'G']);
  });

  it('is asked again while it works, and names a token that is dead', async () => {
    await rig.control('PATCH', '/sim/catalogs', { workMs: 60_000 });
    const { handle } = await target.push(CATALOG, [offer('A')], SIGNAL);
    expect(await target.poll(CATALOG, handle ?? '', SIGNAL)).toBeNull();
    await rig.control('POST', '/sim/faults', { kind: 'graph', code: 190, on: 'account', times: null });
    await expect(target.poll(CATALOG, handle ?? '', SIGNAL)).rejects.toMatchObject({ cause: 'key' });
  });
});
