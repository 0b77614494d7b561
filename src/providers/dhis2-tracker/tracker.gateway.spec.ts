import type { Patience, Registration } from '../../dhis2/dhis2.port.js';
import { Clock } from '../../kernel/clock.js';
import { Secret } from '../../kernel/secret.js';
import type { Dhis2Account } from '../../platform/config/dhis2-places.js';
import { Dhis2Server, type Says } from './dhis2-server.fake.js';
import { planFile, planOf, type TrackerPlan } from './plan/tracker-plan.js';
import { TrackerClient } from './tracker.client.js';
import { TrackerGateway } from './tracker.gateway.js';

const CODE = 'MBEIBR7DA1';
const CLIENT = 'Kj6vYde4LHh';
const ENROLMENT = 'MNWZ6hnuhSw';
const PATIENCE: Patience = { leftMs: 5_000 };
const FIELDS = 'trackedEntity,attributes[attribute,value],enrollments[enrollment,program,status]';
const IMPORT =
  'POST /api/tracker?async=false&importStrategy=CREATE&atomicMode=ALL&importMode=COMMIT&reportMode=ERRORS';

class FixedClock extends Clock {
  constructor(private readonly at: string) {
    super();
  }
  now(): Date {
    return new Date(this.at);
  }
}

const closing: (() => Promise<void>)[] = [];
let server: Dhis2Server;

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** `now`: by our own clock; the server's says 23:30 on 2 March in Lubumbashi. */
async function gateway(
  options: { version?: string; plan?: object; now?: string; account?: Dhis2Account; path?: string } = {},
): Promise<TrackerGateway> {
  server = await Dhis2Server.start(options.version);
  return gatewayTo(`${server.url}${options.path ?? ''}`, options);
}

function gatewayTo(
  baseUrl: string,
  {
    plan = {},
    now = '2026-03-02T21:30:00Z',
    account,
  }: { plan?: object; now?: string; account?: Dhis2Account } = {},
): TrackerGateway {
  const clock = new FixedClock(now);
  const settings = {
    mode: 'tracker' as const,
    baseUrl,
    account: account ?? { kind: 'token' as const, token: new Secret('d2pat_geheim') },
    timeoutMs: 8_000,
    concurrency: 2,
    codePolicy: 'local' as const,
  };
  const client = new TrackerClient(settings, clock);
  const here = server;
  closing.push(async () => {
    await client.close();
    await here.stop().catch(() => undefined);
  });
  return new TrackerGateway(client, planFor(plan), clock);
}

function planFor(more: object): TrackerPlan {
  return planOf(
    planFile.parse({
      program: 'uicProgram1',
      trackedEntityType: 'uicPersonTy',
      orgUnit: 'uicOrgUnitA',
      orgUnits: { LU: 'uicOrgUnitB' },
      attributes: {
        code: 'uicCodeAttr',
        answers: {
          gender: {
            attribute: 'uicGenderAt',
            options: { '1': 'MALE', '2': 'FEMALE', '3': 'TRANSGENDER' },
          },
          year: 'uicYearAttr',
          town: 'uicTownAttr',
        },
      },
      ...more,
    }),
  );
}

function registration(more: Partial<Registration> = {}): Registration {
  return {
    reference: 'ref-1',
    references: { client: CLIENT, enrolment: ENROLMENT },
    code: CODE,
    answers: { family: 'MBE', given: 'IBR', year: '7', town: 'DA', gender: '3' },
    issuedAt: new Date('2026-03-02T21:29:00Z'),
    possibleDuplicate: false,
    ...more,
  };
}

