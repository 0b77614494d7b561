import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Logger } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Keys } from '../../src/auth/keys/keys.service.js';
import { secureServer, serverOptions } from '../../src/platform/web/server.js';
import { remote, tokenRefused } from '../../src/template-sync/template-sync.fake.js';
import { SourceError } from '../../src/template-sync/template-sync.port.js';
import { Creations } from '../../src/template-sync/backup/creations.service.js';
import { describeEachDatabase } from './databases.js';
import {
  ACCOUNT,
  ADMIN_API_KEY,
  DAY,
  guarded,
  hand,
  HOUR,
  Room,
  START,
  templates,
} from './template-sync-ground.js';

const DRAFT = {
  name: 'commande_prete',
  language: 'fr',
  category: 'UTILITY',
  components: [
    { type: 'BODY', text: 'Bonjour {{1}}, votre commande est prête.', example: { body_text: [['Awa']] } },
  ],
};

beforeEach(() => {
  jest.spyOn(Logger.prototype, 'log').mockImplementation(() => undefined);
  jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
});

describeEachDatabase('templates over HTTP', (open) => {
  const ground = open(guarded);
  const room = new Room(ground);
  let app: NestFastifyApplication;
  let address = 0;
  beforeAll(async () => {
    app = ground.module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(serverOptions));
    secureServer(app);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  afterAll(() => app.getHttpAdapter().getInstance().close());
  beforeEach(() => (address += 1));

  type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  const ask = (method: Method, url: string, payload?: object | Buffer, more: Record<string, string> = {}) =>
    app.inject({
      method,
      url: `/api/templates${url}`,
      headers: { authorization: `Bearer ${ADMIN_API_KEY}`, ...more },
      payload,
      remoteAddress: `203.0.113.${address}`,
    });
  const call = async (method: Method, url: string, payload?: object) => {
    const reply = await ask(method, url, payload);
    return { status: reply.statusCode, body: reply.json() };
  };
  const idOf = async (name: string): Promise<string> => (await room.row(name)).id;

  it('lists by filters and words, page by page in the order of names', async () => {
    room.source.templates = [
      ...templates(5),
      remote({ name: 'order', language: 'en_US', category: 'MARKETING', status: 'PAUSED' }),
      remote({ name: 'recu', components: [{ type: 'BODY', text: 'Votre Reçu n° 5_%' }] }),
    ];
    await room.door.syncTemplates();
    const first = await call('GET', '?limit=4');
    expect(first.body.items.map(({ name }: { name: string }) => name)).toEqual(
      [0, 1, 2, 3].map((n) => `modele_0000${n}`),
    );
    const second = await call('GET', `?limit=4&cursor=${first.body.nextCursor}`);
    expect(second.body).toMatchObject({
      items: [{ name: 'modele_00004' }, { name: 'order' }, { name: 'recu' }],
      nextCursor: null,
    });
    const names = async (query: string): Promise<string[]> =>
      (await call('GET', query)).body.items.map(({ name }: { name: string }) => name);
    expect(await names('?language=en-US')).toEqual(['order']);
    expect(await names('?status=PAUSED&category=MARKETING')).toEqual(['order']);
    expect(await names('?q=RECU%20votre')).toEqual(['recu']);
    expect(await names('?q=5_%25')).toEqual(['recu']);
    expect(await names('?q=5_%25x')).toEqual([]);
    expect(await names('?active=false')).toEqual([]);
    expect(await names('?name=modele_00003')).toEqual(['modele_00003']);
    expect((await call('GET', '?cursor=bm9uc2Vuc2U')).status).toBe(400);
    expect((await call('GET', '?active=maybe')).status).toBe(400);
    const one = await call('GET', `/${await idOf('order')}`);
    expect(one.body).toMatchObject({
      name: 'order',
      metaId: expect.stringMatching(/^\d+$/),
      sendable: false,
      parameterFormat: 'POSITIONAL',
      tags: [],
      revision: 1,
    });
    expect(await call('GET', `/${'0'.repeat(8)}-0000-7000-8000-000000000000`)).toMatchObject({
      status: 404,
      body: { code: 'template-sync.template-not-found' },
    });
  });

  it('is read by viewers, synchronised by operators, written by administrators', async () => {
    room.source.templates = templates(1);
    await room.door.syncTemplates();
    const id = await idOf('modele_00000');
    const keys = ground.get(Keys);
    const as = async (role: 'viewer' | 'operator') => {
      const { key } = await keys.create(role, role);
      const authorization = { authorization: `Bearer ${key}` };
      return [
        (await ask('GET', '', undefined, authorization)).statusCode,
        (await ask('POST', '/sync?wait=true', {}, authorization)).statusCode,
        (await ask('PATCH', `/${id}`, { notes: 'x' }, authorization)).statusCode,
        (await ask('DELETE', `/${id}`, undefined, authorization)).statusCode,
      ];
    };
    expect(await as('viewer')).toEqual([200, 403, 403, 403]);
    expect(await as('operator')).toEqual([200, 200, 403, 403]);
  });

  it('synchronises in the background or to the end, and tells of every run', async () => {
    room.source.templates = templates(7);
    const begun = await call('POST', '/sync');
    expect(begun).toEqual({ status: 202, body: { runId: expect.any(String) } });
    const stream = await ask('GET', `/runs/${begun.body.runId}/events`);
    expect(stream.headers['content-type']).toContain('text/event-stream');
    expect(stream.body).toContain('event: over\n');
    expect(stream.body).toContain('"added":7');
    expect((await call('GET', `/runs/${begun.body.runId}`)).body).toMatchObject({
      id: begun.body.runId,
      state: 'DONE',
      cause: 'api',
      total: 7,
      added: 7,
      linked: 7,
      errors: [],
    });
    const waited = await call('POST', '/sync?wait=true', {
      force: true,
      disable: true,
      allUsers: true,
      dryRun: false,
    });
    expect(waited).toMatchObject({
      status: 200,
      body: { total: 7, updated: 7, linked: 14, disabled: 0, failed: 0, failures: [], apiCalls: 1 },
    });
    room.source.failAt = { page: 0, error: tokenRefused() };
    expect(await call('POST', '/sync?wait=true', {})).toMatchObject({
      status: 503,
      body: { code: 'template-sync.source-token', detail: 'Le jeton est refusé : il a expiré.' },
    });
    const { body } = await call('GET', '/runs?limit=2');
    expect(body.items).toMatchObject([{ state: 'FAILED' }, { id: waited.body.runId, state: 'DONE' }]);
    expect((await call('GET', `/runs?limit=2&cursor=${body.nextCursor}`)).body.items).toHaveLength(1);
    expect((await call('POST', '/sync', { everything: true })).status).toBe(400);
    expect((await call('POST', '/sync', { accountId: 'other' })).status).toBe(404);
    expect((await call('GET', `/runs/${await idOf('modele_00000')}`)).status).toBe(404);
    expect((await call('GET', `/runs/${await idOf('modele_00000')}/events`)).status).toBe(404);
  });

  it('offers templates that are ready, and submits each once', async () => {
    const presenceOf = async (name: string) => {
      const { body } = await call('GET', '/ready');
      return body.items.find((item: { name: string }) => item.name === name).presence;
    };
    const { body } = await call('GET', '/ready');
    expect(body.items.map(({ name }: { name: string }) => name)).toContain('code_reminder');
    expect(body.items[2]).toMatchObject({
      name: 'order_status',
      purpose: 'order-status',
      texts: [{ language: 'fr' }, { language: 'en' }],
      presence: [
        { accountId: ACCOUNT, language: 'fr', templateId: null, status: null },
        { accountId: ACCOUNT, language: 'en', templateId: null, status: null },
      ],
    });
    const made = await call('POST', '/ready/order_status', { language: 'en' });
    expect(made).toMatchObject({
      status: 201,
      body: { name: 'order_status', language: 'en', category: 'UTILITY' },
    });
    const [fr, en] = await presenceOf('order_status');
    expect([fr.templateId, en.templateId]).toEqual([null, made.body.id]);
    expect(await call('POST', '/ready/order_status', { language: 'en', accountId: ACCOUNT })).toEqual(made);
    expect(await room.rows()).toHaveLength(1);
    await call('DELETE', `/${made.body.id}`);
    expect((await presenceOf('order_status'))[1]).toMatchObject({ templateId: null, status: null });
    expect((await call('GET', '/ready')).body.items).toContainEqual(
      expect.objectContaining({ name: 'code_card', category: 'UTILITY' }),
    );
    const card = await call('POST', '/ready/code_card', { language: 'fr' });
    expect([card.status, room.source.uploads]).toEqual([
      201,
      [{ name: 'card.png', mime: 'image/png', size: expect.any(Number) }],
    ]);
    expect(card.body.components[0]).toEqual({
      type: 'HEADER',
      format: 'IMAGE',
      example: { header_handle: ['4::card.png'] },
    });
    expect((await call('POST', '/ready/other', { language: 'fr' })).body.code).toBe(
      'template-sync.ready-unknown',
    );
    expect((await call('POST', '/ready/welcome', { language: 'ln' })).status).toBe(400);
    expect((await call('POST', '/ready/welcome', { language: 'fr', accountId: 'x' })).status).toBe(404);
    const { key } = await ground.get(Keys).create('operator', 'operator');
    const authorization = { authorization: `Bearer ${key}` };
    expect((await ask('POST', '/ready/welcome', { language: 'fr' }, authorization)).statusCode).toBe(403);
    expect((await ask('GET', '/ready', undefined, authorization)).statusCode).toBe(200);
  });

  it('lets a run be followed while it goes on', async () => {
    room.source.templates = templates(3);
    let goOn = (): void => undefined;
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    room.source.beforePage = () => gate;
    const { body } = await call('POST', '/sync', {});
    expect(await call('POST', '/sync', {})).toMatchObject({
      status: 409,
      body: { code: 'template-sync.sync-running', detail: expect.stringContaining(body.runId) },
    });
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    const headers = { authorization: `Bearer ${ADMIN_API_KEY}` };
    const following = request({ port, path: `/api/templates/runs/${body.runId}/events`, headers }).end();
    const [answer] = await once(following, 'response');
    answer.setEncoding('utf8');
    let text = '';
    for await (const part of answer) {
      text += part;
      if (text.includes('event: progress')) goOn();
    }
    expect(text).toMatch(/event: progress\n[\s\S]*event: over\n/);
    expect(text).toContain('"state":"DONE"');
  });

  it('tells the history and every difference with its cause', async () => {
    room.source.templates = [remote({ name: 'commande', remoteId: '1' })];
    await room.door.syncTemplates();
    hand.ms += HOUR;
    room.source.put('1', {
      status: 'PAUSED',
      components: [
        { type: 'BODY', text: 'Bonsoir {{1}}' },
        { type: 'FOOTER', text: 'À bientôt' },
      ],
    });
    await call('POST', '/sync?wait=true', {});
    hand.ms += HOUR;
    room.source.put('1', { status: 'APPROVED' });
    await room.door.syncTemplates();
    const id = await idOf('commande');
    const { body } = await call('GET', `/${id}/versions`);
    expect(body.items).toMatchObject([
      {
        revision: 3,
        cause: 'sync',
        changed: ['status'],
        createdAt: new Date(START + 2 * HOUR).toISOString(),
      },
      { revision: 2, actor: expect.stringMatching(/^key:/), snapshot: { status: 'PAUSED' } },
      { revision: 1, snapshot: { status: 'APPROVED', name: 'commande' } },
    ]);
    const diff = (await call('GET', `/${id}/diff?from=1&to=3`)).body;
    expect(diff.changes).toMatchObject([
      {
        field: 'components.BODY.text',
        from: 'Bonjour {{1}}, ceci est commande.',
        to: 'Bonsoir {{1}}',
        revision: 2,
      },
      { field: 'components.BODY.example', to: null },
      { field: 'components.FOOTER', from: null, to: { type: 'FOOTER', text: 'À bientôt' }, cause: 'sync' },
    ]);
    expect(diff.changes[0].actor).toMatch(/^key:/);
    const last = await call('GET', `/${id}/diff`);
    expect(last.body).toMatchObject({
      from: { revision: 2 },
      to: { revision: 3 },
      changes: [{ field: 'status', from: 'PAUSED', to: 'APPROVED', revision: 3, actor: 'system:relais' }],
    });
    const named = await call('GET', `/${id}/diff?from=${body.items[2].id}&to=${body.items[0].id}`);
    expect(named.body.changes).toEqual(diff.changes);
    expect((await call('GET', `/${id}/diff?from=1&to=9`)).body.code).toBe('template-sync.version-not-found');
    expect((await call('GET', `/${id}/diff?from=x`)).status).toBe(400);
    expect((await call('GET', `/${id}/versions?limit=2`)).body.nextCursor).not.toBeNull();
  });

  it('keeps what people write, shows it in previews, and checks calls', async () => {
    room.source.templates = [remote({ name: 'commande' })];
    await room.door.syncTemplates();
    const id = await idOf('commande');
    await call('PATCH', `/${id}`, {
      tags: ['vip', 'boutique'],
      notes: 'à relire',
      defaults: { 1: 'cher client' },
    });
    expect((await call('PATCH', `/${id}`, { notes: null })).body).toMatchObject({
      tags: ['vip', 'boutique'],
      notes: null,
      defaults: { 1: 'cher client' },
    });
    expect((await call('PATCH', `/${id}`, { defaults: { 1: { deep: true } } })).status).toBe(400);
    expect((await call('PATCH', `/${id}`, { colour: 'red' })).status).toBe(400);
    const body = async (query: string) => (await call('GET', `/${id}/preview${query}`)).body.body;
    expect(await body('')).toBe('Bonjour cher client, ceci est commande.');
    expect(await body('?1=Awa')).toBe('Bonjour Awa, ceci est commande.');
    expect(await body(`?values=${encodeURIComponent('{"1":"Léa"}')}`)).toBe(
      'Bonjour Léa, ceci est commande.',
    );
    const good = {
      name: 'commande',
      language: { code: 'fr' },
      components: [{ type: 'body', parameters: [{ type: 'text', text: 'Awa' }] }],
    };
    expect((await call('POST', `/${id}/validate`, good)).body).toEqual({ valid: true, faults: [] });
    expect((await call('POST', `/${id}/validate`, { template: good })).body.valid).toBe(true);
    const bad = await call('POST', `/${id}/validate`, { ...good, components: [] });
    expect(bad).toMatchObject({ status: 200, body: { valid: false, faults: [{ code: '132000' }] } });
    expect(await room.door.check('waba-1', good)).toEqual([]);
    expect(await room.door.check('waba-1', { ...good, name: 'absent' })).toMatchObject([{ code: '132001' }]);
    expect(await room.door.check('waba-1', 'nonsense')).toHaveLength(1);
    const { name, language } = good;
    const categories = [name, 'absent'].map((each) => room.door.categoryOf('waba-1', each, language.code));
    expect(await Promise.all(categories)).toEqual(['UTILITY', null]);
    const mirrored = ['waba-1', 'elsewhere'].map((account) => room.door.mirrors(account));
    expect(await Promise.all(mirrored)).toEqual([true, false]);
    expect(await room.door.check('waba-1', { ...good, language: { code: 'en_US' } })).toMatchObject([
      { code: '132001' },
    ]);
  });

  it('reports, compares with the source, and gives a table that no spreadsheet calculates', async () => {
    room.source.templates = [
      ...templates(3),
      remote({ name: '=cmd', language: 'fr', quality: null, category: 'MARKETING' }),
    ];
    await room.door.syncTemplates();
    room.source.put('100001', { status: 'PAUSED', quality: 'RED' });
    room.source.templates = [...room.source.templates.slice(1, 3), remote({ name: 'neuf' })];
    expect((await call('GET', '/report')).body).toEqual({
      total: 4,
      byStatus: { APPROVED: 4 },
      byCategory: { MARKETING: 1, UTILITY: 3 },
      byLanguage: { fr: 4 },
      byQuality: { GREEN: 3, UNKNOWN: 1 },
      comparison: null,
    });
    const before = await room.tables();
    const { comparison } = (await call('GET', '/report?compare=true')).body;
    expect(comparison.missingHere).toEqual([{ name: 'neuf', language: 'fr' }]);
    expect(comparison.missingThere).toHaveLength(2);
    expect(comparison.different).toEqual([
      { name: 'modele_00001', language: 'fr', fields: ['status', 'quality'] },
    ]);
    expect(await room.tables()).toBe(before);
    const csv = await ask('GET', '/report?format=csv&compare=true');
    expect(csv.headers['content-type']).toContain('text/csv');
    expect(csv.body).toContain("missingThere,'=cmd,fr,,\r\n");
    room.source.failAt = { page: 0, error: tokenRefused() };
    expect((await call('GET', '/report?compare=true')).body).toMatchObject({ total: 4, comparison: null });
    expect((await call('GET', '/report?format=pdf')).status).toBe(400);
  });

  it('creates: faults are named before anything leaves, then the source, then a version', async () => {
    const bad = await call('POST', '', {
      ...DRAFT,
      name: 'Commande Prête',
      components: [{ type: 'FOOTER', text: 'x' }],
    });
    expect(bad).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
    expect(bad.body.errors.length).toBeGreaterThanOrEqual(2);
    expect((await call('POST', '/lint', { ...DRAFT, name: 'Commande Prête' })).body).toMatchObject({
      valid: false,
    });
    expect((await call('POST', '/lint', DRAFT)).body).toEqual({ valid: true, faults: [] });
    expect(room.source.templates).toEqual([]);
    const made = await call('POST', '', DRAFT);
    expect(made).toMatchObject({
      status: 201,
      body: { name: 'commande_prete', status: 'PENDING', active: true, sendable: false, metaId: '5001' },
    });
    expect((await room.versions())[0]).toMatchObject({ cause: 'api', actor: expect.stringMatching(/^key:/) });
    expect(await room.door.syncTemplates()).toMatchObject({ unchanged: 1 });
    room.source.refusal = new SourceError('refused', 'Ce nom existe déjà.');
    expect(await call('POST', '', { ...DRAFT, name: 'autre' })).toMatchObject({
      status: 400,
      body: { detail: 'Ce nom existe déjà.' },
    });
    expect(await room.rows()).toHaveLength(1);
  });

  it('creates a hundred an hour and says when the next one may be', async () => {
    const accountId = room.source.accounts[0] ?? '';
    const creations = ground.get(Creations);
    while ((await creations.take(accountId)) === null);
    const refused = await call('POST', '', { ...DRAFT, name: 'de_trop' });
    expect(refused).toMatchObject({ status: 429, body: { code: 'template-sync.creations-spent' } });
    expect(room.source.templates).toEqual([]);
  });

  it('edits an approved template once a day and ten times a month, and removes it', async () => {
    room.source.templates = [
      remote({ name: 'commande', remoteId: '1' }),
      remote({ name: 'commande', language: 'en_US', remoteId: '2' }),
    ];
    await room.door.syncTemplates();
    const { id } = (await room.rows()).find(({ language }) => language === 'fr')!;
    const edit = (n: number) =>
      call('PUT', `/${id}`, { components: [{ type: 'BODY', text: `Bonsoir, texte ${n}.` }] });
    expect(await edit(1)).toMatchObject({ status: 200, body: { status: 'PENDING', revision: 2 } });
    expect(await edit(2)).toMatchObject({ status: 409, body: { code: 'template-sync.not-editable' } });
    const approve = async (): Promise<void> => {
      room.source.put('1', { status: 'APPROVED' });
      await room.door.syncTemplates();
    };
    await approve();
    expect(await edit(3)).toMatchObject({ status: 429, body: { code: 'template-sync.edits-spent' } });
    for (let n = 2; n <= 10; n++) {
      hand.ms += DAY + HOUR;
      expect((await edit(n)).status).toBe(200);
      await approve();
    }
    hand.ms += DAY + HOUR;
    expect((await edit(11)).status).toBe(429);
    hand.ms = START + 30 * DAY + HOUR;
    expect((await edit(12)).status).toBe(200);
    expect((await call('DELETE', `/${id}`)).body).toEqual({ removed: 1 });
    expect(room.source.removed).toEqual([{ name: 'commande', remoteId: '1' }]);
    expect((await room.rows()).map(({ language, active }) => [language, active])).toEqual([
      ['en_US', true],
      ['fr', false],
    ]);
    expect((await call('DELETE', `/${id}`)).status).toBe(409);
    const other = (await room.rows())[0]!.id;
    expect((await call('DELETE', `/${other}?allLanguages=true`)).body).toEqual({ removed: 1 });
  });

  it('takes an example of a medium as it is, and nothing else', async () => {
    const image = Buffer.alloc(3_000_000, 7);
    const reply = await ask('POST', '/media?name=affiche.jpg', image, { 'content-type': 'image/jpeg' });
    expect([reply.statusCode, reply.json()]).toEqual([201, { handle: '4::affiche.jpg' }]);
    expect(room.source.uploads).toEqual([{ name: 'affiche.jpg', mime: 'image/jpeg', size: 3_000_000 }]);
    const large = Buffer.alloc(5_300_000);
    expect((await ask('POST', '/media', large, { 'content-type': 'image/png' })).statusCode).toBe(400);
    expect((await ask('POST', '/media', Buffer.alloc(9), { 'content-type': 'image/bmp' })).statusCode).toBe(
      415,
    );
    expect((await call('POST', '/media', { not: 'a medium' })).status).toBe(400);
    const anonymous = { 'content-type': 'image/jpeg', authorization: 'Bearer nobody' };
    expect((await ask('POST', '/media', image, anonymous)).statusCode).toBe(401);
    expect((await ask('POST', '/sync', image, { 'content-type': 'image/jpeg' })).statusCode).toBe(400);
    expect(room.source.uploads).toHaveLength(1);
  });
});
