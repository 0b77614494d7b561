import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '../../kernel/secret.js';
import type { Dhis2Account } from '../../platform/config/dhis2-places.js';
import { CustomClient } from './calls/custom.client.js';
import { loadCustomConfig } from './config/config-file.js';
import { CustomGateway } from './custom.gateway.js';
import { FakeServer } from './server.fake.js';

const folder = mkdtempSync(join(tmpdir(), 'check-'));
const server = new FakeServer();
let port = 0;

beforeAll(async () => {
  port = await server.open();
});
beforeEach(() => {
  server.received.length = 0;
  server.replies = {
    '/api/uic/validate': [200, { exists: false }],
    '/api/clients/search': [200, { clients: [] }],
    '/api/uic/generate': [200, { uic: 'A' }],
  };
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const TOKEN: Dhis2Account = { kind: 'token', token: new Secret('d2pat_abcdef123456') };

/** What the check says, a line each, and what it advises. */
async function said(
  yaml = '',
  { account = TOKEN, base = `http://127.0.0.1:${port}` } = {},
): Promise<string[]> {
  const file = join(folder, 'dhis2.yaml');
  writeFileSync(file, yaml, { mode: 0o644 });
  const client = new CustomClient(base, 2, loadCustomConfig(file, { account, production: false }));
  const lines: string[] = [];
  for await (const { state, title, advice } of new CustomGateway(client).check())
    lines.push(`${state} ${title}${advice === undefined ? '' : ` → ${advice}`}`);
  await client.close();
  return lines;
}

describe('the check of a custom server', () => {
  it('tries what changes nothing, and says what it did not try', async () => {
    expect(await said()).toEqual([
      'ok Serveur : il répond',
      'ok validate (POST /api/uic/validate) : il ne connaît pas le code inventé',
      'ok search (GET /api/clients/search) : il ne connaît pas le code inventé',
      expect.stringMatching(/^untried generate .* : non essayé/),
      expect.stringMatching(/^untried create .* : non essayé, l’appeler changerait le registre/),
      'untried merge (POST /api/duplicates/merge) : désactivé',
      'untried flag (POST /api/duplicates/flag) : désactivé',
    ]);
    const called = server.received.map(({ line }) => line.split('?')[0]);
    expect(called).toEqual(['GET /', 'POST /api/uic/validate', 'GET /api/clients/search']);
  });

  it('calls generate with made-up answers where the file allows it', async () => {
    const yaml =
      "answers: { mother: { A: B } }\nendpoints: { generate: { check: true, body: { a: '{{answers.family}}', b: '{{answers.mother}}' } } }";
    expect((await said(yaml))[3]).toBe('ok generate (POST /api/uic/generate) : il donne un code');
    expect(server.received.at(-1)?.body).toEqual({ a: 'QZX', b: 'B' });
    server.replies['/api/uic/generate'] = [200, {}];
    expect((await said(yaml))[3]).toMatch(/^failed .* → Vérifiez read\.code/);
  });

  it('says when nobody answers, and stops there', async () => {
    const lines = await said('', { base: 'http://127.0.0.1:1' });
    expect(lines).toEqual([
      expect.stringMatching(/^failed Serveur : aucune réponse \(unreachable\) → .*DHIS2_BASE_URL/),
    ]);
  });

  it('says when the account is refused, an answer is misread or every code seems taken', async () => {
    server.replies['/api/uic/validate'] = [401, { message: 'Bad credentials d2pat_abcdef123456' }];
    server.replies['/api/clients/search'] = [200, { list: [] }];
    const lines = await said();
    expect(lines[1]).toMatch(
      /^failed .* : unauthorised \(http-401\) : « Bad credentials ••• » → .*DHIS2_API_TOKEN/,
    );
    expect(lines[2]).toMatch(/^failed .* : misconfigured \(shape\) → .*read de endpoints\.search/);
    server.replies['/api/uic/validate'] = [200, { exists: true }];
    expect((await said())[1]).toMatch(/^warning .* : il connaît le code inventé/);
    server.replies['/api/uic/validate'] = [422, { message: 'format' }];
    expect((await said())[1]).toMatch(/^warning .* : misconfigured \(http-422\) : « format »/);
  });

  it('warns of a secret that all can read and of calls without authentication', async () => {
    const lines = await said('endpoints: { create: { auth: { bearer: s } } }', { account: { kind: 'none' } });
    expect(lines[0]).toMatch(/^warning Fichier .* → Donnez-lui les droits 600/);
    expect(lines[1]).toMatch(/^warning Authentification : aucune pour validate, search, generate → /);
  });

  it('warns of a connection that others can read', () => {
    const config = loadCustomConfig(undefined, { account: TOKEN, production: false });
    const readable = ['http://dhis2.cd', 'https://dhis2.cd', 'http://127.0.0.1:80', 'http://[::1]/a'].map(
      (base) => new CustomClient(base, 1, config).isReadable,
    );
    expect(readable).toEqual([true, false, false, false]);
  });
});