describe('each version of DHIS2 is asked in its own words', () => {
  it.each([
    [
      '2.40',
      'list-2.40',
      `program=uicProgram1&ouMode=ACCESSIBLE&orgUnit=uicOrgUnitA&filter=uicCodeAttr:EQ:${CODE}`,
    ],
    ['2.41', 'list-2.41', `program=uicProgram1&orgUnitMode=ACCESSIBLE&filter=uicCodeAttr:eq:${CODE}`],
    ['2.42', 'list-2.42', `program=uicProgram1&orgUnitMode=ACCESSIBLE&filter=uicCodeAttr:eq:${CODE}`],
    ['2.43', 'list-2.42', `program=uicProgram1&orgUnitMode=ACCESSIBLE&filter=uicCodeAttr:eq:${CODE}`],
  ])('%s who has a code', async (version, list, query) => {
    const dhis2 = await gateway({ version });
    server.says('GET /api/tracker/trackedEntities', list);
    expect(await dhis2.validate(registration(), PATIENCE)).toEqual({
      outcome: 'found',
      clients: [{ id: CLIENT, code: CODE, isOurs: true }],
    });
    expect(server.lines).toEqual([`GET /api/tracker/trackedEntities?${query}&fields=${FIELDS}&pageSize=5`]);
  });

  it.each(['2.40', '2.41', '2.42', '2.43'])(
    '%s to make a client at once, whole or not at all',
    async (version) => {
      const dhis2 = await gateway({ version });
      server.says('POST /api/tracker', 'import-ok');
      expect(await dhis2.create(registration(), PATIENCE)).toEqual({ outcome: 'created', clientId: CLIENT });
      expect(server.lines).toEqual([IMPORT]);
    },
  );

  it.each([
    ['2.40', 'teis'],
    ['2.43', 'trackedEntities'],
  ])('%s for its pairs, when it does not say in words that one is there', async (version, parameter) => {
    const dhis2 = await gateway({ version });
    server.says('POST /api/potentialDuplicates', 'conflict');
    server.says('GET /api/potentialDuplicates', 'pairs');
    const pair = { original: CLIENT, duplicate: 'Zx9vYde4LHh' };
    expect(await dhis2.flagDuplicate(pair, PATIENCE)).toEqual({ outcome: 'flagged' });
    expect(server.lines[1]).toBe(
      `GET /api/potentialDuplicates?${parameter}=${CLIENT},Zx9vYde4LHh&status=ALL`,
    );
  });

  it('one that is newer than all we know as the newest, one without a dialect not at all', async () => {
    const dhis2 = await gateway();
    const told = (version: string): Says => ({ body: JSON.stringify({ version }) });
    server.says('GET /api/system/info', told('2.39.4'));
    server.says('GET /api/tracker/trackedEntities', 'list-empty');
    expect(await dhis2.search(registration(), PATIENCE)).toMatchObject({
      outcome: 'misconfigured',
      cause: 'version-too-old',
      words: 'version 2.39',
    });
    server.says('GET /api/system/info', told('2.45.0-SNAPSHOT'));
    expect(await dhis2.search(registration(), PATIENCE)).toEqual({ outcome: 'not-found' });
    expect(server.lines[0]).toContain('orgUnitMode=ACCESSIBLE');
  });

  it('only once for its version, and again after it did not understand', async () => {
    const dhis2 = await gateway();
    const asked = () => server.heard.filter(({ line }) => line.includes('/system/info')).length;
    server.says(
      'GET /api/tracker/trackedEntities',
      'list-empty',
      'list-empty',
      'search-not-searchable',
      'list-empty',
    );
    await dhis2.search(registration(), PATIENCE);
    await dhis2.search(registration(), PATIENCE);
    expect(asked()).toBe(1);
    expect(await dhis2.search(registration(), PATIENCE)).toMatchObject({ cause: 'not-searchable' });
    await dhis2.search(registration(), PATIENCE);
    expect(asked()).toBe(2);
  });

  it.each(['/', '/hmis', '/hmis/'])('beneath the base address %s', async (path) => {
    const dhis2 = await gateway({ path });
    await dhis2.search(registration(), PATIENCE);
    expect(server.heard[0]?.url).toBe(`${path.replace(/\/$/, '')}/api/system/info`);
  });

  it.each([
    ['ApiToken d2pat_geheim', { kind: 'token', token: new Secret('d2pat_geheim') }],
    ['Basic cmVsYWlzOm3DtnQ=', { kind: 'basic', username: 'relais', password: new Secret('möt') }],
  ] as [string, Dhis2Account][])('as %s', async (header, account) => {
    const dhis2 = await gateway({ account });
    await dhis2.search(registration(), PATIENCE);
    expect(server.heard[0]?.authorization).toBe(header);
  });
});

