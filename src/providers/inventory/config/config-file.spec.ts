import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { testSettings } from '../../../../test/settings.js';
import { InventoryFileInvalid } from './config.errors.js';
import { loadInventoryConfig } from './config-file.js';
import { fileSchema } from './file-schema.js';

const BASE = 'https://inventaire.example.org/api';
const folder = mkdtempSync(join(tmpdir(), 'inventory-'));
// The settings, which are read before any file, speak French.
beforeAll(() => void testSettings());
afterAll(() => rmSync(folder, { recursive: true }));

function load(content: string | Buffer, baseUrl = BASE) {
  const file = join(folder, 'inventory.yaml');
  writeFileSync(file, content);
  return loadInventoryConfig(file, baseUrl);
}

/** The words with which a file is refused; the file itself is not among them. */
function refusalOf(content: string | Buffer): string[] {
  try {
    load(content);
  } catch (error) {
    if (!(error instanceof InventoryFileInvalid)) throw error;
    return error.faults.map(({ line, reason }) => `${line ?? '-'} ${reason}`);
  }
  return [];
}

describe('without a file', () => {
  it('an inventory is spoken with as documented', () => {
    const { authentication, paging, since, kinds, warnings } = loadInventoryConfig(undefined, BASE);
    expect(authentication).toEqual({ kind: 'header', name: 'x-api-key', prefix: '' });
    expect(paging).toMatchObject({ by: 'link', parameter: 'page', sizeParameter: 'page_size', size: 100 });
    expect(since).toEqual({ mode: 'auto', parameter: 'updated_since', format: 'iso' });
    expect(kinds.products).toMatchObject({ list: '/products/', detail: '/products/{id}/', details: 'auto' });
    expect(kinds.categories).toMatchObject({ list: '/categories/', detail: '/categories/{id}/' });
    expect(warnings).toEqual([]);
  });

  it.each([
    ['http://inventaire.example.org/api', 1],
    ['http://127.0.0.1:3001/api', 0],
    ['http://localhost/api', 0],
  ])('%s is warned about %i times', (baseUrl, warnings) => {
    expect(loadInventoryConfig(undefined, baseUrl).warnings).toHaveLength(warnings);
  });
});

describe('a file', () => {
  it('changes what it names and leaves the rest', () => {
    const config = load(`
authentication: { query: api_key }
paging: { by: offset }
products:
  list: /items
  fields: { name: /title }
`);
    expect(config.authentication).toEqual({ kind: 'query', name: 'api_key' });
    expect(config.warnings).toHaveLength(1);
    expect(config.paging).toMatchObject({ by: 'offset', parameter: 'offset', sizeParameter: 'limit' });
    expect(config.kinds.products.detail).toBe('/items/{id}');
    expect(config.kinds.products.fields).toMatchObject({
      name: { from: [['title']] },
      price: { from: [['price']] },
    });
  });

  it('may be JSON, empty, or begin with a mark of its coding', () => {
    expect(load('{\n\t"decimalComma": true\n}').decimalComma).toBe(true);
    expect(load('').decimalComma).toBe(false);
    expect(load('\ufeffdecimalComma: true\n').decimalComma).toBe(true);
  });

  it('of another content, or for another inventory, has another fingerprint', () => {
    const prints = [load(''), load('decimalComma: true\n'), load('', 'https://b.example.org')];
    expect(new Set(prints.map(({ fingerprint }) => fingerprint)).size).toBe(3);
    expect(load('# the same\n').fingerprint).toBe(prints[0]?.fingerprint);
  });
});

