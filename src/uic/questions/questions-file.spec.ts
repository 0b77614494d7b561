import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { codeLength } from '../code.js';
import { loadQuestions } from './questions-file.js';
import { whole } from './shape.js';

const folder = mkdtempSync(join(tmpdir(), 'questions-'));
afterAll(() => rmSync(folder, { recursive: true }));
const docs = (path: string) => join(import.meta.dirname, '../../../docs', path);

function load(content: string | Buffer, name = 'questions.yaml') {
  const file = join(folder, name);
  writeFileSync(file, content);
  return loadQuestions(file);
}

/** The lines of a file's faults. */
function faults(content: string | Buffer): string[] {
  try {
    load(content);
  } catch (error) {
    const [, ...lines] = (error as Error).message.split('\n').slice(0, -1);
    return lines.map((line) => line.trim().replaceAll('\u00a0', ' '));
  }
  return [];
}

/** A sound file, line by line, in which one thing is another. */
const SOUND = `id: keto
version: v1
recall: family
questions:
  - key: family
    kind: letters
    take: 3
    texts:
      fr:
        ask: 'Votre nom ?'
        label: Nom
  - key: zone
    kind: choice
    options:
      - value: '01'
        names: { fr: Nord }
        words: [haut]
      - value: '02'
        names: { fr: Sud }
    texts: { fr: { ask: 'Où ? {options}', label: Zone } }
  - key: children
    kind: number
    min: 0
    max: 20
    texts: { fr: { ask: 'Combien ?', label: Enfants } }
formula:
  - answer: family
  - literal: Z
  - answer: zone
  - check: iso7064-mod-37-36
`;
const changed = (from: string, to: string) => {
  if (!SOUND.includes(from)) throw new Error(`${from} is not there`);
  return SOUND.replace(from, to);
};

describe('a questions file', () => {
  it('says what is asked and what the code is made of', () => {
    const { questions, recall, scheme, digest } = load(SOUND);
    expect(questions.map(({ key, kind, length }) => `${key} ${kind} ${length}`)).toEqual([
      'family letters 3',
      'zone choice 2',
      'children number 2',
    ]);
    expect(scheme.id).toBe('keto-v1');
    expect(scheme.parts).toEqual([
      { key: 'family', kind: 'letters', length: 3, pad: 'X' },
      { literal: 'Z' },
      { key: 'zone', kind: 'choice', length: 2, choices: ['01', '02'] },
      { check: 'iso7064-mod-37-36' },
    ]);
    expect({ recall, length: codeLength(scheme) }).toEqual({ recall: 'family', length: 7 });
    expect(digest).toMatch(/^[0-9a-f]{8}$/);
  });

  it('may be YAML or JSON, indented by tabs, with a mark at its beginning and any line ends', () => {
    const json = JSON.stringify(
      {
        id: 'a',
        version: '1',
        recall: 'town',
        questions: [{ key: 'town', kind: 'town' }],
        formula: [{ answer: 'town' }],
      },
      null,
      '\t',
    );
    expect(load(json, 'questions.json').scheme.id).toBe('a-1');
    expect(load(`\ufeff${SOUND}`).scheme.id).toBe('keto-v1');
    expect(load(SOUND.replaceAll('\n', '\r\n')).scheme.id).toBe('keto-v1');
  });

  it('is taken as it is written: a version or a value that looks like a number keeps its zeros', () => {
    const { scheme, questions } = load(
      changed('version: v1', 'version: 2.10')
        .replace("value: '01'", 'value: 01')
        .replace("value: '02'", 'value: 02')
        .replace('fr: Nord', 'fr: No'),
    );
    expect(scheme.id).toBe('keto-2.10');
    expect(questions[1]?.choices).toEqual(['01', '02']);
    expect(questions[1]?.options[0]?.names).toEqual({ fr: 'No' });
  });

  it('needs no texts for a question that is the shipped one', () => {
    const shipped = loadQuestions().questions.map(({ key, kind, options }) =>
      kind === 'choice'
        ? { key, kind, options: options.map(({ value }) => ({ value })) }
        : { key, kind, ...(kind === 'year' ? { digits: 1 } : kind === 'letters' ? { take: 3 } : {}) },
    );
    const content = {
      id: 'a',
      version: '1',
      recall: 'given',
      questions: shipped,
      formula: [{ answer: 'given' }],
    };
    expect(load(JSON.stringify(content)).questions).toHaveLength(5);
  });

  it.each(['six-questions.yaml', 'minimal.json'])('of the documentation is sound: %s', (name) =>
    expect(loadQuestions(docs(`examples/questions/${name}`)).questions.length).toBeGreaterThan(3),
  );
});