describe('who has a code', () => {
  it('is told with the others of the same code, however it is written', async () => {
    const dhis2 = await gateway();
    server.says('GET /api/tracker/trackedEntities', 'list-two');
    expect(await dhis2.search(registration({ references: {} }), PATIENCE)).toEqual({
      outcome: 'found',
      clients: [
        { id: CLIENT, code: 'mbe-ibr-7da1', isOurs: false },
        { id: 'Zx9vYde4LHh', code: CODE, isOurs: false },
      ],
    });
  });

  it('is asked once for both questions of one attempt, and again after it', async () => {
    const dhis2 = await gateway();
    server.says('GET /api/tracker/trackedEntities', 'list-empty', 'list-two');
    const asked = registration();
    expect(await dhis2.validate(asked, PATIENCE)).toEqual({ outcome: 'not-found' });
    expect(await dhis2.search(asked, PATIENCE)).toEqual({ outcome: 'not-found' });
    expect(server.lines).toHaveLength(1);
    expect(await dhis2.search(asked, PATIENCE)).toMatchObject({ outcome: 'found' });
    await dhis2.validate(asked, PATIENCE);
    await dhis2.search(registration(), PATIENCE);
    expect(server.lines).toHaveLength(4);
  });

  it('is not taken from a server that did not understand the filter', async () => {
    const dhis2 = await gateway();
    server.says('GET /api/tracker/trackedEntities', 'list-other-codes');
    expect(await dhis2.search(registration(), PATIENCE)).toMatchObject({
      outcome: 'misconfigured',
      cause: 'filter-ignored',
    });
  });

  it('is known to be somebody where there are too many to show', async () => {
    const dhis2 = await gateway();
    server.says('GET /api/tracker/trackedEntities', 'search-too-many');
    expect(await dhis2.search(registration(), PATIENCE)).toEqual({ outcome: 'found', clients: [] });
  });

  it('is asked with what divides a filter made harmless', async () => {
    const dhis2 = await gateway();
    server.says('GET /api/tracker/trackedEntities', 'list-empty');
    await dhis2.search(registration({ code: 'A:B,C/D+E' }), PATIENCE);
    expect(server.heard.at(-1)?.url).toContain('filter=uicCodeAttr%3Aeq%3AA%2F%3AB%2F%2CC%2F%2FD%2BE&');
  });

  it('is asked of the type where nobody is enrolled, and of the unit behind a code in 2.40', async () => {
    const plan = { enrol: false, orgUnit: 'CD_KN_01', orgUnits: {}, orgUnitIdScheme: 'CODE' };
    const dhis2 = await gateway({ version: '2.40', plan });
    server.says('GET /api/organisationUnits', 'unit-A');
    server.says('GET /api/tracker/trackedEntities', 'list-empty-2.40');
    expect(await dhis2.search(registration(), PATIENCE)).toEqual({ outcome: 'not-found' });
    expect(server.lines[0]).toBe('GET /api/organisationUnits?filter=code:eq:CD_KN_01&fields=id');
    expect(server.lines[1]).toContain(
      '?trackedEntityType=uicPersonTy&ouMode=ACCESSIBLE&orgUnit=uicOrgUnitA&',
    );
  });
});

