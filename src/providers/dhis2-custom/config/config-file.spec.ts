import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { Secret } from '../../../kernel/secret.js';
import type { Dhis2Account } from '../../../platform/config/dhis2-places.js';
import { CustomFileInvalid } from './config.errors.js';
import { loadCustomConfig } from './config-file.js';
import { fileSchema } from './file-schema.js';

const folder = mkdtempSync(join(tmpdir(), 'custom-'));
afterAll(() => rmSync(folder, { recursive: true }));

const TOKEN: Dhis2Account = { kind: 'token', token: new Secret('d2pat_secret') };
const NOBODY: Dhis2Account = { kind: 'none' };

function fileWith(content: string | Buffer, name = 'dhis2.yaml'): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  chmodSync(file, 0o600);
  return file;
}

const load = (content: string | Buffer, account: Dhis2Account = TOKEN, production = false) =>
  loadCustomConfig(fileWith(content), { account, production });

/** The words with which a file is refused; the file itself is not among them. */
function refusalOf(content: string | Buffer, account: Dhis2Account = TOKEN, production = false): string[] {
  try {
    load(content, account, production);
  } catch (error) {
    if (!(error instanceof CustomFileInvalid)) throw error;
    return error.faults.map(({ line, reason }) => `${line ?? '-'} ${reason}`);
  }
  return [];
}

describe('without a file', () => {
  const { endpoints, sameCode } = loadCustomConfig(undefined, { account: TOKEN, production: true });

  it('the five addresses are the documented ones, merge and flag are off', () => {
    const shown = Object.entries(endpoints).map(
      ([name, each]) => `${name} ${each.method} ${each.path} ${each.enabled}`,
    );
    expect(shown).toEqual([
      'validate POST /api/uic/validate true',
      'search GET /api/clients/search true',
      'generate POST /api/uic/generate true',
      'create POST /api/clients/create true',
      'merge POST /api/duplicates/merge false',
      'flag POST /api/duplicates/flag false',
    ]);
    expect(sameCode).toBe(false);
  });

  it.each([
    [TOKEN, 'apiToken'],
    [{ kind: 'basic', username: 'relais', password: new Secret('p') }, 'basic'],
    [NOBODY, 'none'],
  ] as const)('the account of the settings is used: %#', (account, kind) => {
    const config = loadCustomConfig(undefined, { account, production: false });
    expect(config.endpoints.create.auth.kind).toBe(kind);
  });
});

describe('a file', () => {
  it('changes what it names and leaves the rest', () => {
    const { endpoints } = load(`
endpoints:
  validate: { method: GET, path: "/registre/{{code}}" }
  search: { method: POST }
  create:
    headers: { Idempotency-Key: "{{reference}}" }
    read: { clientId: /client/id }
`);
    expect(endpoints.validate).toMatchObject({ method: 'GET', query: {}, body: undefined });
    expect(endpoints.validate.read.exists).toBe('/exists');
    expect(endpoints.search).toMatchObject({ method: 'POST', query: {}, body: { uic: '{{code}}' } });
    expect(endpoints.create.headers).toEqual({ 'idempotency-key': '{{reference}}' });
    expect(endpoints.create.read).toEqual({ clientId: '/client/id', clientReference: '/reference' });
  });

  it('may be JSON with tabs, empty, or begin with a mark of its coding', () => {
    expect(load('{\n\t"sameCode": true\n}').sameCode).toBe(true);
    expect(load('').sameCode).toBe(false);
    expect(load('# rien\n').sameCode).toBe(false);
    expect(load('\ufeffsameCode: true\n').sameCode).toBe(true);
  });

  it('that gives merge or flag a part means to use it', () => {
    const { endpoints } = load('endpoints:\n  merge: { path: /fusion }\n  flag: { enabled: false }\n');
    expect([endpoints.merge.enabled, endpoints.flag.enabled]).toEqual([true, false]);
  });

  it('takes credentials of its own, which are never shown', () => {
    const config = load(`
auth: { header: { name: X-API-Key, value: top-secret } }
endpoints:
  create: { auth: { basic: { username: u, password: hidden-word } } }
  search: { auth: bearer }
  validate: { auth: none }
`);
    const { create, search, validate, generate } = config.endpoints;
    expect([create.auth.kind, search.auth.kind, validate.auth.kind, generate.auth.kind]).toEqual([
      'basic',
      'bearer',
      'none',
      'header',
    ]);
    expect(JSON.stringify(config)).not.toMatch(/top-secret|hidden-word|d2pat_secret/);
  });

  it('with a secret that all accounts can read is warned about', () => {
    const file = fileWith('auth: { bearer: top-secret }\n');
    chmodSync(file, 0o644);
    expect(loadCustomConfig(file, { account: NOBODY, production: false }).warnings).toHaveLength(1);
    chmodSync(file, 0o640);
    expect(loadCustomConfig(file, { account: NOBODY, production: false }).warnings).toEqual([]);
  });
});

