import { until } from '../../test/until.js';
import { Caller, codesOf, type Json, person } from './caller.fake.js';

const TE = 'a1234567890';
const ENROLLMENT = 'b1234567890';
const IDS = { trackedEntity: TE, enrollment: ENROLLMENT };

let caller: Caller;

beforeAll(async () => {
  caller = await Caller.start();
});
afterAll(() => caller.stop());
beforeEach(async () => {
  await caller.control('', 'DELETE');
});

const strike = (...faults: object[]): Promise<Json> => caller.set({ faults });
const clients = async (): Promise<unknown> => (await caller.control('/clients'))['total'];

describe('a call that is struck', () => {
  it.each([
    ['down', { retryAfter: 7 }, 503, 'text/html'],
    ['bad-gateway', {}, 502, 'text/html'],
    ['html', {}, 200, 'text/html'],
    ['error-body', {}, 200, 'application/json'],
    ['login', {}, 302, 'text/html'],
    ['unauthorised', {}, 401, 'application/json'],
    ['expired', {}, 401, 'application/json'],
    ['throttled', { retryAfter: 7 }, 429, 'text/html'],
    ['refused', { status: 409, message: 'maxteicountreached' }, 409, 'application/json'],
  ])('by %s is answered, nothing is done, and the next one is well', async (kind, more, status, type) => {
    await strike({ kind, ...more });
    const heard = await caller.import(person(IDS));
    expect([heard.status, heard.headers.get('content-type')?.startsWith(type)]).toEqual([status, true]);
    expect(heard.headers.get('retry-after')).toBe('retryAfter' in more ? '7' : null);
    expect(await clients()).toBe(0);
    expect((await caller.import(person(IDS))).status).toBe(200);
  });

  it('gets an error behind a 200', async () => {
    await strike({ kind: 'error-body' });
    const { status, json } = await caller.call('/api/me');
    expect([status, json['status'], json['httpStatusCode']]).toEqual([200, 'ERROR', 500]);
  });

  it('is cut before anything is done', async () => {
    await strike({ kind: 'cut' });
    await expect(caller.import(person(IDS))).rejects.toThrow('fetch failed');
    expect(await clients()).toBe(0);
  });

  it('is cut when all is done: who asks again hears that it is there', async () => {
    await strike({ kind: 'cut-after' });
    await expect(caller.import(person(IDS))).rejects.toThrow('fetch failed');
    expect(codesOf(await caller.import(person(IDS)))).toEqual(['E1080', 'E1002']);
    const { items } = await caller.control('/received');
    expect((items as Json[]).map(({ status, fault }) => [status, fault])).toEqual([
      [409, undefined],
      ['cut', 'cut-after'],
    ]);
  });

  it('gets half an answer when all is done', async () => {
    await strike({ kind: 'half' });
    const heard = await caller.import(person(IDS));
    expect([heard.status, heard.json, await clients()]).toEqual([200, {}, 1]);
  });

  it('is answered never', async () => {
    await strike({ kind: 'silent' });
    const call = fetch(`${caller.origin}/dhis2/api/ping`, { signal: AbortSignal.timeout(80) });
    await expect(call).rejects.toThrow('timeout');
  });

  it('is answered late', async () => {
    await strike({ kind: 'slow', ms: 60 });
    const begun = performance.now();
    expect((await caller.call('/api/ping')).text).toBe('pong');
    expect(performance.now() - begun).toBeGreaterThanOrEqual(55);
  });

  it('is turned into a job that ends later', async () => {
    await caller.set({ jobMs: 400 });
    await strike({ kind: 'job' });
    expect((await caller.import(person(IDS))).json['message']).toBe('Tracker job added');
    expect(await clients()).toBe(0);
    await until('the job has ended', async () => (await clients()) === 1);
  });

  it('comes a moment after somebody else with the same code', async () => {
    await caller.set({ uniqueCode: true });
    await strike({ kind: 'rival', hidden: true });
    expect(codesOf(await caller.import(person(IDS)))).toEqual(['E5000', 'E1064']);
  });

  it('comes with an id that was deleted', async () => {
    await strike({ kind: 'deleted' });
    expect(codesOf(await caller.import(person(IDS)))).toContain('E1114');
  });
});