describe('a client that is made', () => {
  it('carries our ids, its attributes where each belongs, and its options', async () => {
    const dhis2 = await gateway();
    server.says('POST /api/tracker', 'import-ok');
    await dhis2.create(registration(), PATIENCE);
    expect(server.heard.at(-1)?.body).toEqual({
      trackedEntities: [
        {
          trackedEntity: CLIENT,
          trackedEntityType: 'uicPersonTy',
          orgUnit: 'uicOrgUnitA',
          attributes: [{ attribute: 'uicCodeAttr', value: CODE }],
          enrollments: [
            {
              enrollment: ENROLMENT,
              program: 'uicProgram1',
              orgUnit: 'uicOrgUnitA',
              enrolledAt: '2026-03-02',
              status: 'ACTIVE',
              attributes: [
                { attribute: 'uicGenderAt', value: 'TRANSGENDER' },
                { attribute: 'uicYearAttr', value: '7' },
                { attribute: 'uicTownAttr', value: 'DA' },
              ],
            },
          ],
        },
      ],
    });
  });

  it('goes to the unit of its answer, marked and with the incident date where they are wanted, the constants too', async () => {
    const constants = { uicTownAttr: 'WHATSAPP' };
    const plan = { attributes: { code: 'uicCodeAttr', constants } };
    const dhis2 = await gateway({ plan });
    server.says('GET /api/programs/uicProgram1', 'program-unique');
    server.says('POST /api/tracker', 'import-ok');
    await dhis2.create(registration({ possibleDuplicate: true, answers: { town: 'LU' } }), PATIENCE);
    expect(server.heard.at(-1)?.body).toMatchObject({
      trackedEntities: [
        {
          orgUnit: 'uicOrgUnitB',
          potentialDuplicate: true,
          enrollments: [
            {
              orgUnit: 'uicOrgUnitB',
              occurredAt: '2026-03-02',
              attributes: [{ attribute: 'uicTownAttr', value: 'WHATSAPP' }],
            },
          ],
        },
      ],
    });
  });

  it('is only created, and its unit is a code, where the plan says so', async () => {
    const attributes = { code: 'uicCodeAttr' };
    const plan = { enrol: false, orgUnit: 'CD_KN_01', orgUnits: {}, orgUnitIdScheme: 'CODE', attributes };
    const dhis2 = await gateway({ plan });
    server.says('POST /api/tracker', 'import-ok');
    await dhis2.create(registration(), PATIENCE);
    expect(server.lines).toEqual([`${IMPORT}&orgUnitIdScheme=CODE`]);
    expect(server.heard.at(-1)?.body).toEqual({
      trackedEntities: [
        {
          trackedEntity: CLIENT,
          trackedEntityType: 'uicPersonTy',
          orgUnit: 'CD_KN_01',
          attributes: [{ attribute: 'uicCodeAttr', value: CODE }],
        },
      ],
    });
  });

  it.each([
    [
      'our clock is an hour ahead, past midnight there',
      '2026-03-02T22:30:00Z',
      '2026-03-02T22:29:00Z',
      '2026-03-02',
    ],
    ['it was issued days ago', '2026-03-02T21:30:00Z', '2026-02-27T22:10:00Z', '2026-02-28'],
    ['our clock was set back meanwhile', '2026-03-02T21:30:00Z', '2026-03-09T10:00:00Z', '2026-03-02'],
  ])(
    'is enrolled on the day of its issue as DHIS2 counts days, never in its future: %s',
    async (_, now, at, day) => {
      const dhis2 = await gateway({ now });
      server.says('POST /api/tracker', 'import-ok');
      await dhis2.create(registration({ issuedAt: new Date(at) }), PATIENCE);
      expect(JSON.stringify(server.heard.at(-1)?.body)).toContain(`"enrolledAt":"${day}"`);
    },
  );

  it('is the same to the last letter at each attempt', async () => {
    const dhis2 = await gateway();
    server.says('POST /api/tracker', 'server-error', 'import-ok');
    const bare = registration({ references: {} });
    expect(await dhis2.create(bare, PATIENCE)).toMatchObject({ outcome: 'unknown', cause: 'http-500' });
    expect(await dhis2.create(bare, PATIENCE)).toMatchObject({ outcome: 'created' });
    const [first, second] = server.heard
      .filter(({ line }) => line.startsWith('POST'))
      .map(({ body }) => body);
    expect(second).toEqual(first);
    expect(JSON.stringify(first)).toMatch(/"trackedEntity":"[a-zA-Z][a-zA-Z0-9]{10}"/);
  });

  it('is not sent with an answer that has no option, or an attribute that has no place', async () => {
    const dhis2 = await gateway();
    expect(await dhis2.create(registration({ answers: { gender: '4' } }), PATIENCE)).toMatchObject({
      outcome: 'misconfigured',
      cause: 'option-unmapped',
      partial: true,
    });
    const lost = await gateway({ plan: { attributes: { code: 'aStrangeOne' } } });
    expect(await lost.create(registration(), PATIENCE)).toMatchObject({
      outcome: 'misconfigured',
      cause: 'attribute-unknown',
    });
    expect(server.lines).toEqual([]);
  });
});

