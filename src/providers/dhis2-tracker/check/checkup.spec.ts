import type { Finding } from '../../../dhis2/dhis2.port.js';
import { Clock } from '../../../kernel/clock.js';
import { Secret } from '../../../kernel/secret.js';
import type { Dhis2Account } from '../../../platform/config/dhis2-places.js';
import { Dhis2Server, fixtureText, type Says } from '../dhis2-server.fake.js';
import { loadPlan } from '../plan/plan-file.js';
import type { TrackerPlan } from '../plan/tracker-plan.js';
import { TrackerClient } from '../tracker.client.js';
import { TrackerGateway } from '../tracker.gateway.js';

const NOW = new Date('2026-03-02T21:30:00Z');
const TOKEN: Dhis2Account = { kind: 'token', token: new Secret('d2pat_geheim') };
const PLAN = loadPlan('docs/examples/dhis2/tracker.yaml', { production: false });

class FixedClock extends Clock {
  now(): Date {
    return NOW;
  }
}

let server: Dhis2Server;
let client: TrackerClient | undefined;

beforeEach(async () => {
  server = await Dhis2Server.start();
  server.says('GET /api/me', 'me');
  server.says('GET /api/apiTokens', 'tokens');
  server.says('GET /api/organisationUnits', 'unit-A', 'unit-B', 'zones');
  server.says('GET /api/programs/uicProgram1', 'program', 'program-units');
  server.says('POST /api/tracker', 'import-rehearsed');
});

afterEach(async () => {
  await client?.close();
  await server.stop();
});

async function findings(plan: TrackerPlan = PLAN, account = TOKEN): Promise<Finding[]> {
  const clock = new FixedClock();
  const settings = {
    mode: 'tracker' as const,
    baseUrl: server.url,
    account,
    timeoutMs: 8_000,
    concurrency: 2,
    codePolicy: 'local' as const,
  };
  client = new TrackerClient(settings, clock);
  const all: Finding[] = [];
  for await (const finding of new TrackerGateway(client, plan, clock).check()) all.push(finding);
  return all;
}

/** Those that are not well, in short. */
async function complaints(plan?: TrackerPlan, account?: Dhis2Account): Promise<string> {
  const all = await findings(plan, account);
  const bad = all.filter(({ state }) => state !== 'ok');
  expect(bad.every(({ advice }) => (advice ?? '').length > 10)).toBe(true);
  return bad.map(({ state, title }) => `${state}: ${title}`).join('\n');
}

/** The program as recorded, with something changed. */
function program(change: (program: Recorded) => void): void {
  const recorded = JSON.parse(fixtureText('program')) as Recorded;
  change(recorded);
  server.says('GET /api/programs/uicProgram1', { body: JSON.stringify(recorded) }, 'program-units');
}

interface Recorded {
  accessLevel: string;
  minAttributesRequiredToSearch: number;
  trackedEntityType: { id: string; trackedEntityTypeAttributes: Place[] } | null;
  programTrackedEntityAttributes: Place[];
}

interface Place {
  mandatory: boolean;
  searchable: boolean;
  trackedEntityAttribute: Record<string, unknown>;
}