describe('a faulty file is refused with line and reason:', () => {
  it.each([
    [
      'a name that is unknown',
      'endpoints:\n  vérifier:\n    path: /a\n',
      /^2 endpoints\.vérifier : ce nom est inconnu/,
    ],
    [
      'an unknown member',
      'endpoints:\n  create:\n    url: /a\n',
      /^3 endpoints\.create\.url : ce nom est inconnu/,
    ],
    ['a method that cannot be', 'endpoints:\n  create:\n    method: GET\n', /^3 .*POST, PUT, PATCH/],
    ['a whole address as path', 'endpoints:\n  create:\n    path: https://a.b/c\n', /^3 .*commence par \//],
    ['a path that climbs', 'endpoints:\n  create:\n    path: /a/../b\n', /^3 .*« \.\. »/],
    [
      'a status that is none',
      'endpoints:\n  create:\n    success: { status: 99 }\n',
      /^3 endpoints\.create\.success\.status : un statut HTTP/,
    ],
    ['a time that is too short', 'timeoutMs: 5\n', /^1 timeoutMs : des millisecondes .* 100 à 120000$/],
    [
      'a pointer without slash',
      'endpoints:\n  create:\n    read:\n      clientId: id\n',
      /^4 .*pointeur JSON/,
    ],
    [
      'an outcome that cannot be',
      'endpoints:\n  create:\n    outcomes:\n      - status: 404\n        outcome: not-found\n',
      /^5 .*created, already-ours/,
    ],
    ['a rule for nothing', 'endpoints:\n  create:\n    outcomes:\n      - outcome: created\n', /^4 .*manque/],
    [
      'a pointer without value',
      'endpoints:\n  create:\n    success:\n      pointer: /a\n',
      /^3 .*vont ensemble/,
    ],
    [
      'an unknown placeholder',
      'endpoints:\n  create:\n    body:\n      nom: "{{name}}"\n',
      /^4 endpoints\.create\.body\.nom : \{\{name\}\} est inconnu/,
    ],
    [
      'an answer in a merge',
      'endpoints:\n  merge:\n    body:\n      a: "{{answers.year}}"\n',
      /^4 .*possibles : keep, merge/,
    ],
    ['a placeholder left open', 'endpoints:\n  create:\n    path: "/a/{{code"\n', /^3 .*ne sont pas fermées/],
    ['a placeholder without quotes', 'endpoints:\n  create:\n    body: { uic: {{code}} }\n', /guillemets/],
    ['a body with GET', 'endpoints:\n  search:\n    body: { uic: x }\n', /^3 .*GET n’a pas de corps/],
    ['a create that is off', 'endpoints:\n  create:\n    enabled: false\n', /^3 .*true/],
    ['a header of the connection', 'endpoints:\n  create:\n    headers:\n      Host: a\n', /^4 .*connexion/],
    ['a name twice', 'sameCode: true\nsameCode: false\n', /^2 ce nom est donné deux fois/],
    ['something else than a map', '- a\n', /^1 /],
    ['broken JSON', '{\n "sameCode": true,\n "answers": {\n', /^[34] /],
    ['basic without an account', 'auth: basic\n', /^1 auth : basic demande DHIS2_API_USERNAME/],
    ['a secret that no header carries', 'auth:\n  bearer: "clé-secrète"\n', /^1 auth : la valeur contient/],
  ])('%s', (_, content, expected) => {
    const faults = refusalOf(content);
    expect(faults.join('\n')).toMatch(expected);
    expect(faults.join('\n')).not.toContain('secrète');
  });

  it('every fault at once, in the order of the lines', () => {
    const faults = refusalOf(
      'sameCode: peut-être\nendpoints:\n  create:\n    path: /a/{{b}}\n    timeoutMs: 5\n',
    );
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual(['1', '4', '5']);
  });

  it('a token that is not in the settings', () => {
    expect(refusalOf('endpoints:\n  create:\n    auth: bearer\n', NOBODY)).toEqual([
      '3 endpoints.create.auth : bearer demande DHIS2_API_TOKEN',
    ]);
  });

  it('a file that is not there, or not text', () => {
    expect(() => loadCustomConfig('/nowhere.yaml', { account: TOKEN, production: false })).toThrow(
      /n’existe pas/,
    );
    expect(refusalOf(Buffer.from([0xff, 0xfe, 0x41]))).toEqual([
      '- ce fichier n’est pas en UTF-8 ; enregistrez-le dans ce codage',
    ]);
  });

  it.each(['/your/path', '/api/example', '/votre-chemin', '/api/<id>', '/api/todo'])(
    'the example path %s in production, and there only',
    (path) => {
      const content = `endpoints:\n  create:\n    path: ${path}\n`;
      expect(refusalOf(content, TOKEN, true).join()).toMatch(/^3 .*chemin d’exemple/);
      expect(refusalOf(content)).toEqual([]);
    },
  );
});

describe('what the documentation shows', () => {
  const docs = join(process.cwd(), 'docs');

  it.each(['custom.yaml', 'custom-route.yaml'])('%s is taken as it is, in production', (name) => {
    const file = join(docs, 'examples/dhis2', name);
    const config = loadCustomConfig(file, { account: TOKEN, production: true });
    expect(config.endpoints.create.enabled).toBe(true);
  });

  it('as schema is the schema by which files are read', () => {
    const shown = JSON.parse(readFileSync(join(docs, 'schemas/dhis2-custom.schema.json'), 'utf8')) as object;
    expect(shown).toMatchObject(
      JSON.parse(JSON.stringify(z.toJSONSchema(fileSchema, { io: 'input', reused: 'ref' }))) as object,
    );
  });
});