describe('a faulty questions file is refused', () => {
  it.each([
    [
      'a property twice',
      changed('version: v1', 'version: v1\nid: keto'),
      'ligne 3 : cette propriété est donnée deux fois',
    ],
    [
      'an unknown property',
      changed('recall: family', 'recall: family\nrecal: family'),
      'ligne 4 : la propriété « recal » n’est pas connue',
    ],
    [
      'an unknown property of a question',
      changed('take: 3', 'take: 3\n    digits: 3'),
      'ligne 8 : la propriété « digits » n’est pas connue',
    ],
    [
      'an unknown property of an option',
      changed('words: [haut]', 'mots: [haut]'),
      'ligne 17 : la propriété « mots » n’est pas connue',
    ],
    [
      'an unknown property of a text',
      changed('label: Nom', 'label: Nom\n        title: Nom'),
      'ligne 12 : la propriété « title » n’est pas connue',
    ],
    [
      'an unknown property of the formula',
      changed('literal: Z', 'literal: Z\n    length: 3'),
      'ligne 29 : la propriété « length » n’est pas connue',
    ],
    [
      'a key twice',
      changed('key: children', 'key: zone'),
      'ligne 21 : la clé « zone » est déjà celle d’une autre question',
    ],
    [
      'an unknown kind',
      changed('kind: number', 'kind: digit'),
      'ligne 22 : le genre de question « digit » n’est pas connu ; les genres sont letters, year, month, town, number, choice',
    ],
    [
      'no kind',
      changed('    kind: number\n', ''),
      'ligne 21 : « kind » manque : letters, year, month, town, number, choice',
    ],
    [
      'a key that is none',
      changed('key: zone', 'key: Zone_1'),
      'ligne 12 : « key » doit avoir de 1 à 20 lettres minuscules',
    ],
    [
      'a reserved key',
      changed('key: children', 'key: summary'),
      'ligne 21 : la clé « summary » est réservée',
    ],
    [
      'an unknown question in the formula',
      changed('answer: zone', 'answer: ville'),
      'ligne 29 : la formule nomme « ville », qui n’est la clé d’aucune question',
    ],
    [
      'an answer twice in the formula',
      changed('answer: zone', 'answer: family'),
      'ligne 29 : la réponse « family » est déjà dans la formule',
    ],
    [
      'a place that an answer does not have',
      changed('answer: zone', 'answer: zone\n    positions: [3]'),
      'ligne 30 : la réponse « zone » a 2 caractères ; la place 3 n’existe pas',
    ],
    [
      'a check character that is not the last',
      changed('  - literal: Z\n', '  - check: iso7064-mod-37-36\n'),
      'ligne 28 : le caractère de contrôle (« check ») ne peut être que le dernier',
    ],
    [
      'another check',
      changed('check: iso7064-mod-37-36', 'check: luhn'),
      'ligne 30 : « check » doit être « iso7064-mod-37-36 »',
    ],
    [
      'a literal in small letters',
      changed('literal: Z', 'literal: zz'),
      'ligne 28 : « literal » doit avoir de 1 à 20 lettres de A à Z',
    ],
    [
      'a piece that is two things',
      changed('literal: Z', 'literal: Z\n    answer: zone'),
      'ligne 28 : un morceau de la formule a « answer », « literal » ou « check », et un seul',
    ],
    ['a piece that is none', changed('literal: Z', 'text: Z'), 'ligne 28 : un morceau de la formule a'],
    [
      'a formula without answers',
      changed('answer: family', 'literal: A').replace('answer: zone', 'literal: B'),
      'la formule ne contient aucune réponse',
    ],
    [
      'options of different length',
      changed("value: '02'", "value: '2'"),
      'ligne 29 : les valeurs des choix de « zone » n’ont pas toutes la même longueur',
    ],
    ['an option twice', changed("value: '02'", "value: '01'"), 'ligne 18 : la valeur « 01 » est déjà prise'],
    [
      'a word of two options',
      changed('fr: Sud', 'fr: Haut'),
      'ligne 18 : « haut » désigne déjà le choix « 01 »',
    ],
    [
      'an option without a French name',
      changed('fr: Sud', 'en: South'),
      'ligne 18 : le nom français de « 02 » manque',
    ],
    [
      'an option that prevails over none',
      changed('words: [haut]', "prevailsOver: ['03']"),
      'ligne 17 : « 03 » n’est pas la valeur d’un autre choix',
    ],
    [
      'a value with other characters',
      changed("value: '02'", "value: 'é2'"),
      'ligne 18 : « value » doit avoir de 1 à 10 lettres de A à Z ou chiffres',
    ],
    [
      'a name that is too long',
      changed('fr: Sud', `fr: ${'s'.repeat(21)}`),
      'ligne 19 : « names » doit donner par langue un nom de 1 à 20 caractères',
    ],
    [
      'one option',
      changed("      - value: '02'\n        names: { fr: Sud }\n", ''),
      'ligne 14 : « options » doit être une liste de 2 à 20 choix',
    ],
    [
      'a code that is too long',
      changed('literal: Z', `literal: ${'Z'.repeat(20)}`).replace(
        '  - check',
        `  - literal: ${'A'.repeat(16)}\n  - check`,
      ),
      'ligne 26 : le code aurait 42 caractères ; 40 au plus sont permis',
    ],
    [
      'an id and a version that are too long',
      changed('id: keto', `id: ${'k'.repeat(28)}`),
      'ligne 2 : « id » et « version » ensemble',
    ],
    [
      'an id with spaces',
      changed('id: keto', 'id: keto keto'),
      'ligne 1 : « id » doit avoir de 1 à 29 lettres, chiffres, points ou tirets',
    ],
    ['no version', changed('version: v1\n', ''), 'ligne 1 : « version » manque'],
    ['no questions', 'id: a\nversion: b\nrecall: c\nformula: []', 'ligne 1 : « questions » manque'],
    [
      'an empty list of questions',
      'id: a\nversion: b\nrecall: c\nquestions: []\nformula: []',
      'ligne 4 : « questions » doit être une liste de questions',
    ],
    [
      'a question that is a word',
      changed('  - key: zone', '  - zone\n  - key: zone'),
      'ligne 12 : un objet avec ses propriétés est attendu ici',
    ],
    [
      'no texts',
      changed("    texts: { fr: { ask: 'Combien ?', label: Enfants } }\n", ''),
      'ligne 21 : les textes en français manquent (« texts », puis « fr »)',
    ],
    [
      'no French text',
      changed("fr: { ask: 'Combien", "en: { ask: 'Combien"),
      'ligne 25 : les textes en français manquent (« fr »)',
    ],
    ['no label', changed(', label: Zone', ''), 'ligne 20 : « label » manque'],
    [
      'an empty text',
      changed("ask: 'Votre nom ?'", 'ask:'),
      'ligne 10 : « ask » doit être un texte de 1 à 900 caractères',
    ],
    [
      'a text that is too long',
      changed('Votre nom ?', 'a'.repeat(901)),
      'ligne 10 : « ask » doit être un texte de 1 à 900 caractères',
    ],
    [
      'a label that is too long',
      changed('label: Nom', `label: ${'n'.repeat(25)}`),
      'ligne 11 : « label » doit être un texte de 1 à 24 caractères',
    ],
    [
      'a label twice',
      changed('label: Enfants', 'label: NOM'),
      'ligne 25 : ce « label » est déjà celui d’une autre question',
    ],
    [
      'something that nothing fills',
      changed('Votre nom ?', 'Votre nom, {name} ?'),
      'ligne 10 : « {name} » n’est pas connu dans « ask »',
    ],
    [
      'a list where there is no choice',
      changed('Votre nom ?', 'Votre nom ? {options}'),
      'ligne 10 : « {options} » n’est pas connu dans « ask »',
    ],
    [
      'a choice without its list',
      changed('Où ? {options}', 'Où ?'),
      'ligne 20 : « ask » doit contenir « {options} »',
    ],
    [
      'a doubt without what is doubted',
      changed('label: Nom', 'label: Nom\n        doubt: Sûr ?'),
      'ligne 12 : « doubt » doit contenir « {shown} »',
    ],
    [
      'a language that is none',
      changed('      fr:\n', "      fr: { ask: 'A', label: B }\n      français:\n"),
      'ligne 10 : « français » n’est pas un code de langue',
    ],
    [
      'padding that is no A–Z or 0–9',
      changed('take: 3', "take: 3\n    pad: '_'"),
      'ligne 8 : « pad » doit être une seule lettre de A à Z ou un chiffre',
    ],
    [
      'padding of two characters',
      changed('take: 3', 'take: 3\n    pad: XX'),
      'ligne 8 : « pad » doit être une seule lettre',
    ],
    [
      'a side for chosen letters',
      changed('take: 3', 'take: [1, 3]\n    side: left'),
      'ligne 8 : « side » ne va pas avec une liste de places',
    ],
    [
      'letters that nobody has',
      changed('take: 3', 'take: 0'),
      'ligne 7 : « take » doit être un nombre de lettres (1 à 10) ou une liste de places (1 à 20)',
    ],
    [
      'three digits of a year',
      changed('kind: number', 'kind: year\n    digits: 3').replace('    min: 0\n    max: 20\n', ''),
      'ligne 23 : « digits » doit être 1, 2 ou 4 pour une année',
    ],
    [
      'bounds the wrong way round',
      changed('min: 0', 'min: 21'),
      'ligne 23 : « min » est plus grand que « max »',
    ],
    [
      'too few digits',
      changed('max: 20', 'max: 20\n    digits: 1'),
      'ligne 25 : « digits » est trop petit : « max » a 2 chiffres',
    ],
    [
      'an unknown question of recall',
      changed('recall: family', 'recall: given'),
      'ligne 3 : « recall » nomme « given », qui n’est la clé d’aucune question',
    ],
    [
      'a question of recall that is not in the code',
      changed('recall: family', 'recall: children'),
      'ligne 3 : la réponse « children » doit être entière dans la formule',
    ],
    [
      'a question of recall that is in it in part',
      changed('answer: family', 'answer: family\n    positions: [1]'),
      'ligne 3 : la réponse « family » doit être entière dans la formule',
    ],
    [
      'too many questions',
      changed(
        'formula:',
        `${Array.from({ length: 10 }, (_, n) => `  - { key: q${n}, kind: month, texts: { fr: { ask: 'a', label: l${n} } } }\n`).join('')}formula:`,
      ),
      'ligne 35 : il y a 13 questions ; 12 au plus sont permises',
    ],
    [
      'a shipped question that asks for something else',
      changed('  - key: children', '  - { key: year, kind: year, digits: 4 }\n  - key: children'),
      'ligne 21 : les textes en français manquent',
    ],
    [
      'a text with a colon and no quotes',
      changed("'Votre nom ?'", 'Votre nom : ?'),
      'ligne 10 : un texte qui contient « : » ou « # » doit être entre guillemets',
    ],
    [
      'an open quotation mark',
      changed("'Combien ?'", "'Combien ?"),
      'un guillemet, une virgule, un crochet ou une accolade manque',
    ],
    ['a tab', changed('    kind: letters', '\tkind: letters'), 'ligne 6 : une tabulation sert de retrait'],
    ['two documents', `${SOUND}---\nid: other\n`, 'le fichier contient plusieurs documents'],
    [
      'an alias',
      changed('label: Nom', 'label: &nom Nom').replace('label: Zone', 'label: *nom'),
      'ligne 20 : les renvois (« * ») ne sont pas permis',
    ],
    [
      'an unknown alias',
      changed('label: Zone', 'label: *nom'),
      'ligne 20 : les renvois (« * ») ne sont pas permis',
    ],
    [
      'JSON without its end',
      '{\n "id": "a",\n "questions": [\n',
      'ligne 4 : un guillemet, une virgule, un crochet ou une accolade manque',
    ],
    ['a list', '- id: keto', 'ligne 1 : un objet avec « id », « questions » et « formula » est attendu'],
    ['nothing', '', 'ligne 1 : un objet avec « id »'],
  ])('for %s, with the line', (_, content, reason) => {
    const found = faults(content);
    expect(found.filter((fault) => fault.startsWith(reason) || fault.includes(reason))).toHaveLength(1);
  });

  it('for nothing else than what is wrong', () => {
    expect(faults(SOUND)).toEqual([]);
    expect(faults(changed('kind: choice', 'kind: choise'))).toHaveLength(1);
    expect(faults(changed('key: zone', 'key: Zone_1'))).toHaveLength(2);
  });

  it('with all its faults at once, in the order of the lines', () => {
    const found = faults(
      changed('recall: family', 'recall: nom')
        .replace('take: 3', 'take: 0')
        .replace('label: Nom', `label: ${'n'.repeat(25)}`)
        .replace('key: children', 'key: zone')
        .replace('answer: zone', 'answer: ville')
        .replace('version: v1', 'version: v1\nversion: v1'),
    );
    expect(found.map((fault) => fault.replace(/^ligne (\d+) .*$/, '$1'))).toEqual([
      '3',
      '4',
      '8',
      '12',
      '22',
      '30',
    ]);
  });

  it('with its name and where an example is', () => {
    expect(() => load('')).toThrow(/\(UIC_QUESTIONS_FILE\) .*questions\.yaml est refusé/);
    expect(() => load('')).toThrow(/docs\/examples\/questions/);
  });

  it('when it does not exist, is no UTF-8 or is far too large', () => {
    expect(() => loadQuestions(join(folder, 'absent.yaml'))).toThrow(/n’existe pas/);
    expect(() => load(Buffer.from('id: ket\xf4', 'latin1'))).toThrow(/UTF-8/);
    expect(() => load(`# ${'a'.repeat(300_000)}\n${SOUND}`)).toThrow(/256 Kio/);
  });
});

describe('the JSON Schema of the documentation', () => {
  it('is the one of this version', () => {
    const made = { ...z.toJSONSchema(whole, { io: 'input' }), $id: 'uic-questions.schema.json' };
    const shown: unknown = JSON.parse(readFileSync(docs('schemas/uic-questions.schema.json'), 'utf8'));
    expect(shown).toEqual(JSON.parse(JSON.stringify(made)));
  });
});
