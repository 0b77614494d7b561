import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTowns } from './towns-file.js';

const folder = mkdtempSync(join(tmpdir(), 'towns-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileWith(content: string | Buffer, name = 'villes.csv'): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

const load = (content: string | Buffer, name?: string) => loadTowns(fileWith(content, name));
const json = (...rows: string[]) => `{\n "towns": [\n${rows.join(',\n')}\n ]\n}`;

describe('the shipped table', () => {
  const towns = loadTowns();

  it('has Kinshasa as KI, Dakar as DA and a code for everywhere else', () => {
    expect(towns.named('kinshasa')?.code).toBe('KI');
    expect(towns.named('dakar')?.code).toBe('DA');
    expect(towns.withCode('ZZ')?.kind).toBe('elsewhere');
    expect(towns.version).toBe('towns-v1');
  });

  it('offers the nine largest towns', () =>
    expect(
      towns
        .largest(9)
        .map(({ code }) => code)
        .join(' '),
    ).toBe('KI LU MB KA KS BU TS KO LI'));

  it('has 26 provinces, each with a code of its own', () => {
    const codes = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => towns.withCode(`X${letter}`));
    expect(codes.every((place) => place?.kind === 'elsewhere')).toBe(true);
  });
});

describe('a table of the deployment', () => {
  it.each([
    ['with semicolons', 'code;name;aliases\nKI;Kinshasa;Kin|Léopoldville\nDA;Dakar;\n'],
    ['with commas', 'code,name,aliases\nKI,Kinshasa,Kin|Léopoldville\nDA,Dakar,\n'],
    ['from a spreadsheet', '\ufeffCode;Name;Aliases\r\nKI;Kinshasa;Kin|Léopoldville\r\n\r\nDA;Dakar;\r\n'],
    ['without a last column', 'code;name;aliases\nKI;"Kinshasa";Kin|Léopoldville\nDA;Dakar'],
  ])('as CSV %s is read', (_, content) => {
    const towns = load(content);
    expect(towns.largest(9).map(({ code, name }) => `${code} ${name}`)).toEqual(['KI Kinshasa', 'DA Dakar']);
    expect(towns.named('leopoldville')?.code).toBe('KI');
    expect(towns.version).toMatch(/^towns-[0-9a-f]{8}$/);
  });

  it('as JSON is read, with its version', () => {
    const content = `{"version":"senegal-2","towns":[{"code":"DA","name":"Dakar","aliases":["Ndakaaru"]},{"code":"th","name":"Thiès"}]}`;
    const towns = load(content, 'villes.json');
    expect(towns.version).toBe('senegal-2');
    expect(towns.named('thies')?.code).toBe('TH');
  });

  it('has another version when its content is another', () =>
    expect(load('code;name\nKI;Kinshasa').version).not.toBe(load('code;name\nKI;Kinshassa').version));
});

describe('a faulty table is refused', () => {
  it.each([
    ['empty', '', /la colonne « code » manque/],
    ['only a heading', 'code;name;aliases\n', /ne contient aucune ville/],
    ['no heading', 'KI;Kinshasa\n', /ligne 1 : la colonne « code » manque/],
    [
      'an unknown column',
      'code;name;alias\nKI;Kinshasa;Kin',
      /ligne 1 : la colonne « alias » n’est pas connue/,
    ],
    ['a code that is no two letters', 'code;name\nKI;Kinshasa\nK1;Kikwit', /ligne 3 : le code « K1 »/],
    ['an accent in a code', 'code;name\nKÉ;Kenge', /ligne 2 : le code « KÉ »/],
    ['no code', 'code;name\n;Kenge', /ligne 2 : le code manque/],
    ['no name', 'code;name\nKE;', /ligne 2 : le nom de « KE » manque/],
    [
      'a code twice',
      'code;name\nKI;Kinshasa\nKI;Kikwit',
      /ligne 3 : le code « KI » est déjà pris à la ligne 2/,
    ],
    [
      'a name twice',
      'code;name\nKI;Kinshasa\nKK;KINSHASA',
      /ligne 3 : le nom « KINSHASA » désigne déjà « KI », ligne 2/,
    ],
    [
      'an alias of another',
      'code;name;aliases\nKI;Kinshasa;Kin\nKK;Kikwit;kin',
      /ligne 3 : le nom « kin » désigne déjà « KI »/,
    ],
    [
      'an alias that is a code',
      'code;name;aliases\nKI;Kinshasa;LU',
      /ligne 2 : le nom « LU » a moins de trois lettres/,
    ],
    ['too many columns', 'code;name\nKI;Kinshasa;Kin', /ligne 2 : il y a plus de 2 colonnes/],
    ['an open quotation mark', 'code;name\nKI;Kinshasa\nKK;"Kikwit\n', /ligne \d : un guillemet/],
  ])('for %s, with the line', (_, content, message) => expect(() => load(content)).toThrow(message));

  it.each([
    [
      'text that is no JSON',
      json('  {"code": "KI", "name": "Kinshasa"}', '  {"code": DA, "name": "Dakar"}'),
      /ligne 4 : ce n’est pas du JSON/,
    ],
    [
      'a missing comma',
      '{\n "towns": [\n  {"code": "KI", "name": "Kinshasa"}\n  {"code": "DA", "name": "Dakar"}\n ]\n}',
      /ligne 4 : /,
    ],
    ['JSON that ends too early', '{\n "towns": [\n  {"code": "KI", "name": "Kinshasa"}', /ligne 3 : /],
    ['a list', '[]', /ligne 1 : un objet/],
    ['no towns', '{}', /ligne 1 : « towns »/],
    ['an empty list', '{"towns": []}', /ne contient aucune ville/],
    [
      'a bad code',
      json('  {"code": "KI", "name": "Kinshasa"}', '  {\n  "code": "KIN",\n  "name": "Kindu"}'),
      /ligne 4 : le code « KIN »/,
    ],
    ['no name', json('  {"code": "KI"}'), /ligne 3 : le nom de « KI » manque/],
    ['an entry that is no object', json('  "KI"'), /ligne 3 : le code manque/],
    [
      'aliases that are no list',
      json('  {"code": "KI", "name": "Kinshasa", "aliases": "Kin"}'),
      /ligne 3 : les autres noms/,
    ],
    ['a bad version', '{"version": "a b", "towns": []}', /la version/],
    [
      'a province that takes a code',
      '{"towns": [{"code": "KI", "name": "Kinshasa"}],\n"provinces": [\n{"code": "KI", "name": "Kwilu"}]}',
      /ligne 3 : le code « KI » est déjà pris à la ligne 1/,
    ],
  ])('for %s, with the line', (_, content, message) =>
    expect(() => load(content, 'villes.json')).toThrow(message),
  );

  it('with every fault at once, the file and an example', () => {
    const read = () => load('code;name\nK1;Kikwit\nKE;\n');
    expect(read).toThrow(/\(UIC_TOWNS_FILE\) .*villes\.csv est refusée/);
    expect(read).toThrow(/ligne 2 .*\n.*ligne 3/);
    expect(read).toThrow(/Exemple : code;name;aliases/);
  });

  it('when it does not exist or is not in UTF-8', () => {
    expect(() => loadTowns(join(folder, 'absent.csv'))).toThrow(/n’existe pas/);
    expect(() => load(Buffer.from('code;name\nTH;Thi\xe8s', 'latin1'))).toThrow(/UTF-8/);
  });
});
