import { until } from '../../test/until.js';
import { Caller, codesOf, type Json, person, type PersonChange } from './caller.fake.js';
import { VERSIONS, type Version } from './dialect.js';

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

const statsOf = ({ json }: { json: Json }): Json => json['stats'] as Json;

describe('an import that is right', () => {
  it.each(VERSIONS)(
    'makes a client and its enrolment, and reports it without an envelope (%s)',
    async (version) => {
      await caller.speaks(version);
      const heard = await caller.import(person(IDS));
      expect(heard.status).toBe(200);
      expect(heard.json).toEqual({
        status: 'OK',
        validationReport: { errorReports: [], warningReports: [] },
        stats: { created: 2, updated: 0, deleted: 0, ignored: 0, total: 2 },
        bundleReport: {
          typeReportMap: {
            TRACKED_ENTITY: {
              trackerType: 'TRACKED_ENTITY',
              stats: { created: 1, updated: 0, deleted: 0, ignored: 0, total: 1 },
              objectReports: [{ trackerType: 'TRACKED_ENTITY', uid: TE, errorReports: [] }],
            },
            ENROLLMENT: {
              trackerType: 'ENROLLMENT',
              stats: { created: 1, updated: 0, deleted: 0, ignored: 0, total: 1 },
              objectReports: [{ trackerType: 'ENROLLMENT', uid: ENROLLMENT, errorReports: [] }],
            },
          },
        },
      });
    },
  );

  it('takes units by their code, and values with the client', async () => {
    const payload = person({ ...IDS, entity: { orgUnit: 'CD_KN_01' }, enrolled: { orgUnit: 'CD_KN_01' } });
    expect((await caller.import(payload, { orgUnitIdScheme: 'CODE' })).status).toBe(200);
    const { json } = await caller.call(
      `/api/tracker/trackedEntities/${TE}?program=uicProgram1&fields=orgUnit,attributes[attribute,value]`,
    );
    expect(json).toEqual({
      orgUnit: 'uicOrgUnitA',
      attributes: expect.arrayContaining([
        { attribute: 'uicCodeAttr', value: 'MBEIBR7DA1' },
        { attribute: 'uicTownAttr', value: 'DA' },
      ]),
    });
  });

  it('changes nothing when it only looks', async () => {
    const heard = await caller.import(person(IDS), { importMode: 'VALIDATE' });
    expect([heard.status, heard.json['status'], statsOf(heard)['created']]).toEqual([200, 'OK', 0]);
    expect((await caller.call(`/api/tracker/trackedEntities/${TE}`)).status).toBe(404);
  });

  it('looks as strictly as it works', async () => {
    const heard = await caller.import(person({ entity: { orgUnit: 'uicOrgUnitD' } }), {
      importMode: 'VALIDATE',
    });
    expect([heard.status, codesOf(heard)]).toEqual([409, ['E5000', 'E1000']]);
  });

  it('is made again, by the same ids, as « exists already » and nothing else', async () => {
    await caller.import(person(IDS));
    const again = await caller.import(person(IDS));
    expect(again.status).toBe(409);
    expect(again.json).toEqual({
      status: 'ERROR',
      validationReport: {
        errorReports: [
          expect.objectContaining({ errorCode: 'E1080', trackerType: 'ENROLLMENT', uid: ENROLLMENT }),
          expect.objectContaining({ errorCode: 'E1002', trackerType: 'TRACKED_ENTITY', uid: TE, args: [TE] }),
        ],
        warningReports: [],
      },
      stats: { created: 0, updated: 0, deleted: 0, ignored: 2, total: 2 },
    });
    expect((await caller.control('/clients'))['total']).toBe(1);
  });

  it('updates where the strategy is left to the server', async () => {
    await caller.import(person(IDS));
    const words = person({ ...IDS, code: 'MBEIBR7DA2' });
    const heard = await caller.post('/api/tracker?async=false', words);
    expect([heard.status, statsOf(heard)['updated']]).toEqual([200, 2]);
  });
});

describe('an import in the background, which nobody asked for', () => {
  it('is « Tracker job added » with 200, and tells later what became of it', async () => {
    await caller.set({ jobMs: 400 });
    const heard = await caller.post(
      '/api/tracker?importStrategy=CREATE',
      person({ ...IDS, entity: { orgUnit: 'nowhere' } }),
    );
    expect(heard.status).toBe(200);
    expect(heard.json).toMatchObject({ httpStatus: 'OK', status: 'OK', message: 'Tracker job added' });
    const { id } = heard.json['response'] as { id: string };
    expect((await caller.call(`/api/tracker/jobs/${id}/report`)).status).toBe(404);
    await until('the job has ended', async () => {
      return (await caller.call(`/api/tracker/jobs/${id}/report`)).status === 200;
    });
    const report = await caller.call(`/api/tracker/jobs/${id}/report`);
    expect([report.status, codesOf(report)]).toEqual([200, ['E5000', 'E1049']]);
    const progress = await caller.call(`/api/tracker/jobs/${id}`);
    expect((progress.json as unknown as Json[])[0]).toMatchObject({ completed: true });
  });
});