describe('an import is judged by what it says', () => {
  it.each([
    ['import-warning', { outcome: 'created', clientId: CLIENT }],
    ['import-E1064', { outcome: 'used-by-another' }],
    ['import-E1114', { outcome: 'rejected', cause: 'E1114', review: 'gone' }],
    ['import-E1113', { outcome: 'rejected', cause: 'E1113', review: 'gone' }],
    ['import-E1000', { outcome: 'misconfigured', cause: 'E1000' }],
    ['import-E1020', { outcome: 'retryable', cause: 'E1020' }],
    ['import-E1125', { outcome: 'misconfigured', cause: 'E1125', partial: true }],
    ['import-aborted', { outcome: 'retryable', cause: 'import-aborted' }],
    ['import-job', { outcome: 'unknown', cause: 'async-import' }],
    ['import-rehearsed', { outcome: 'unknown', cause: 'nothing-created' }],
    ['conflict', { outcome: 'retryable', cause: 'import-aborted', status: 409 }],
    ['forbidden', { outcome: 'unauthorised', cause: 'http-403' }],
  ])('%s', async (fixture, outcome) => {
    const dhis2 = await gateway();
    server.says('POST /api/tracker', fixture);
    const created = await dhis2.create(registration(), PATIENCE);
    expect(created).toMatchObject(outcome);
    expect(JSON.stringify(created)).not.toMatch(/MBEIBR|TRANSGENDER/);
    const advice = 'advice' in created ? created.advice : 'a'.repeat(40);
    expect(advice.length).toBeGreaterThan(30);
    expect(advice.length).toBeLessThanOrEqual(500);
  });

  it('also where it comes with status 200, or within a message', async () => {
    const dhis2 = await gateway();
    server.says(
      'POST /api/tracker',
      { status: 200, fixture: 'import-E1064' },
      { status: 409, body: `{"status":"ERROR","message":"x","response":${importOf('E1064', CLIENT)}}` },
      { status: 200, fixture: 'server-error' },
    );
    expect(await dhis2.create(registration(), PATIENCE)).toMatchObject({ outcome: 'used-by-another' });
    expect(await dhis2.create(registration(), PATIENCE)).toMatchObject({ outcome: 'used-by-another' });
    expect(await dhis2.create(registration(), PATIENCE)).toMatchObject({
      outcome: 'unknown',
      cause: 'http-500',
    });
  });

  it('a mandatory attribute without any source stops everybody, nobody is refused', async () => {
    const dhis2 = await gateway();
    const message = 'Attribute: `uicParcelNo`, is mandatory in program `uicProgram1` but not declared';
    server.says('POST /api/tracker', { status: 409, body: importOf('E1018', ENROLMENT, message) });
    const created = await dhis2.create(registration(), PATIENCE);
    expect(created).toMatchObject({ outcome: 'misconfigured', cause: 'E1018' });
    expect(created).not.toHaveProperty('partial');
  });

  it('another unique attribute than the code leaves the data to be corrected', async () => {
    const dhis2 = await gateway();
    const message = 'Non-unique attribute value `243810000001` for attribute `aTelephone1`';
    server.says('POST /api/tracker', { status: 409, body: importOf('E1064', CLIENT, message) });
    expect(await dhis2.create(registration(), PATIENCE)).toMatchObject({
      outcome: 'rejected',
      cause: 'E1064',
      words: expect.not.stringContaining('243810000001'),
    });
  });
});

function importOf(errorCode: string, uid: string, message = 'said'): string {
  return JSON.stringify({
    status: 'ERROR',
    validationReport: { errorReports: [{ errorCode, uid, message, trackerType: 'TRACKED_ENTITY' }] },
  });
}