describe('a faulty file is refused with line and reason:', () => {
  it.each([
    ['a name that is unknown', 'products:\n  chemin: /a\n', /^2 products\.chemin : ce nom est inconnu ici$/],
    [
      'a field that is unknown',
      'products:\n  fields:\n    prix: /a\n',
      /^3 products\.fields\.prix : .*inconnu/,
    ],
    ['a field of the other kind', 'categories:\n  fields:\n    price: /a\n', /^3 .*inconnu/],
    ['a whole address as path', 'products:\n  list: https://a.b/c\n', /^2 .*commence par \//],
    ['a path that climbs', 'products:\n  list: /a/../b\n', /^2 .*« \.\. »/],
    ['a path with a query', 'products:\n  list: /a?b=c\n', /^2 .*\?/],
    ['a detail without id', 'products:\n  detail: /a/\n', /^2 .*\{id\}/],
    ['a pointer without slash', 'paging:\n  items: results\n', /^2 .*pointeur JSON/],
    ['no pointer at all', 'products:\n  id: []\n', /^2 products\.id : /],
    ['a field that is a number', 'products:\n  fields:\n    name: 7\n', /^3 .*pointeur JSON/],
    ['a way of paging that is none', 'paging:\n  by: magic\n', /^2 .*link, cursor, page, offset/],
    ['a page of nothing', 'paging:\n  size: 0\n', /^2 /],
    ['an authentication that is none', 'authentication: digest\n', /^1 .*bearer, basic ou none/],
    ['a key in the file', 'authentication:\n  bearer: top-secret\n', /^1 .*bearer, basic ou none/],
    ['a header of the connection', 'headers:\n  Host: a\n', /^2 .*connexion/],
    ['the header of the key twice', 'headers:\n  x-api-key: a\n', /^2 .*porte déjà la clé/],
    ['a header text that none carries', 'headers:\n  X-A: "clé"\n', /^2 .*en-tête/],
    [
      'one parameter for two things',
      'paging: { parameter: p, sizeParameter: p }\n',
      /^1 paging\.sizeParameter : le paramètre p sert déjà/,
    ],
    ['a name twice', 'decimalComma: true\ndecimalComma: false\n', /^2 ce nom est donné deux fois/],
    ['something else than a map', '- a\n', /^1 /],
    ['broken JSON', '{\n "decimalComma": true,\n "paging": {\n', /^[34] /],
  ])('%s', (_, content, expected) => {
    const faults = refusalOf(content);
    expect(faults.join('\n')).toMatch(expected);
    expect(faults.join('\n')).not.toContain('top-secret');
  });

  it.each([
    'timeoutMs: 5',
    'paging: { size: a }',
    'products: 7',
    'decimalComma: oui',
    'products: { id: [] }',
    'headers: { A: 1 }',
  ])('%s, in French', (content) => expect(refusalOf(content).join()).toMatch(/attendu|Trop |trop |Entrée/));

  it('every fault at once, in the order of the lines', () => {
    const faults = refusalOf('timeoutMs: 5\npaging:\n  size: a\nproducts:\n  list: a\n');
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual(['1', '3', '5']);
  });

  it('a file that is not there, or not text', () => {
    expect(() => loadInventoryConfig('/nowhere.yaml', BASE)).toThrow(/n’existe pas/);
    expect(refusalOf(Buffer.from([0xff, 0xfe, 0x41]))).toEqual([
      '- ce fichier n’est pas en UTF-8 ; enregistrez-le dans ce codage',
    ]);
  });
});

describe('what the documentation shows', () => {
  const docs = join(process.cwd(), 'docs');

  it.each(['inventory.yaml', 'offset.yaml'])('%s is taken as it is', (name) => {
    const config = loadInventoryConfig(join(docs, 'examples/inventory', name), BASE);
    expect(config.kinds.products.list).not.toBe('/products/');
  });

  it('as schema is the schema by which files are read', () => {
    const shown = JSON.parse(readFileSync(join(docs, 'schemas/inventory.schema.json'), 'utf8')) as object;
    expect(shown).toMatchObject(
      JSON.parse(JSON.stringify(z.toJSONSchema(fileSchema, { io: 'input', reused: 'ref' }))) as object,
    );
  });
});