describe('the check of a register', () => {
  it('says what is well, in the order of a reader, and creates nothing', async () => {
    expect(await findings()).toEqual(
      [
        'Le serveur DHIS2 répond.',
        'DHIS2 2.42.6 ; Relais lui parle comme à 2.42 (fuseau Africa/Lubumbashi).',
        'Authentification acceptée, compte « relais ».',
        'Le jeton expire le 2026-03-31 (dans 29 jours).',
        'Le programme est visible : « CIU » (uicProgram1).',
        'L’attribut du code est là : « Code CIU » (uicCodeAttr), non unique.',
        'Les attributs obligatoires (1) ont tous une source.',
        'Les options de « gender » existent toutes dans DHIS2 (4).',
        'Les unités d’organisation sont rattachées et ouvertes au compte : Centre de santé de la Gombe, Centre de santé Kenya.',
        'Zones de santé (niveau 3), 519 en tout : Zone de santé Bandalungwa, Zone de santé Barumbu, Zone de santé Binza Météo, Zone de santé Binza Ozone, Zone de santé Biyela… et 514 de plus.',
        'L’essai à blanc est accepté : un enregistrement passerait. Rien n’a été créé.',
      ].map((title) => ({ state: 'ok', title })),
    );
    const posts = server.heard.filter(({ line }) => line.startsWith('POST'));
    expect(posts.map(({ line }) => line)).toEqual([
      'POST /api/tracker?async=false&importStrategy=CREATE&atomicMode=ALL&importMode=VALIDATE&reportMode=ERRORS',
    ]);
    expect(JSON.stringify(posts[0]?.body)).toMatch(/"uicCodeAttr","value":"QQQ[A-Z]{3}0ZZ1"/);
  });

  it('ends where nobody answers, and where nobody is let in', async () => {
    server.says('GET /api/system/info', { status: 503, body: '' });
    expect(await complaints()).toBe('failed: DHIS2 n’a pas pu être consulté (http-503).');
    server.says('GET /api/system/info', { status: 401, body: '{"message":"Unauthorized"}' });
    const [reached, refused, ...more] = await findings();
    expect([reached?.state, refused?.state, more]).toEqual(['ok', 'failed', []]);
    expect(refused).toMatchObject({ title: 'DHIS2 n’accepte pas le compte (http-401).' });
  });

  it.each([
    ['2.45.1', 'warning: DHIS2 2.45.1 est plus récent'],
    ['2.39.2', 'failed: DHIS2 n’a pas pu être consulté (version-too-old)'],
    ['nonsense', 'failed: DHIS2 n’a pas pu être consulté (version-unknown)'],
  ])('knows what to think of version %s', async (version, said) => {
    const serverDate = '2026-03-02T23:30:00.250';
    server.says('GET /api/system/info', {
      body: JSON.stringify({ version, serverDate, serverTimeZoneId: 'UTC' }),
    });
    expect(await complaints()).toContain(said);
  });

  it.each([
    ['2026-03-02T22:30:00', 'warning: L’horloge de DHIS2 retarde de 60 min sur la nôtre.'],
    ['2026-03-02T23:36:00', 'warning: L’horloge de DHIS2 avance de 6 min sur la nôtre.'],
    ['2026-03-02T23:33:00', ''],
    [null, 'warning: DHIS2 ne dit pas l’heure qu’il est.'],
  ])('compares the clocks: %s there', async (serverDate, said) => {
    const info = { version: '2.42.6', serverDate, serverTimeZoneId: 'Africa/Lubumbashi' };
    server.says('GET /api/system/info', { body: JSON.stringify(info) });
    expect(await complaints()).toBe(said);
  });

  it('of the account: excess, no unit to capture in, and a token that ends soon or does not tell', async () => {
    server.says('GET /api/me', { body: '{"username":"admin","authorities":["ALL"],"organisationUnits":[]}' });
    server.says('GET /api/apiTokens', {
      body: `{"apiTokens":[{"expire":${NOW.getTime() + 3 * 86_400_000}}]}`,
    });
    const said = await complaints();
    expect(said).toContain('warning: Le compte a plus de droits qu’il n’en faut : ALL.');
    expect(said).toContain('failed: Le compte n’a aucune unité de saisie.');
    expect(said).toContain('warning: Le jeton expire le 2026-03-05 (dans 3 jours).');
    expect(said).toContain('failed: Unités où le compte ne peut pas saisir (E1000)');
  });

  it('of the token: another name of the list, several tokens, and none that is told', async () => {
    server.says('GET /api/apiTokens', 'not-found');
    server.says('GET /api/apiToken', {
      body: '{"apiToken":[{"expire":1800000000000},{"expire":1775000000000}]}',
    });
    expect((await findings())[3]).toMatchObject({
      state: 'ok',
      title: expect.stringContaining('2 jetons') as string,
    });
    server.says('GET /api/apiToken', 'forbidden');
    server.says('GET /api/programs/uicProgram1', 'program', 'program-units');
    server.says('GET /api/organisationUnits', 'unit-A', 'unit-B', 'zones');
    expect(await complaints()).toBe('warning: DHIS2 n’a pas dit quand le jeton expire.');
    server.says('GET /api/programs/uicProgram1', 'program', 'program-units');
    server.says('GET /api/organisationUnits', 'unit-A', 'unit-B', 'zones');
    const basic: Dhis2Account = { kind: 'basic', username: 'relais', password: new Secret('x') };
    expect(await complaints(PLAN, basic)).toBe('');
  });

  it('of a program that is not there', async () => {
    server.says('GET /api/programs/uicProgram1', 'not-found');
    expect(await complaints()).toBe('failed: Le programme ne se laisse pas lire (program-not-found).');
  });

  it.each<[string, (program: Recorded) => void]>([
    [
      'failed: Le programme est fait pour le type d’entité aParcelType, le fichier dit uicPersonTy (E1022).',
      (p) => p.trackedEntityType && (p.trackedEntityType.id = 'aParcelType'),
    ],
    ['failed: Le programme n’inscrit personne', (p) => (p.trackedEntityType = null)],
    ['warning: L’accès du programme est PROTECTED', (p) => (p.accessLevel = 'PROTECTED')],
    ['warning: Le programme demande 3 attributs pour chercher', (p) => (p.minAttributesRequiredToSearch = 3)],
    ['failed: Le type de « Code CIU » (uicCodeAttr) est NUMBER', (p) => change(p, { valueType: 'NUMBER' })],
    ['failed: DHIS2 produit lui-même les valeurs', (p) => change(p, { generated: true })],
    ['warning: Le code est unique dans DHIS2', (p) => change(p, { unique: true })],
    [
      'failed: « Code CIU » (uicCodeAttr) n’est pas « recherchable »',
      (p) => p.programTrackedEntityAttributes.forEach((each) => (each.searchable = false)),
    ],
    [
      'failed: Attributs obligatoires sans source : « Téléphone » (aTelephone1) (E1018).',
      (p) =>
        p.programTrackedEntityAttributes.push({
          mandatory: true,
          searchable: false,
          trackedEntityAttribute: { id: 'aTelephone1', displayName: 'Téléphone', valueType: 'TEXT' },
        }),
    ],
    [
      'failed: Options de « gender » que DHIS2 ne connaît pas : MALE, FEMALE, TRANSGENDER, OTHER (E1125).',
      (p) =>
        (p.programTrackedEntityAttributes[1]!.trackedEntityAttribute['optionSet'] = {
          options: [{ code: 'H' }, { code: 'F' }],
        }),
    ],
    [
      'warning: La réponse « year » va telle quelle',
      (p) =>
        (p.programTrackedEntityAttributes[2]!.trackedEntityAttribute['optionSet'] = {
          options: [{ code: '0' }],
        }),
    ],
    [
      'failed: attributes.answers.town : l’attribut uicTownAttr n’appartient ni au programme ni au type d’entité (E1019).',
      (p) => p.programTrackedEntityAttributes.pop(),
    ],
    [
      'failed: L’attribut du code, uicCodeAttr, n’appartient ni au programme ni au type d’entité.',
      (p) => {
        p.programTrackedEntityAttributes.shift();
        p.trackedEntityType!.trackedEntityTypeAttributes = [];
      },
    ],
  ])('of the program: %s', async (said, how) => {
    program(how);
    expect(await complaints()).toContain(said);
  });

  it('of a file that says another than DHIS2 about uniqueness', async () => {
    expect(await complaints({ ...PLAN, uniqueCode: true })).toContain(
      'failed: Le fichier dit uniqueCode: true',
    );
  });

  it('of units: missing, of another program, outside, and no zone at all', async () => {
    server.says('GET /api/organisationUnits', 'unit-A', { body: '{"organisationUnits":[]}' });
    server.says('GET /api/programs/uicProgram1', 'program', { body: '{"organisationUnits":[]}' });
    server.says('GET /api/me', { body: '{"username":"relais","organisationUnits":[{"id":"uicProvinHK"}]}' });
    const said = await complaints();
    expect(said).toContain('failed: Unités d’organisation introuvables : uicOrgUnitB.');
    expect(said).toContain(
      'failed: Unités qui ne sont pas rattachées au programme (E1041) : Centre de santé de la Gombe.',
    );
    expect(said).toContain(
      'failed: Unités où le compte ne peut pas saisir (E1000) : Centre de santé de la Gombe.',
    );
    expect(said).toContain('warning: Aucune zone de santé n’a été lue');
  });

  it.each<[string, Says, string]>([
    [
      'a refusal',
      'import-E1000',
      'failed: L’essai à blanc (rien n’est créé) est refusé (E1000) : « E1000 User: `relais`',
    ],
    [
      'an answer in the background',
      'import-job',
      'failed: L’essai à blanc (rien n’est créé) est refusé (async-import)',
    ],
    ['a code that somebody has', 'import-E1064', 'warning: L’essai à blanc est tombé sur un code qui existe'],
    ['an error', 'server-error', 'failed: L’essai à blanc (rien n’est créé) est refusé (http-500)'],
  ])('of the rehearsal: %s', async (_, says, said) => {
    server.says('POST /api/tracker', says);
    expect(await complaints()).toContain(said);
  });

  it('shows no secret', async () => {
    server.says('POST /api/tracker', {
      status: 409,
      body: '{"message":"ApiToken d2pat_geheim12 is odd","httpStatusCode":409}',
    });
    expect(JSON.stringify(await findings())).not.toContain('geheim');
  });
});

function change({ programTrackedEntityAttributes: [place], trackedEntityType }: Recorded, how: object): void {
  Object.assign(place!.trackedEntityAttribute, how);
  Object.assign(trackedEntityType!.trackedEntityTypeAttributes[0]!.trackedEntityAttribute, how);
}
