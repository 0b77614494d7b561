import { BASIC, Caller, type Json } from './caller.fake.js';

let caller: Caller;

beforeAll(async () => {
  caller = await Caller.start();
});
afterAll(() => caller.stop());
beforeEach(async () => {
  await caller.control('', 'DELETE');
});

const read = async (path: string): Promise<Json> => (await caller.call(path)).json;

describe('what the register tells of itself', () => {
  it.each(['2.40', '2.41', '2.42', '2.43'] as const)('is its version: %s', async (version) => {
    await caller.speaks(version);
    const info = await read('/api/system/info');
    expect(String(info['version'])).toMatch(new RegExp(`^${version}\\.\\d+`));
    expect(info).toMatchObject({
      serverTimeZoneId: 'Etc/UTC',
      serverDate: expect.stringMatching(/T[\d:.]+$/),
    });
  });

  it('is a sign of life, to everybody and to those who may come in', async () => {
    const nobody = { headers: { authorization: '' } };
    expect((await caller.call('/api/ping', nobody)).text).toBe('pong');
    expect((await caller.call('/api/system/ping')).text).toBe('pong');
    expect((await caller.call('/api/system/ping', nobody)).status).toBe(302);
  });

  it('is the account with its units and its authorities', async () => {
    const fields =
      'id,username,authorities,organisationUnits[id,displayName],teiSearchOrganisationUnits[id],programs';
    expect(await read(`/api/me?fields=${fields}`)).toEqual({
      id: 'uicUserRela',
      username: 'relais',
      authorities: expect.arrayContaining(['M_dhis-web-capture']),
      organisationUnits: [
        { id: 'uicProvinKN', displayName: 'Kinshasa' },
        { id: 'uicProvinHK', displayName: 'Haut-Katanga' },
      ],
      teiSearchOrganisationUnits: [{ id: 'uicCountry1' }],
      programs: ['uicProgram1', 'uicProgram2'],
    });
  });

  it('is when the token ends', async () => {
    await caller.set({ tokenExpiresAt: '2027-01-01T00:00:00Z' });
    const { apiTokens } = (await read('/api/apiTokens?fields=id,expire')) as { apiTokens: Json[] };
    expect(apiTokens).toEqual([{ id: 'uicTokenAcc', expire: Date.parse('2027-01-01T00:00:00Z') }]);
  });

  it('is a handful of new ids', async () => {
    const { codes } = (await read('/api/system/id?limit=3')) as { codes: string[] };
    expect(codes).toHaveLength(3);
    for (const code of codes) expect(code).toMatch(/^[a-zA-Z][a-zA-Z0-9]{10}$/);
  });
});

describe('the door', () => {
  it.each([
    ['nothing, from a browser', { authorization: '', accept: 'text/html' }, 302],
    ['nothing, from a client that takes anything', { authorization: '', accept: '*/*' }, 302],
    ['nothing, from a client that takes JSON', { authorization: '', accept: 'application/json' }, 401],
    ['the account', { authorization: BASIC }, 200],
    ['a token in small letters', { authorization: 'apitoken simulator-dhis2-token' }, 200],
    ['another token', { authorization: 'ApiToken d2pat_x' }, 401],
    ['another password', { authorization: `Basic ${Buffer.from('relais:x').toString('base64')}` }, 401],
  ])('with %s', async (_what, headers, status) => {
    expect((await caller.call('/api/me', { headers })).status).toBe(status);
  });

  it('leads strangers to a page of HTML with 200', async () => {
    const { headers } = await caller.call('/api/me', { headers: { authorization: '', accept: '*/*' } });
    expect(headers.get('location')).toBe('/dhis2/dhis-web-login/');
    const page = await fetch(`${caller.origin}/dhis2/dhis-web-login/`);
    expect([page.status, page.headers.get('content-type')?.slice(0, 9)]).toEqual([200, 'text/html']);
  });

  it('is closed to a token that has ended, and open to the account still', async () => {
    await caller.set({ tokenExpiresAt: '2026-01-01T00:00:00Z' });
    expect((await caller.call('/api/me')).status).toBe(401);
    expect((await caller.call('/api/me', { headers: { authorization: BASIC } })).status).toBe(200);
  });
});

