import { Caller, type Json, person } from './caller.fake.js';
import { VERSIONS } from './dialect.js';

const TE = 'a1234567890';
const ENROLLMENT = 'b1234567890';
const FILTER = 'filter=uicCodeAttr:eq:mbeibr7da1';
const PROGRAM = 'program=uicProgram1';
const LIST = '/api/tracker/trackedEntities';
/** A search as each version wants it. */
const RIGHT = {
  '2.40': `${LIST}?${PROGRAM}&${FILTER}&ouMode=ACCESSIBLE&orgUnit=uicCountry1&fields=trackedEntity&pageSize=5`,
  '2.41': `${LIST}?${PROGRAM}&${FILTER}&orgUnitMode=ACCESSIBLE&fields=trackedEntity&pageSize=5`,
  '2.42': `${LIST}?${PROGRAM}&${FILTER}&orgUnitMode=ACCESSIBLE&fields=trackedEntity&pageSize=5`,
  '2.43': `${LIST}?${PROGRAM}&${FILTER}&orgUnitMode=ACCESSIBLE&fields=trackedEntity&pageSize=5`,
};

let caller: Caller;

beforeAll(async () => {
  caller = await Caller.start();
});
afterAll(() => caller.stop());
beforeEach(async () => {
  await caller.control('', 'DELETE');
  await caller.import(person({ trackedEntity: TE, enrollment: ENROLLMENT }));
});

const statusOf = async (path: string): Promise<number> => (await caller.call(path)).status;