describe('what DHIS2 has already', () => {
  it.each(['import-E1002', 'import-E1015'])('is ours after a look (%s)', async (fixture) => {
    const dhis2 = await gateway();
    server.says('POST /api/tracker', fixture);
    server.says(`GET /api/tracker/trackedEntities/${CLIENT}`, 'entity');
    expect(await dhis2.create(registration(), PATIENCE)).toEqual({
      outcome: 'already-ours',
      clientId: CLIENT,
    });
    expect(server.lines[1]).toBe(
      `GET /api/tracker/trackedEntities/${CLIENT}?program=uicProgram1&fields=${FIELDS}`,
    );
  });

  it.each([
    ['entity-other-code', 'client-changed'],
    ['not-found', 'client-hidden'],
  ])('is for a person to decide where it is not what we made (%s)', async (fixture, cause) => {
    const dhis2 = await gateway();
    server.says('POST /api/tracker', 'import-E1002');
    server.says(`GET /api/tracker/trackedEntities/${CLIENT}`, fixture);
    const created = await dhis2.create(registration(), PATIENCE);
    expect(created).toMatchObject({ outcome: 'rejected', cause, review: 'unclear' });
    expect(JSON.stringify(created)).not.toContain('ILUSYL');
  });

  it('is not ours by the id of another', async () => {
    const dhis2 = await gateway();
    server.says('POST /api/tracker', { status: 409, body: importOf('E1002', 'aStrangerId') });
    expect(await dhis2.create(registration(), PATIENCE)).toMatchObject({
      outcome: 'rejected',
      cause: 'E1002',
    });
    expect(server.lines).toHaveLength(1);
  });

  it.each([
    ['entity', { outcome: 'already-ours', clientId: CLIENT }],
    ['not-found', { outcome: 'not-found' }],
    ['entity-other-code', { outcome: 'rejected', cause: 'client-changed' }],
    ['forbidden', { outcome: 'unauthorised' }],
    ['server-error', { outcome: 'retryable', cause: 'http-500' }],
  ])('is asked for after an end in doubt (%s)', async (fixture, outcome) => {
    const dhis2 = await gateway();
    server.says(`GET /api/tracker/trackedEntities/${CLIENT}`, fixture);
    expect(await dhis2.confirm(registration(), [], PATIENCE)).toMatchObject(outcome);
  });

  it.each([
    ['list-empty', { outcome: 'rejected', cause: 'client-hidden', review: 'unclear', status: 403 }],
    ['list-2.42', { outcome: 'already-ours', clientId: CLIENT }],
    ['forbidden', { outcome: 'unauthorised', cause: 'http-403' }],
  ])(
    'that alone is closed to the account is a task, and no fault of the account (%s)',
    async (list, outcome) => {
      const dhis2 = await gateway();
      server.says(`GET /api/tracker/trackedEntities/${CLIENT}`, 'forbidden');
      server.says('GET /api/tracker/trackedEntities', list);
      expect(await dhis2.confirm(registration(), [], PATIENCE)).toMatchObject(outcome);
    },
  );

  it('is not said to be missing by a server that is no DHIS2', async () => {
    const dhis2 = await gateway();
    server.says(`GET /api/tracker/trackedEntities/${CLIENT}`, { status: 404, body: '{"error":"no route"}' });
    expect(await dhis2.confirm(registration(), [], PATIENCE)).toMatchObject({ outcome: 'misconfigured' });
  });
});

describe('two clients that may be one', () => {
  const pair = { original: CLIENT, duplicate: 'Zx9vYde4LHh' };

  it.each([
    ['pair-created', { outcome: 'flagged' }],
    ['pair-exists', { outcome: 'flagged' }],
    ['conflict', { outcome: 'misconfigured', cause: 'http-409' }],
    ['not-found', { outcome: 'rejected', cause: 'client-not-found' }],
    ['forbidden', { outcome: 'unauthorised' }],
  ])('are flagged, once (%s)', async (fixture, outcome) => {
    const dhis2 = await gateway();
    server.says('POST /api/potentialDuplicates', fixture);
    expect(await dhis2.flagDuplicate(pair, PATIENCE)).toMatchObject(outcome);
    expect(server.heard[0]).toMatchObject({ line: 'POST /api/potentialDuplicates', body: pair });
  });

  it('are never merged by us', async () => {
    const dhis2 = await gateway();
    expect(dhis2.can.merge).toBe(false);
    expect(await dhis2.merge()).toMatchObject({ outcome: 'rejected', cause: 'merge-unsupported' });
    expect(server.heard).toEqual([]);
  });
});

