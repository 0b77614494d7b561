import { Rig, type Json } from '../service.fake.js';

const CATALOG = '700000000000001';
let rig: Rig;

beforeAll(async () => {
  rig = await Rig.start();
});
afterAll(() => rig.stop());
beforeEach(async () => {
  await rig.reset();
  await rig.control('PATCH', '/sim/catalogs', { workMs: 0 });
});

const item = (id: string, over: Json = {}) => ({
  method: 'UPDATE',
  data: {
    id,
    title: `Article ${id}`,
    description: 'Décrit',
    availability: 'in stock',
    condition: 'new',
    price: '2.50 USD',
    link: 'https://exemple.cd/a',
    image: [{ url: 'https://exemple.cd/a.jpg' }],
    ...over,
  },
});
const push = (...requests: object[]) =>
  rig.graph('POST', `/v25.0/${CATALOG}/items_batch`, {
    item_type: 'PRODUCT_ITEM',
    allow_upsert: true,
    requests,
  });
const handleIn = (json: Json): string => (json['handles'] as string[])[0] ?? '';
const poll = (handle: string) =>
  rig.graph(
    'GET',
    `/v25.0/${CATALOG}/check_batch_request_status?handle=${handle}&load_ids_of_invalid_requests=true`,
  );
const listed = async () => {
  const { json } = await rig.graph('GET', `/v25.0/${CATALOG}/products?limit=100`);
  return (json['data'] as Json[]).map((each) => each['retailer_id']);
};

describe('a commerce catalogue', () => {
  it('shows what a batch brought when it is done, and not what it took back', async () => {
    await rig.control('PATCH', '/sim/catalogs', { workMs: 60_000 });
    const { json } = await push(item('A'), item('B'));
    expect((await poll(handleIn(json))).json).toMatchObject({ data: [{ status: 'started' }] });
    expect(await listed()).toEqual([]);
    await rig.control('PATCH', '/sim/catalogs', { workMs: 0 });
    await push(item('C'), item('D'));
    await push({ method: 'DELETE', data: { id: 'C' } });
    expect(await listed()).toEqual(['D']);
  });

  it('says at once what is no item, and later what it does not take', async () => {
    const { json } = await push(
      item('A', { price: 'deux' }),
      item('B', { image: [] }),
      item('C', { title: 'Un article interdit' }),
      item('D'),
    );
    expect(json['validation_status']).toMatchObject([{ retailer_id: 'A', errors: [{}] }]);
    const done = await poll(handleIn(json));
    expect(done.json).toMatchObject({
      data: [{ status: 'finished', errors: [{ id: 'B' }, { id: 'C' }], ids_of_invalid_requests: ['B', 'C'] }],
    });
    expect(await listed()).toEqual(['D']);
  });

  it('asks for less, knows its handles, and obeys faults', async () => {
    await rig.control('PATCH', '/sim/catalogs', { most: 1 });
    const much = await push(item('A'), item('B'));
    expect([much.status, much.json['error']]).toMatchObject([500, { code: 1 }]);
    expect((await poll('nothing')).json).toEqual({ data: [] });
    await rig.control('POST', '/sim/faults', { kind: 'graph', code: 190, on: 'account' });
    expect((await push(item('A'))).status).toBe(401);
    expect((await push(item('A'))).status).toBe(200);
    expect((await rig.graph('POST', '/v25.0/other/items_batch', {})).json['error']).toMatchObject({
      error_subcode: 33,
    });
  });
});