describe('a search', () => {
  it.each(VERSIONS)('finds a client by the code, whatever its case (%s)', async (version) => {
    await caller.speaks(version);
    const { status, json } = await caller.call(RIGHT[version]);
    const pager = { page: 1, pageSize: 5 };
    const found = [{ trackedEntity: TE }];
    expect(status).toBe(200);
    expect(json).toEqual(
      {
        '2.40': { ...pager, instances: found },
        '2.41': { ...pager, pager, trackedEntities: found },
        '2.42': { pager, trackedEntities: found },
        '2.43': { pager, trackedEntities: found },
      }[version],
    );
  });

  it.each([
    ['2.40', 'orgUnits=uicOrgUnitA', 400],
    ['2.40', 'orgUnitMode=ACCESSIBLE', 400],
    ['2.40', 'orgUnit=uicOrgUnitA&paging=false', 400],
    ['2.40', 'orgUnit=uicOrgUnitA&trackedEntities=x', 400],
    ['2.40', '', 409],
    ['2.40', 'ouMode=DESCENDANTS&orgUnit=uicCountry1', 200],
    ['2.41', 'orgUnit=uicOrgUnitA&ouMode=SELECTED', 200],
    ['2.41', 'orgUnits=uicOrgUnitA,uicOrgUnitB', 200],
    ['2.41', 'orgUnits=uicOrgUnitA&orgUnitMode=ACCESSIBLE', 400],
    ['2.41', 'orgUnitMode=ALL', 400],
    ['2.41', '', 200],
    ['2.42', 'orgUnit=uicOrgUnitA', 400],
    ['2.42', 'ouMode=ACCESSIBLE', 400],
    ['2.42', 'skipPaging=true', 400],
    ['2.42', 'trackedEntity=x', 400],
    ['2.42', 'pageSize=1001', 400],
    ['2.42', 'paging=false', 200],
    ['2.42', 'orgUnitMode=EVERYWHERE', 400],
    ['2.43', 'orgUnits=uicNowhere1', 400],
    ['2.43', 'orgUnitMode=SELECTED', 400],
    ['2.43', 'fields=trackedEntityInstance', 400],
    ['2.43', 'fields=trackedEntity,attributes[attribute', 400],
  ] as const)('in %s with « %s » is answered %i', async (version, words, status) => {
    await caller.speaks(version);
    const { status: heard, json } = await caller.call(`${LIST}?${PROGRAM}&${words}`);
    expect([heard, typeof json['message']]).toEqual([status, status === 200 ? 'undefined' : 'string']);
  });

  it('wants a program or a type, and only one of them', async () => {
    expect((await caller.call(LIST)).json['message']).toBe(
      'Either a program or tracked entity type must be specified',
    );
    expect(await statusOf(`${LIST}?${PROGRAM}&trackedEntityType=uicPersonTy`)).toBe(400);
    expect(await statusOf(`${LIST}?trackedEntityType=uicPersonTy&${FILTER}`)).toBe(200);
    expect(await statusOf(`${LIST}?program=uicNothing1`)).toBe(400);
  });

  it('is not open to an account without access: 409 in 2.40, 403 later', async () => {
    await caller.set({ programAccess: 'none', version: '2.40' });
    expect(await statusOf(RIGHT['2.40'])).toBe(409);
    await caller.speaks('2.41');
    expect(await statusOf(RIGHT['2.41'])).toBe(403);
  });

  it('outside the own units needs attributes that may be searched', async () => {
    const town = `${LIST}?${PROGRAM}&filter=uicTownAttr:eq:DA`;
    const { status, json } = await caller.call(town);
    expect([status, String(json['message']).slice(0, 26)]).toEqual([409, 'Non-searchable attribute(s']);
    await caller.set({ searchUnits: ['uicProvinKN'] });
    expect(await statusOf(town)).toBe(200);
    await caller.set({ searchableCode: false, searchUnits: ['uicCountry1'] });
    expect(await statusOf(RIGHT['2.42'])).toBe(409);
  });

  it.each([
    ['uicCodeAttr:sw:mbe', 1],
    ['uicCodeAttr:in:x;MBEIBR7DA1', 1],
    ['uicCodeAttr:ne:MBEIBR7DA1', 0],
    ['uicPhoneAtt:null', 1],
    ['uicCodeAttr:eq:MBE,uicCodeAttr:like:IBR', 0],
    ['uicPhoneAtt:eq:%2B243/:1', 0],
  ])('filters by %s', async (filter, count) => {
    const { status, json } = await caller.call(`${LIST}?${PROGRAM}&filter=${filter}`);
    expect([status, (json['trackedEntities'] as Json[] | undefined)?.length]).toEqual([200, count]);
  });

  it('does not know an operator or an attribute that is none', async () => {
    expect(await statusOf(`${LIST}?${PROGRAM}&filter=uicCodeAttr:is:x`)).toBe(400);
    expect(await statusOf(`${LIST}?${PROGRAM}&filter=uicNothing1:eq:x`)).toBe(400);
  });

  it('goes page by page, and counts where it is asked to', async () => {
    await caller.set({ clients: Array.from({ length: 6 }, (_, at) => ({ code: `AAABBB1CC${at}` })) });
    const ids: unknown[] = [];
    for (const page of [1, 2, 3]) {
      const { json } = await caller.call(
        `${LIST}?${PROGRAM}&pageSize=3&page=${page}&totalPages=true&fields=trackedEntity`,
      );
      expect(json['pager']).toEqual({ page, pageSize: 3, total: 7, pageCount: 3 });
      ids.push(...(json['trackedEntities'] as Json[]).map((each) => each['trackedEntity']));
    }
    expect([ids.length, new Set(ids).size, ids[0]]).toEqual([7, 7, TE]);
  });
});

