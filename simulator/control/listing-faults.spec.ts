import { Rig, type Json } from '../service.fake.js';

let rig: Rig;

beforeAll(async () => {
  rig = await Rig.start();
});
afterAll(() => rig.stop());
beforeEach(async () => {
  await rig.reset();
  await rig.control('POST', '/sim/templates/seed', { count: 37 });
});

const fault = (wish: object) => rig.control('POST', '/sim/faults', wish);
const lie = (how: string, more: object = {}) => fault({ kind: 'listing', how, ...more });
const page = async (query: Record<string, string> = {}) =>
  (await rig.templates({ limit: '10', ...query })).json;
const pagingOf = (json: Json) => json['paging'] as { cursors: { after: string }; next?: string } | undefined;
const dataOf = (json: Json) => json['data'] as Json[];

describe('a listing in trouble', () => {
  it('fails on the page that is meant', async () => {
    await fault({ on: 'listing', kind: 'graph', code: 2, skip: 2 });
    const statuses = [];
    for (let call = 0; call < 4; call += 1) statuses.push((await rig.templates()).status);
    expect(statuses).toEqual([200, 200, 503, 200]);
  });

  it('leaves single templates and messages alone', async () => {
    await fault({ on: 'listing', kind: 'http', status: 500 });
    const { json } = await rig.control('GET', '/sim/templates/bienvenue/fr');
    expect((await rig.graph('GET', `/v25.0/${String(json['id'])}`)).status).toBe(200);
    expect((await rig.templates()).status).toBe(500);
  });

  it('ends early', async () => {
    await lie('ends-early');
    expect(pagingOf(await page())).toEqual({ cursors: expect.anything() });
    expect(pagingOf(await page())).toHaveProperty('next');
  });

  it('gives the same cursor for ever', async () => {
    await lie('same-cursor', { times: null });
    const first = pagingOf(await page())!.cursors.after;
    const second = pagingOf(await page({ after: first }))!;
    expect([second.cursors.after, second.next]).toEqual([first, expect.stringContaining(`after=${first}`)]);
  });

  it('says nothing of other pages', async () => {
    await lie('no-paging');
    expect(Object.keys(await page())).toEqual(['data']);
  });

  it('lacks half, or doubles', async () => {
    await lie('halved');
    await lie('doubled');
    expect([dataOf(await page()).length, dataOf(await page()).length]).toEqual([5, 20]);
  });

  it.each([
    ['no-language', (first: Json) => !('language' in first)],
    ['no-name', (first: Json) => !('name' in first)],
    ['components-as-string', (first: Json) => typeof first['components'] === 'string'],
    ['not-an-object', (first: unknown) => typeof first === 'string'],
  ])('spoils one template: %s', async (how, isSpoilt) => {
    await lie(how);
    const [first, second] = dataOf(await page());
    expect([isSpoilt(first!), isSpoilt(second!)]).toEqual([true, false]);
  });

  it('is no JSON, or an error behind a 200', async () => {
    const headers = { 'content-type': 'text/html' };
    await fault({ on: 'listing', kind: 'http', status: 200, headers, body: '<html>Sorry</html>' });
    await fault({ on: 'listing', kind: 'http', status: 200, body: { error: { code: 2 } } });
    expect(await page()).toEqual({ text: '<html>Sorry</html>' });
    expect(await page()).toEqual({ error: { code: 2 } });
  });

  it('can be counted by what was asked', async () => {
    await page();
    await page();
    const { json } = await rig.control('GET', '/sim/calls?what=templates:list');
    expect(json['items']).toHaveLength(2);
  });
});

describe('templates that are sown', () => {
  it('are the same each time, however many there are', async () => {
    const [once] = dataOf(await page({ name: 'modele_00012' }));
    await rig.control('POST', '/sim/templates/seed', { count: 50_000 });
    const [again] = dataOf(await page({ name: 'modele_00012' }));
    expect(again).toEqual(once);
    const { json } = await rig.templates({ after: '', limit: '1', summary: 'total_count' });
    expect(json['summary']).toEqual({ total_count: 50_013 });
  });

  it('say something else when they are changed, and stay changed', async () => {
    const text = async () => JSON.stringify(await page({ name: 'modele_00009' }));
    const before = await text();
    await rig.control('POST', '/sim/templates/seed', { changedPercent: 10 });
    const after = await text();
    await rig.control('POST', '/sim/templates/seed', { changedPercent: 10 });
    expect(new Set([before, after, await text()]).size).toBe(3);
  });

  it('can be sent', async () => {
    await rig.write('+243810000001');
    const parameters = ['Grâce', 'lundi'].map((each) => ({ type: 'text', text: each }));
    const template = {
      name: 'modele_00000',
      language: { code: 'fr' },
      components: [{ type: 'body', parameters }],
    };
    expect((await rig.send({ to: '+243810000001', type: 'template', template })).status).toBe(200);
  });
});