const attributes = (...given: [string, string | null][]): object[] =>
  given.map(([attribute, value]) => ({ attribute, value }));
const CODED: [string, string] = ['uicCodeAttr', 'MBEIBR7DA1'];
const MAN: [string, string] = ['uicGenderAt', 'MALE'];
const tomorrow = (): string => new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

interface Case {
  code: string;
  set?: object;
  change?: () => PersonChange;
  versions?: readonly Version[];
  before?: () => PersonChange;
}

const CASES: Case[] = [
  {
    code: 'E1000',
    change: () => ({ enrolled: { orgUnit: 'uicOrgUnitD' } }),
    set: { programUnits: ['uicOrgUnitA', 'uicOrgUnitD'] },
  },
  { code: 'E1001', set: { typeAccess: 'read' } },
  { code: 'E1091', set: { programAccess: 'read' } },
  { code: 'E1005', change: () => ({ entity: { trackedEntityType: 'uicNobodyTy' } }) },
  { code: 'E1006', change: () => ({ entity: { attributes: attributes(CODED, ['uicNothing1', 'x']) } }) },
  { code: 'E1006', change: () => ({ answers: attributes(MAN, ['uicNothing1', 'x']) }) },
  { code: 'E1007', change: () => ({ answers: attributes(MAN, ['uicYearAttr', 'sept']) }) },
  { code: 'E1018', change: () => ({ answers: [] }) },
  { code: 'E1019', change: () => ({ answers: attributes(MAN, ['uicParcelNo', '12']) }) },
  { code: 'E1020', change: () => ({ enrolled: { enrolledAt: tomorrow() } }) },
  { code: 'E1021', change: () => ({ enrolled: { occurredAt: tomorrow() } }) },
  { code: 'E1022', change: () => ({ enrolled: { program: 'uicProgram2' }, answers: [] }) },
  { code: 'E1023', change: () => ({ enrolled: { occurredAt: undefined } }) },
  { code: 'E1025', change: () => ({ enrolled: { enrolledAt: 'demain' } }) },
  { code: 'E1041', change: () => ({ enrolled: { orgUnit: 'uicOrgUnitC' } }) },
  { code: 'E1048', change: () => ({ trackedEntity: '1-not-a-uid' }), versions: ['2.40', '2.41'] },
  { code: 'E1049', change: () => ({ entity: { orgUnit: 'uicOrgUnitX' } }) },
  { code: 'E1070', change: () => ({ enrolled: { orgUnit: 'uicOrgUnitX' } }) },
  { code: 'E1069', change: () => ({ enrolled: { program: 'uicProgram9' } }) },
  { code: 'E1076', change: () => ({ answers: attributes(['uicGenderAt', null]) }) },
  { code: 'E1077', change: () => ({ answers: attributes(MAN, ['uicTownAttr', 'x'.repeat(1_201)]) }) },
  {
    code: 'E1084',
    change: () => ({ answers: attributes(MAN, ['uicPhotoAtt', 'uicNothing1']) }),
    versions: ['2.40', '2.42'],
  },
  {
    code: 'E1007',
    change: () => ({ answers: attributes(MAN, ['uicPhotoAtt', 'uicNothing1']) }),
    versions: ['2.43'],
  },
  {
    code: 'E1085',
    change: () => ({ answers: attributes(MAN, ['uicAgreedAt', 'oui']) }),
    versions: ['2.41', '2.42'],
  },
  { code: 'E1007', change: () => ({ answers: attributes(MAN, ['uicAgreedAt', 'oui']) }), versions: ['2.43'] },
  { code: 'E1090', change: () => ({ entity: { attributes: [] }, answers: attributes(MAN, CODED) }) },
  { code: 'E1121', change: () => ({ entity: { orgUnit: undefined } }) },
  { code: 'E1122', change: () => ({ enrolled: { program: undefined } }) },
  { code: 'E1125', change: () => ({ answers: attributes(['uicGenderAt', 'HOMME']) }) },
  { code: 'E1064', set: { uniqueCode: true }, before: () => ({ code: 'mbeibr7da1' }) },
];