describe('what this register can do', () => {
  it('is not bound to any question, and the plan tells which answers are used', async () => {
    const answers = { gender: 'uicGenderAt', year: 'uicYearAttr' };
    const attributes = { code: 'uicCodeAttr', answers };
    const orgUnits = { KI: 'uicOrgUnitA' };
    expect((await gateway({ plan: { attributes, orgUnits: {} } })).answers?.used).toEqual(['gender', 'year']);
    const placed = await gateway({ plan: { attributes, orgUnits, orgUnitBy: 'zone' } });
    expect(placed.answers).toEqual({ needed: [], used: ['gender', 'year', 'zone'] });
  });

  it('depends on whether its code is unique: by the file, or else by what DHIS2 says', async () => {
    expect((await gateway({ plan: { uniqueCode: true } })).can.sameCode).toBe(false);
    const dhis2 = await gateway();
    expect(dhis2.can).toEqual({ sameCode: true, merge: false, generate: false });
    server.says('GET /api/programs/uicProgram1', 'program-unique');
    await dhis2.search(registration(), PATIENCE);
    expect(dhis2.can.sameCode).toBe(false);
  });

  it('is not to make codes: ours is given back without a call', async () => {
    const dhis2 = await gateway();
    expect(await dhis2.generate(registration())).toEqual({ outcome: 'generated', code: CODE });
    expect(server.heard).toEqual([]);
  });

  it('is to take ids that we make, each time new ones', async () => {
    const dhis2 = await gateway();
    const [one, other] = [dhis2.references(), dhis2.references()];
    expect(Object.keys(one)).toEqual(['client', 'enrolment']);
    expect(one['client']).toMatch(/^[a-zA-Z][a-zA-Z0-9]{10}$/);
    expect(one).not.toEqual(other);
  });
});