describe('one client', () => {
  it('shows what belongs to the program when the program is named', async () => {
    const attributes = async (words: string): Promise<unknown[]> => {
      const { json } = await caller.call(`${LIST}/${TE}?fields=attributes[attribute]${words}`);
      return (json['attributes'] as Json[]).map((each) => each['attribute']);
    };
    expect(await attributes('')).toEqual(['uicCodeAttr', 'uicGenderAt']);
    expect(await attributes(`&${PROGRAM}`)).toEqual([
      'uicCodeAttr',
      'uicGenderAt',
      'uicYearAttr',
      'uicTownAttr',
    ]);
  });

  it('is not there once it is deleted, with the code that an import uses for something else', async () => {
    await caller.set({ remove: [TE] });
    const { status, json } = await caller.call(`${LIST}/${TE}`);
    expect([status, json['errorCode']]).toEqual([404, 'E1005']);
  });

  it('has an enrolment, for which 2.43 wants the program', async () => {
    const path = `/api/tracker/enrollments?trackedEntity=${TE}&fields=enrollment,status`;
    const found = [{ enrollment: ENROLLMENT, status: 'ACTIVE' }];
    await caller.speaks('2.43');
    expect(await statusOf(path)).toBe(400);
    expect((await caller.call(`${path}&${PROGRAM}`)).json['enrollments']).toEqual(found);
    expect((await caller.call(`/api/tracker/enrollments/${ENROLLMENT}?fields=trackedEntity`)).json).toEqual({
      trackedEntity: TE,
    });
  });

  it('is not asked for by something that is no id, from 2.42 on', async () => {
    expect(await statusOf(`${LIST}/not-an-id`)).toBe(400);
    await caller.speaks('2.41');
    expect(await statusOf(`${LIST}/not-an-id`)).toBe(404);
  });

  it('is not found at the old addresses', async () => {
    const { status, json } = await caller.call('/api/trackedEntityInstances?ou=uicOrgUnitA');
    expect([status, json['httpStatus']]).toEqual([404, 'Not Found']);
  });
});

describe('possible duplicates', () => {
  const OTHER = 'c1234567890';
  const pair = { original: TE, duplicate: OTHER };

  it.each([
    ['2.40', 'teis', 'trackedEntities'],
    ['2.42', 'trackedEntities', 'teis'],
  ] as const)('are flagged once, listed and judged (%s)', async (version, word, wrong) => {
    await caller.speaks(version);
    await caller.set({ clients: [{ id: OTHER, code: 'MBEIBR7DA2' }] });
    const flagged = await caller.post('/api/potentialDuplicates', pair);
    expect(flagged.json).toMatchObject({ ...pair, status: 'OPEN' });
    expect((await caller.post('/api/potentialDuplicates', { original: OTHER, duplicate: TE })).status).toBe(
      409,
    );
    expect(await statusOf(`/api/potentialDuplicates?${wrong}=${TE}`)).toBe(400);
    const { json } = await caller.call(`/api/potentialDuplicates?${word}=${TE}&fields=original,duplicate`);
    expect(json['potentialDuplicates']).toEqual([pair]);
    const id = String(flagged.json['id']);
    const mark = (status: string) =>
      caller.call(`/api/potentialDuplicates/${id}?status=${status}`, { method: 'PUT' });
    expect([(await mark('MERGED')).status, (await mark('INVALID')).status]).toEqual([400, 200]);
    expect((await caller.call('/api/potentialDuplicates')).json['potentialDuplicates']).toEqual([]);
    expect((await caller.call(`/api/potentialDuplicates/${id}`)).json['status']).toBe('INVALID');
  });

  it.each([
    [{ original: TE }, 400],
    [{ original: TE, duplicate: 'x' }, 400],
    [{ original: TE, duplicate: 'd1234567890' }, 404],
    [{ original: TE, duplicate: 'h1234567890' }, 403],
    [{ original: TE, duplicate: OTHER, status: 'OPEN' }, 400],
  ])('%j is answered %i', async (body, status) => {
    await caller.set({ clients: [{ id: OTHER }, { id: 'h1234567890', hidden: true }] });
    expect((await caller.post('/api/potentialDuplicates', body)).status).toBe(status);
  });

  it('are merged by nobody: without the authority, and with it because both are in the program', async () => {
    await caller.set({ clients: [{ id: OTHER, code: 'X' }] });
    const { json } = await caller.post('/api/potentialDuplicates', pair);
    const merge = `/api/potentialDuplicates/${String(json['id'])}/merge?mergeStrategy=AUTO`;
    expect((await caller.post(merge, {})).status).toBe(403);
    await caller.set({ authorities: ['F_TRACKED_ENTITY_MERGE'] });
    expect((await caller.post(merge, {})).status).toBe(409);
  });
});