describe('an import that is wrong', () => {
  it.each(CASES)('is refused with $code ($versions)', async ({ code, change, versions, set, before }) => {
    for (const version of versions ?? VERSIONS) {
      await caller.control('', 'DELETE');
      await caller.speaks(version);
      if (before) await caller.import(person(before()));
      if (set) await caller.set(set);
      const heard = await caller.import(person(change?.()));
      expect(heard.status).toBe(409);
      expect(codesOf(heard).filter((each) => each !== 'E5000')).toEqual([code]);
      const [report] = (heard.json['validationReport'] as { errorReports: Json[] }).errorReports;
      expect('args' in (report ?? {})).toBe(version !== '2.40');
    }
  });

  it('names the value that is taken, even by somebody who cannot be seen', async () => {
    await caller.set({ uniqueCode: true, clients: [{ code: 'MBEIBR7DA1', hidden: true }] });
    const search = await caller.call(
      '/api/tracker/trackedEntities?program=uicProgram1&filter=uicCodeAttr:eq:MBEIBR7DA1',
    );
    expect(search.json['trackedEntities']).toEqual([]);
    const { json } = await caller.import(person());
    expect(JSON.stringify(json)).toContain(
      'Non-unique attribute value `MBEIBR7DA1` for attribute `uicCodeAttr`',
    );
  });

  it('finds that a person is enrolled once and for ever, or at this time', async () => {
    await caller.import(person(IDS));
    const [other] = person().trackedEntities;
    const [enrollment] = (other?.['enrollments'] ?? []) as Json[];
    const again = { enrollments: [{ ...enrollment, trackedEntity: TE }] };
    expect(codesOf(await caller.import(again))).toEqual(['E1016']);
    await caller.set({ onlyEnrollOnce: false });
    expect(codesOf(await caller.import(again))).toEqual(['E1015']);
  });

  it('finds that an id was used and deleted', async () => {
    await caller.import(person(IDS));
    await caller.set({ remove: [TE] });
    expect(codesOf(await caller.import(person(IDS)))).toEqual(['E1114', 'E1113']);
  });

  it('may not change a client out of reach', async () => {
    await caller.set({ clients: [{ id: TE, code: 'X', hidden: true, enrolled: false }] });
    const { trackedEntities } = person({ trackedEntity: TE, entity: { enrollments: [] } });
    expect(codesOf(await caller.import({ trackedEntities }, { importStrategy: 'UPDATE' }))).toEqual([
      'E1003',
    ]);
  });

  it('may not delete with what hangs on it', async () => {
    await caller.import(person(IDS));
    const payload = { trackedEntities: [{ trackedEntity: TE }] };
    expect(codesOf(await caller.import(payload, { importStrategy: 'DELETE' }))).toEqual(['E1100']);
    await caller.set({ authorities: ['F_TEI_CASCADE_DELETE'] });
    expect((await caller.import(payload, { importStrategy: 'DELETE' })).status).toBe(200);
    expect(codesOf(await caller.import(payload, { importStrategy: 'DELETE' }))).toEqual(['E1114']);
  });

  it('is done in part where each object stands for itself', async () => {
    const payload = {
      trackedEntities: [
        ...person(IDS).trackedEntities,
        ...person({ entity: { orgUnit: 'x' } }).trackedEntities,
      ],
    };
    const heard = await caller.import(payload, { atomicMode: 'OBJECT' });
    expect([heard.status, statsOf(heard)['created'], statsOf(heard)['ignored']]).toEqual([200, 2, 2]);
  });
});

describe('a request that cannot be read', () => {
  it.each([
    ['broken JSON', { raw: '{"trackedEntities": [' }, 409],
    ['another type', { body: { trackedEntities: 'one' } }, 409],
    ['no JSON', { raw: 'x', headers: { 'content-type': 'text/plain' } }, 415],
    ['an unknown property', { body: { trackedEntities: [{ trackedEntityInstance: TE }] } }, 400],
  ])('is refused in an envelope: %s', async (_what, said, status) => {
    const heard = await caller.call('/api/tracker?async=false', { method: 'POST', ...said });
    expect(heard.status).toBe(status);
    expect(heard.json).toMatchObject({
      httpStatusCode: status,
      status: 'ERROR',
      message: expect.any(String),
    });
  });

  it('says which property it is', async () => {
    const payload = person({ enrolled: { trackedEntityType: 'uicPersonTy' } });
    const { json } = await caller.import(payload);
    expect(json['message']).toContain('trackedEntities.0.enrollments.0.trackedEntityType');
  });

  it('knows the new property of an enrolment from 2.43 on', async () => {
    const payload = person({ enrolled: { attributeOptionCombo: 'uicCombinat' } });
    expect((await caller.import(payload)).status).toBe(400);
    await caller.speaks('2.43');
    expect((await caller.import(payload)).status).toBe(200);
  });

  it('takes an id of another form for no id, from 2.42 on', async () => {
    for (const version of ['2.42', '2.43'] as const) {
      await caller.speaks(version);
      const { status, json } = await caller.import(person({ trackedEntity: '1-not-a-uid' }));
      expect([status, json['httpStatus']]).toEqual([409, 'Conflict']);
    }
  });

  it('refuses a word of a parameter that is none', async () => {
    expect((await caller.import(person(), { importStrategy: 'NEW' })).status).toBe(400);
    expect((await caller.import(person(), { dryRun: 'true' })).status).toBe(400);
  });
});

describe('the clock of the register', () => {
  it('refuses a moment that has not come there yet', async () => {
    const now = new Date().toISOString();
    expect((await caller.import(person({ enrolled: { enrolledAt: now, occurredAt: now } }))).status).toBe(
      200,
    );
    await caller.set({ clockSeconds: -3_600 });
    expect(codesOf(await caller.import(person({ enrolled: { enrolledAt: now } })))).toEqual(['E1020']);
    const { json } = await caller.call('/api/system/info');
    expect(Date.parse(`${String(json['serverDate'])}Z`)).toBeLessThan(Date.now() - 3_590_000);
  });
});
