import { Caller, type Json } from './caller.fake.js';

const PIECES = { birth_year_digit: '7', city_code: 'DA', gender_code: '1' };
const NAMES = { last_name_code: 'MBE', first_name_code: 'IBR', ...PIECES };
const UIC = 'MBEIBR7DA1';
const CLIENT = { uic: UIC, reference: 'relais-1', ...PIECES };

let caller: Caller;

beforeAll(async () => {
  caller = await Caller.start();
});
afterAll(() => caller.stop());
beforeEach(async () => {
  await caller.control('', 'DELETE');
});

const create = (change: object = {}) => caller.post('/api/clients/create', { ...CLIENT, ...change });

describe('the five addresses', () => {
  it('make the code that the answers give', async () => {
    expect((await caller.post('/api/uic/generate', NAMES)).json).toEqual({ uic: UIC });
  });

  it('make another code, or something that is none, when told to', async () => {
    await caller.set({
      faults: [
        { kind: 'other-code', on: 'generate' },
        { kind: 'odd-code', on: 'generate' },
      ],
    });
    const other = String((await caller.post('/api/uic/generate', NAMES)).json['uic']);
    expect([other === UIC, /^[A-Z]{6}\d[A-Z]{2}\d$/.test(other)]).toEqual([false, true]);
    expect(String((await caller.post('/api/uic/generate', NAMES)).json['uic'])).not.toMatch(/^[A-Z0-9]{10}$/);
  });

  it('know a client once it is made, by both methods', async () => {
    expect((await caller.call(`/api/uic/validate?uic=${UIC}`)).json).toEqual({ exists: false });
    const { status, json } = await create();
    expect([status, Object.keys(json)]).toEqual([201, ['id']]);
    expect((await caller.post('/api/uic/validate', { uic: UIC })).json).toEqual({ exists: true });
    const found = { clients: [{ id: json['id'], uic: UIC }] };
    expect((await caller.call(`/api/clients/search?uic=${UIC}`)).json).toEqual(found);
    expect((await caller.post('/api/clients/search', { uic: UIC })).json).toEqual(found);
  });

  it('make a reference once, and a code once', async () => {
    const first = await create();
    const again = await create();
    expect([again.status, again.json]).toEqual([200, first.json]);
    const other = await create({ reference: 'relais-2' });
    expect([other.status, other.json['error']]).toEqual([409, 'uic-exists']);
    expect((await caller.control('/clients'))['total']).toBe(1);
  });

  it('do it once though the first answer was lost', async () => {
    await caller.set({ faults: [{ kind: 'cut-after', on: 'create' }] });
    await expect(create()).rejects.toThrow('fetch failed');
    expect((await create()).status).toBe(200);
  });

  it('share their clients with the Tracker API', async () => {
    const { json } = await create();
    const path = `/api/tracker/trackedEntities?program=uicProgram1&filter=uicCodeAttr:eq:${UIC}&fields=trackedEntity`;
    expect((await caller.call(path)).json['trackedEntities']).toEqual([{ trackedEntity: json['id'] }]);
  });

  it('merge two clients, and do it again', async () => {
    const [keep, merge] = [
      (await create()).json['id'],
      (await create({ uic: 'X', reference: 'r2' })).json['id'],
    ];
    for (let at = 0; at < 2; at += 1) {
      expect((await caller.post('/api/duplicates/merge', { keep, merge })).status).toBe(200);
    }
    expect((await caller.call('/api/uic/validate?uic=X')).json).toEqual({ exists: false });
    expect((await caller.post('/api/duplicates/merge', { keep, merge: 'nobody' })).status).toBe(404);
  });

  it.each<[string, unknown]>([
    ['/api/uic/generate', { ...NAMES, birth_year_digit: '97' }],
    ['/api/uic/generate', { ...NAMES, phone: '243810000001' }],
    ['/api/uic/validate', {}],
    ['/api/clients/search', { code: UIC }],
    ['/api/clients/create', { uic: UIC }],
    ['/api/duplicates/merge', { original: 'a', duplicate: 'b' }],
  ])('%s refuses %j', async (path, body) => {
    expect((await caller.post(path, body)).status).toBe(400);
  });

  it('are open to a bearer of the token, and to nobody without', async () => {
    const body = { uic: UIC };
    const ask = async (headers: Record<string, string>): Promise<number> =>
      (await caller.call('/api/uic/validate', { method: 'POST', body, headers })).status;
    expect(await ask({ authorization: 'Bearer simulator-dhis2-token' })).toBe(200);
    expect(await ask({ authorization: '', accept: 'application/json' })).toBe(401);
  });

  it('say « Tracker job added » and do nothing, when told to', async () => {
    await caller.set({ faults: [{ kind: 'job' }] });
    const { status, json } = await create();
    expect([status, (json as Json)['message']]).toEqual([200, 'Tracker job added']);
    expect((await caller.control('/clients'))['total']).toBe(0);
  });
});