describe('an answer that is none', () => {
  const html = '<!doctype html><title>DHIS2</title><form action="/login">';
  const cases: [string, Says, object, object][] = [
    [
      'a page',
      { status: 200, body: html },
      { outcome: 'misconfigured', cause: 'html' },
      { outcome: 'unknown', cause: 'html' },
    ],
    [
      'nothing',
      { status: 200, body: '' },
      { outcome: 'retryable', cause: 'empty' },
      { outcome: 'unknown', cause: 'empty' },
    ],
    [
      'half of it',
      { status: 200, body: '{"status":"O' },
      { outcome: 'retryable', cause: 'not-json' },
      { outcome: 'unknown', cause: 'not-json' },
    ],
    [
      'JSON of another kind',
      { status: 200, body: '{"hello":1}' },
      { outcome: 'misconfigured', cause: 'unexpected-answer' },
      { outcome: 'unknown', cause: 'unexpected-answer' },
    ],
    [
      'a way to the login page',
      { status: 302, body: html, headers: { location: '/dhis-web-login/' } },
      { outcome: 'unauthorised', cause: 'login-redirect' },
      { outcome: 'unauthorised', cause: 'login-redirect' },
    ],
    [
      'a way elsewhere',
      { status: 301, body: '', headers: { location: 'https://other.test/api' } },
      { outcome: 'misconfigured', cause: 'redirect' },
      { outcome: 'misconfigured', cause: 'redirect' },
    ],
    [
      '401',
      { status: 401, body: '{"message":"Unauthorized"}' },
      { outcome: 'unauthorised', cause: 'http-401', words: 'Unauthorized' },
      { outcome: 'unauthorised' },
    ],
    [
      '403 as a page',
      { status: 403, body: html },
      { outcome: 'unauthorised', cause: 'http-403' },
      { outcome: 'unauthorised' },
    ],
    [
      '404 as a page',
      { status: 404, body: html },
      { outcome: 'misconfigured', cause: 'http-404' },
      { outcome: 'misconfigured', cause: 'http-404' },
    ],
    [
      '429 that asks for patience',
      { status: 429, body: '', headers: { 'retry-after': '7' } },
      { outcome: 'retryable', cause: 'http-429', retryAfterMs: 7_000 },
      { outcome: 'retryable', retryAfterMs: 7_000 },
    ],
    [
      '503',
      { status: 503, body: html },
      { outcome: 'retryable', cause: 'http-503' },
      { outcome: 'retryable', cause: 'http-503' },
    ],
    [
      '502',
      { status: 502, body: html },
      { outcome: 'retryable', cause: 'http-502' },
      { outcome: 'unknown', cause: 'http-502' },
    ],
    [
      '500 in JSON',
      'server-error',
      { outcome: 'retryable', cause: 'http-500' },
      { outcome: 'unknown', cause: 'http-500' },
    ],
    [
      '200 with an error',
      { status: 200, fixture: 'server-error' },
      { outcome: 'retryable', cause: 'http-500' },
      { outcome: 'unknown', cause: 'http-500' },
    ],
    [
      'a cut connection',
      (request) => request.socket.destroy(),
      { outcome: 'retryable', cause: 'cut' },
      { outcome: 'unknown', cause: 'cut' },
    ],
    [
      'silence',
      () => undefined,
      { outcome: 'retryable', cause: 'timeout' },
      { outcome: 'unknown', cause: 'timeout' },
    ],
    [
      'a flood',
      (_, response) => void response.end(Buffer.alloc(9_000_000, 32)),
      { outcome: 'misconfigured', cause: 'answer-too-large' },
      { outcome: 'unknown', cause: 'answer-too-large' },
    ],
  ];

  it.each(cases)(
    'has an outcome for those who ask and for those who write: %s',
    async (name, says, asked, written) => {
      const dhis2 = await gateway();
      await dhis2.search(registration(), PATIENCE);
      server.says('GET /api/tracker/trackedEntities', says);
      server.says('POST /api/tracker', says);
      const patience = { leftMs: name === 'silence' ? 300 : 10_000 };
      const answers = [
        await dhis2.search(registration(), patience),
        await dhis2.create(registration(), patience),
      ];
      expect(answers[0]).toMatchObject(asked);
      expect(answers[1]).toMatchObject(written);
      for (const answer of answers) {
        expect('advice' in answer && answer.advice.length).toBeGreaterThan(30);
        expect(JSON.stringify(answer)).not.toMatch(/MBEIBR|d2pat|127\.0\.0\.1/);
      }
    },
  );

  it('of a server that is not there leaves nothing in doubt', async () => {
    const dhis2 = await gateway();
    await server.stop();
    expect(await dhis2.create(registration(), PATIENCE)).toMatchObject({
      outcome: 'retryable',
      cause: 'unreachable',
    });
  });

  it('of a server that speaks no HTTPS is told apart', async () => {
    await gateway();
    const secure = gatewayTo(server.url.replace('http:', 'https:'));
    expect(await secure.create(registration(), PATIENCE)).toMatchObject({
      outcome: 'misconfigured',
      cause: 'tls',
    });
  });

  it('whose time is over before it is asked for leaves nothing in doubt', async () => {
    const dhis2 = await gateway();
    expect(await dhis2.create(registration(), { leftMs: 0 })).toMatchObject({
      outcome: 'retryable',
      cause: 'timeout',
    });
    expect(await dhis2.create(registration(), { leftMs: 900, signal: AbortSignal.abort() })).toMatchObject({
      outcome: 'retryable',
      cause: 'called-off',
    });
    expect(server.heard).toEqual([]);
  });

  it.each([
    ['program', 'GET /api/programs/uicProgram1', 'not-found', 'program-not-found'],
    ['version', 'GET /api/system/info', { status: 200, body: '{}' }, 'version-unknown'],
  ] as [string, string, Says, string][])(
    'to the question for the %s stops the registration',
    async (_, call, says, cause) => {
      const dhis2 = await gateway();
      server.says(call, says);
      expect(await dhis2.create(registration(), PATIENCE)).toMatchObject({ outcome: 'misconfigured', cause });
      expect(server.lines).toEqual([]);
    },
  );
});