describe('a fault', () => {
  it('strikes what it is for, after so many calls, so many times', async () => {
    await strike({ kind: 'down', on: 'ping', skip: 1, times: 2 });
    const status = async (path: string): Promise<number> => (await caller.call(path)).status;
    expect(await status('/api/me')).toBe(200);
    const heard: number[] = [];
    for (let at = 0; at < 4; at += 1) heard.push(await status('/api/ping'));
    expect(heard).toEqual([200, 503, 503, 200]);
  });

  it('stays until it is cleared', async () => {
    const { added } = (await strike({ kind: 'login', times: null }, { kind: 'html', on: 'create' })) as {
      added: number[];
    };
    for (let at = 0; at < 3; at += 1) expect((await caller.call('/api/me')).status).toBe(302);
    const { faults } = (await caller.set({ clearFaults: added[0] })) as { faults: Json[] };
    expect(faults).toEqual([{ id: added[1], on: 'create', skip: 0, left: 1, trouble: { kind: 'html' } }]);
    expect((await caller.set({ clearFaults: true }))['faults']).toEqual([]);
  });

  it('that is none is refused', async () => {
    await expect(strike({ kind: 'earthquake' })).rejects.toThrow('kind');
    await expect(caller.set({ versoin: '2.40' })).rejects.toThrow('versoin');
  });
});

describe('what the register received', () => {
  it('stands there newest first, page by page, without credentials', async () => {
    for (let at = 1; at <= 5; at += 1) await caller.call(`/api/system/id?limit=${at}`);
    const first = await caller.control('/received?limit=3');
    expect((first['items'] as Json[]).map(({ query }) => query)).toEqual([
      { limit: '5' },
      { limit: '4' },
      { limit: '3' },
    ]);
    const second = await caller.control(`/received?limit=3&cursor=${String(first['nextCursor'])}`);
    expect([(second['items'] as Json[]).length, second['nextCursor']]).toEqual([2, null]);
    expect(JSON.stringify(first)).not.toContain('simulator-dhis2-token');
  });

  it('has the bodies, the codes of what was refused, and the clients with their names', async () => {
    await caller.import(person(IDS));
    await caller.import(person(IDS));
    await caller.post('/api/potentialDuplicates', { original: TE, duplicate: TE });
    const heard = (await caller.control('/received')) as {
      items: Json[];
      clients: Json[];
      duplicates: Json[];
    };
    expect(heard.items[1]).toMatchObject({
      what: 'create',
      status: 409,
      words: 'E1080 E1002',
      method: 'POST',
      path: '/dhis2/api/tracker',
    });
    expect(heard.items[1]?.['body']).toHaveProperty('trackedEntities');
    expect(heard.clients).toEqual([
      expect.objectContaining({
        id: TE,
        code: 'MBEIBR7DA1',
        attributes: expect.arrayContaining([{ id: 'uicGenderAt', name: 'Genre', value: 'MALE' }]),
        place: 'Centre de santé de la Gombe',
        isDuplicate: false,
      }),
    ]);
    const { counts } = (await caller.control('')) as { counts: Json };
    expect(counts).toMatchObject({ clients: 1, calls: 3, byWhat: { create: 2, duplicates: 1 } });
  });

  it('is bounded', async () => {
    for (let at = 0; at < 620; at += 20) {
      await Promise.all(Array.from({ length: 20 }, () => caller.call('/api/ping')));
    }
    const { items } = await caller.control('/received?limit=500');
    expect((items as Json[]).length).toBe(500);
    expect(((await caller.control(''))['counts'] as Json)['calls']).toBe(620);
  });

  it('is forgotten with everything else', async () => {
    await caller.import(person(IDS));
    await strike({ kind: 'down', times: null });
    await fetch(`${caller.origin}/sim/reset`, { method: 'POST' });
    expect(await caller.control('')).toMatchObject({
      version: '2.42',
      faults: [],
      counts: { clients: 0, calls: 0 },
    });
  });
});