describe('the metadata', () => {
  it('say everything about the program that a check wants to know', async () => {
    const fields =
      'id,displayName,accessLevel,onlyEnrollOnce,displayIncidentDate,minAttributesRequiredToSearch,maxTeiCountToReturn,' +
      'trackedEntityType[id,trackedEntityTypeAttributes[mandatory,searchable,trackedEntityAttribute[id]]],' +
      'programTrackedEntityAttributes[mandatory,searchable,trackedEntityAttribute[id,code,displayName,unique,orgunitScope,' +
      'generated,valueType,optionSet[id,options[code,name]]]]';
    await caller.set({ uniqueCode: true });
    const program = await read(`/api/programs/uicProgram1?fields=${fields}`);
    expect(program).toMatchObject({
      onlyEnrollOnce: true,
      trackedEntityType: {
        id: 'uicPersonTy',
        trackedEntityTypeAttributes: [
          { mandatory: true, searchable: true, trackedEntityAttribute: { id: 'uicCodeAttr' } },
          { mandatory: false, searchable: false, trackedEntityAttribute: { id: 'uicGenderAt' } },
        ],
      },
    });
    const [code, gender] = program['programTrackedEntityAttributes'] as Json[];
    expect(code).toMatchObject({
      mandatory: true,
      trackedEntityAttribute: { unique: true, valueType: 'TEXT' },
    });
    expect(gender).toEqual({
      mandatory: true,
      searchable: false,
      trackedEntityAttribute: expect.objectContaining({
        id: 'uicGenderAt',
        optionSet: {
          id: 'uicGenderOs',
          options: [
            { code: 'MALE', name: 'Homme' },
            { code: 'FEMALE', name: 'Femme' },
            { code: 'TRANSGENDER', name: 'Transgenre' },
            { code: 'OTHER', name: 'Autre' },
          ],
        },
      }),
    });
  });

  it('know the newest flags from 2.43 on', async () => {
    const path = '/api/trackedEntityAttributes/uicCodeAttr?fields=skipAnalytics';
    expect((await caller.call(path)).status).toBe(400);
    await caller.speaks('2.43');
    expect(await read(path)).toEqual({ skipAnalytics: false });
  });

  it.each([
    ['level=3&filter=path:like:uicProvinKN', 35],
    ['filter=level:eq:4&filter=code:in:[CD_KN_01,CD_HK_01]', 2],
    ['filter=displayName:ilike:gombe', 2],
    ['filter=id:eq:uicOrgUnitA&filter=id:eq:uicOrgUnitB&rootJunction=OR', 2],
    ['level=4&withinUserHierarchy=true', 3],
    ['filter=parent.id:eq:uicCountry1', 26],
  ])('find units by %s', async (words, count) => {
    const { organisationUnits } = (await read(`/api/organisationUnits?paging=false&${words}`)) as {
      organisationUnits: Json[];
    };
    expect(organisationUnits).toHaveLength(count);
  });

  it('give units page by page, fifty at a time', async () => {
    const first = await read('/api/organisationUnits?fields=id,level');
    const pager = first['pager'] as { total: number; pageCount: number };
    expect([pager.total > 50, (first['organisationUnits'] as Json[]).length]).toEqual([true, 50]);
    const last = await read(`/api/organisationUnits?fields=id&page=${pager.pageCount}`);
    expect(last['organisationUnits']).toHaveLength(pager.total - 50 * (pager.pageCount - 1));
  });

  it.each([
    ['/api/organisationUnits?level=4&ancestors=1', 400],
    ['/api/organisationUnits?filter=nom:eq:x', 400],
    ['/api/organisationUnits?filter=code:is:x', 400],
    ['/api/programs/uicProgram1?fields=nom', 400],
    ['/api/programs/uicProgram9', 404],
    ['/api/optionSets/uicGenderOs', 200],
    ['/api/trackedEntityTypes/uicPersonTy', 200],
    ['/api/nothing', 404],
  ])('%s is answered %i', async (path, status) => {
    expect((await caller.call(path)).status).toBe(status);
  });

  it('make values by a pattern, which cannot be the code of a person', async () => {
    const serial = '/api/trackedEntityAttributes/uicSerialAt';
    expect(await read(`${serial}/requiredValues`)).toEqual({ REQUIRED: [], OPTIONAL: ['SEQUENTIAL'] });
    expect(await read(`${serial}/generate`)).toMatchObject({ ownerUid: 'uicSerialAt', value: 'CIU-000001' });
    const many = (await read(`${serial}/generateAndReserve?numberToReserve=2`)) as unknown as Json[];
    expect(many.map(({ value }) => value)).toEqual(['CIU-000002', 'CIU-000003']);
    expect((await caller.call('/api/trackedEntityAttributes/uicCodeAttr/generate')).status).toBe(409);
  });
});
