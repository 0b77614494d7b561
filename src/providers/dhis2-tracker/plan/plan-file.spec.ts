import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { PlanFileInvalid } from './plan.errors.js';
import { loadPlan } from './plan-file.js';
import { planFile } from './tracker-plan.js';

const docs = (path: string): string => fileURLToPath(new URL(`../../../../docs/${path}`, import.meta.url));
const EXAMPLE = docs('examples/dhis2/tracker.yaml');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'relais-plan-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function load(text: string | Buffer, production = false): ReturnType<typeof loadPlan> {
  const file = join(folder, 'dhis2.yaml');
  writeFileSync(file, text);
  return loadPlan(file, { production });
}

function faultsOf(text: string | Buffer, production = false): string[] {
  try {
    load(text, production);
  } catch (error) {
    if (error instanceof PlanFileInvalid)
      return error.faults.map(({ line, reason }) => `${line ?? '-'}: ${reason}`);
    throw error;
  }
  return [];
}

const LEAST = `program: IpHINAT79UW
trackedEntityType: nEenWmSyUEp
orgUnit: DiszpKrYNg8
attributes:
  code: lZGmxYbs97q
`;

describe('the file that says where registrations go', () => {
  it('is read from the example', () => {
    expect(loadPlan(EXAMPLE, { production: false })).toEqual({
      program: 'uicProgram1',
      trackedEntityType: 'uicPersonTy',
      orgUnit: 'uicOrgUnitA',
      orgUnits: { KI: 'uicOrgUnitA', LU: 'uicOrgUnitB' },
      orgUnitBy: 'town',
      unitsAre: 'UID',
      attributes: {
        code: 'uicCodeAttr',
        answers: {
          gender: {
            attribute: 'uicGenderAt',
            options: { '1': 'MALE', '2': 'FEMALE', '3': 'TRANSGENDER', '4': 'OTHER' },
          },
          year: { attribute: 'uicYearAttr' },
          town: { attribute: 'uicTownAttr' },
        },
        constants: {},
      },
      uniqueCode: undefined,
      enrol: true,
    });
  });

  it('may be short, and JSON', () => {
    expect(load(LEAST)).toMatchObject({ orgUnitBy: 'town', enrol: true, attributes: { answers: {} } });
    expect(
      load(
        '{ "program": "IpHINAT79UW", "trackedEntityType": "nEenWmSyUEp", "orgUnit": "DiszpKrYNg8", "attributes": { "code": "lZGmxYbs97q" } }',
      ),
    ).toMatchObject({ program: 'IpHINAT79UW' });
  });

  it('has its schema beside the example', () => {
    const { title, description, ...schema } = JSON.parse(
      readFileSync(docs('schemas/dhis2-tracker.schema.json'), 'utf8'),
    ) as Record<string, unknown>;
    expect([title, description].every((each) => typeof each === 'string')).toBe(true);
    expect(schema).toEqual(JSON.parse(JSON.stringify(z.toJSONSchema(planFile, { io: 'input' }))));
  });

  it.each([
    ['a setting that does not exist', `${LEAST}programme: x\n`, '6: le réglage « programme » n’existe pas'],
    ['one deep inside', `${LEAST}  contants: {}\n`, '6: le réglage « contants » n’existe pas'],
    [
      'no identifier',
      LEAST.replace('IpHINAT79UW', 'IpHINAT'),
      '1: « program » : un identifiant DHIS2 est attendu',
    ],
    [
      'one that is missing',
      LEAST.replace('program: IpHINAT79UW\n', ''),
      '1: « program » : un identifiant DHIS2',
    ],
    [
      'an option that is a number',
      `${LEAST}  answers:\n    gender:\n      attribute: aGenderAttr\n      options:\n        1: 1\n`,
      '10: « attributes.answers.gender.options.1 » : un texte est attendu (un nombre se met entre guillemets)',
    ],
    [
      'an answer without its attribute',
      `${LEAST}  answers:\n    gender: 7\n`,
      '7: « attributes.answers.gender » : un identifiant DHIS2, ou un bloc',
    ],
    [
      'an attribute that is filled twice',
      `${LEAST}  answers:\n    town: lZGmxYbs97q\n`,
      '7: l’attribut « lZGmxYbs97q » est déjà rempli',
    ],
    [
      'a constant for no attribute',
      `${LEAST}  constants:\n    source: WHATSAPP\n`,
      '7: « source » n’est pas un identifiant DHIS2',
    ],
    [
      'a unit that is a code',
      LEAST.replace('DiszpKrYNg8', 'CD_KN_01'),
      '3: « CD_KN_01 » n’est pas un identifiant DHIS2 ; si c’est un code',
    ],
    ['another choice', `${LEAST}orgUnitIdScheme: NAME\n`, '6: « orgUnitIdScheme » : UID ou CODE est attendu'],
    ['a yes that is a text', `${LEAST}enrol: oui\n`, '6: « enrol » : true ou false est attendu'],
    ['one that is written twice', `${LEAST}orgUnit: aaaaaaaaaab\n`, '6: ce nom est donné deux fois'],
    ['broken braces', '{ "program": ', 'il manque un guillemet, une virgule'],
    ['nothing', '', '1: « program » : un identifiant DHIS2 est attendu'],
    ['a list', '- program\n', '1: le fichier doit contenir program'],
    ['another encoding', Buffer.from('program: \xe9', 'latin1'), '-: ce fichier n’est pas en UTF-8'],
    ['too much', ' '.repeat(1_000_001), '-: ce fichier a plus d’un mégaoctet'],
  ])('is refused with its line for %s', (_, text, fault) => {
    expect(faultsOf(text).join('\n')).toContain(fault);
  });

  it('is refused with all its faults, in the order of its lines', () => {
    const faults = faultsOf(LEAST.replace('DiszpKrYNg8', '').replace('nEenWmSyUEp', 'x'));
    expect(faults.map((fault) => fault.split(':')[0])).toEqual(['2', '3']);
  });

  it('is refused where there is none, with what to do', () => {
    expect(() => loadPlan(join(folder, 'none.yaml'), { production: false })).toThrow(
      /DHIS2_CONFIG_FILE.*none\.yaml est refusé.*\n {2}ce fichier n’existe pas\n.*docs\/examples\/dhis2\/tracker\.yaml/s,
    );
  });

  it('is refused in production with the identifiers of an example', () => {
    const example = readFileSync(EXAMPLE, 'utf8');
    expect(faultsOf(example)).toEqual([]);
    expect(faultsOf(example, true).length).toBe(8);
    expect(faultsOf(LEAST.replace('IpHINAT79UW', 'Xxxxxxxxxxx'), true)).toEqual([
      '1: « Xxxxxxxxxxx » est un identifiant d’exemple : en production, celui de votre DHIS2 est attendu',
    ]);
    expect(faultsOf(LEAST, true)).toEqual([]);
  });
});
