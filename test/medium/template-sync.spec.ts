import { Logger } from '@nestjs/common';
import { Alerts } from '../../src/platform/alerts/alerts.js';
import { Database } from '../../src/platform/database/database.js';
import { schemaDrift } from '../../src/platform/database/migrate.js';
import { MirrorRepository } from '../../src/template-sync/mirror/mirror.repository.js';
import { TemplateRow } from '../../src/template-sync/mirror/template.entity.js';
import { VersionRow } from '../../src/template-sync/mirror/version.entity.js';
import { RunRow } from '../../src/template-sync/runs/run.entity.js';
import { Runs } from '../../src/template-sync/runs/runs.service.js';
import { page, remote, tokenRefused } from '../../src/template-sync/template-sync.fake.js';
import {
  type RemoteTemplate,
  SourceError,
  type TemplatePage,
} from '../../src/template-sync/template-sync.port.js';
import { describeEachDatabase } from './databases.js';
import { ACCOUNT, HOUR, hand, Room, START, templates, wanted } from './template-sync-ground.js';

beforeEach(() => {
  jest.spyOn(Logger.prototype, 'log').mockImplementation(() => undefined);
  jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
});

describeEachDatabase('the mirror of the templates', (open) => {
  const ground = open(wanted);
  const room = new Room(ground);
  const sync = (options = {}) => room.door.syncTemplates(options);

  it('has tables that fit the entities', async () => {
    expect(await schemaDrift(ground.source)).toEqual([]);
  });

  it('copies every template with its first version, and counts it', async () => {
    room.source.templates = templates(250);
    const statistics = await sync();
    expect(statistics).toMatchObject({
      total: 250,
      added: 250,
      updated: 0,
      unchanged: 0,
      failed: 0,
      apiCalls: 3,
    });
    const rows = await room.rows();
    expect(rows).toHaveLength(250);
    expect(rows[7]).toMatchObject({
      accountId: ACCOUNT,
      name: 'modele_00007',
      language: 'fr',
      remoteId: '100007',
      active: true,
      revision: 1,
      quality: 'GREEN',
    });
    expect(JSON.parse(rows[7]!.components)).toEqual(room.source.templates[7]!.components);
    const versions = await room.versions();
    expect(versions).toHaveLength(250);
    expect(versions[0]).toMatchObject({
      cause: 'sync',
      actor: 'system:relais',
      runId: statistics.runId,
      revision: 1,
    });
    expect(await room.runs()).toMatchObject([
      { id: statistics.runId, state: 'DONE', kind: 'FULL', total: 250, pages: 3, errorCode: null },
    ]);
  });

  it('writes nothing but the record of the run when nothing changed', async () => {
    room.source.templates = templates(120);
    await room.door.fullSync();
    const before = await room.tables();
    const database = ground.get(Database);
    const writes = ['insertMany', 'insertIfAbsent', 'updateMany'] as const;
    const written = new Set<unknown>();
    for (const name of writes) {
      const real = database[name].bind(database) as (
        entity: unknown,
        rows: unknown[],
        keys?: unknown,
      ) => Promise<unknown>;
      jest.spyOn(database, name).mockImplementation(((entity: unknown, rows: unknown[], keys?: unknown) => {
        if (rows.length > 0) written.add(entity);
        return real(entity, rows, keys);
      }) as never);
    }
    hand.ms += HOUR;
    expect(await room.door.fullSync()).toMatchObject({
      total: 120,
      unchanged: 120,
      updated: 0,
      added: 0,
      disabled: 0,
      linked: 0,
    });
    expect([...written]).toEqual([RunRow]);
    expect(await room.tables()).toBe(before);
  });

  it('writes only what changed, one version each', async () => {
    room.source.templates = templates(600);
    await sync();
    const before = new Map((await room.rows()).map((row) => [row.name, { ...row }]));
    hand.ms += HOUR;
    for (const n of [3, 99, 100, 250, 400, 599]) room.source.put(String(100_000 + n), { status: 'PAUSED' });
    expect(await sync()).toMatchObject({ total: 600, updated: 6, unchanged: 594, added: 0 });
    const changed = (await room.rows()).filter(
      (row) => JSON.stringify(before.get(row.name)) !== JSON.stringify(row),
    );
    expect(changed.map(({ name, status, revision }) => [name, status, revision])).toEqual(
      ['00003', '00099', '00100', '00250', '00400', '00599'].map((n) => [`modele_${n}`, 'PAUSED', 2]),
    );
    const versions = await room.versions();
    expect(versions).toHaveLength(606);
    expect(versions.filter(({ revision }) => revision === 2)).toHaveLength(6);
  });

  it('rewrites every row when forced, without a version of what says nothing new', async () => {
    room.source.templates = templates(30);
    await sync();
    hand.ms += HOUR;
    expect(await sync({ force: true })).toMatchObject({ updated: 30, unchanged: 0 });
    expect((await room.rows()).every(({ updatedAt }) => updatedAt.getTime() === START + HOUR)).toBe(true);
    expect(await room.versions()).toHaveLength(30);
  });

  it('marks what is gone as inactive, only when asked, and active again when it is back', async () => {
    room.source.templates = templates(10);
    await sync();
    const [lost] = room.source.templates.splice(4, 1);
    expect(await sync()).toMatchObject({ disabled: 0 });
    expect(await room.row('modele_00004')).toMatchObject({ active: true });
    expect(await sync({ disable: true })).toMatchObject({ disabled: 1, total: 9 });
    expect(await room.row('modele_00004')).toMatchObject({ active: false, revision: 2 });
    expect(await sync({ disable: true })).toMatchObject({ disabled: 0, unchanged: 9 });
    room.source.templates.push(lost!);
    expect(await sync({ disable: true })).toMatchObject({ updated: 1, unchanged: 9 });
    expect(await room.row('modele_00004')).toMatchObject({ active: true, revision: 3 });
    expect((await room.versions()).map(({ revision }) => revision).filter((n) => n === 3)).toHaveLength(1);
  });

  it('disables orphans alone when only that is asked', async () => {
    room.source.templates = templates(4);
    await sync();
    room.source.put('100000', { status: 'PAUSED' });
    room.source.templates.pop();
    expect(await room.door.disableOrphanedTemplates()).toBe(1);
    expect(await room.row('modele_00000')).toMatchObject({ status: 'APPROVED', active: true });
    expect(await room.row('modele_00003')).toMatchObject({ active: false });
  });

  it('takes an example of a medium under another address for the same', async () => {
    const header = (url: string) => [
      { type: 'HEADER', format: 'IMAGE', example: { header_handle: [url] } },
      { type: 'BODY', text: 'Bonjour' },
    ];
    room.source.templates = [
      remote({ name: 'affiche', components: header('https://cdn.example/a.jpg?oe=1&sig=x') }),
    ];
    await sync();
    room.source.templates = [
      remote({ name: 'affiche', components: header('https://cdn2.example/b.jpg?oe=2&sig=y') }),
    ];
    expect(await sync()).toMatchObject({ unchanged: 1, updated: 0 });
    room.source.templates = [
      remote({ name: 'affiche', components: header('https://cdn2.example/b.jpg').toReversed() }),
    ];
    expect(await sync()).toMatchObject({ updated: 1 });
  });

  it('never touches what people wrote to a template, not even when forced', async () => {
    room.source.templates = templates(2);
    await sync();
    const { id } = await room.row('modele_00001');
    const { Library } = await import('../../src/template-sync/library.service.js');
    await ground
      .get(Library)
      .annotate(id, { tags: ['vip'], notes: 'à relire', owner: 'Awa', defaults: { 1: 'cher client' } });
    const before = JSON.stringify(await room.locals());
    room.source.put('100001', { status: 'REJECTED' });
    await room.door.fullSync({ force: true });
    room.source.templates.pop();
    await room.door.fullSync({ force: true });
    expect(JSON.stringify(await room.locals())).toBe(before);
    expect(await room.door.preview(id, {})).toMatchObject({
      body: 'Bonjour cher client, ceci est modele_00001.',
    });
  });

  it('links to the administrators, or to everybody, each link once', async () => {
    room.source.templates = templates(5);
    expect(await room.door.syncTemplatesWithUsers()).toMatchObject({ linked: 5 });
    expect(await room.door.syncTemplatesWithUsers()).toMatchObject({ linked: 0 });
    room.source.templates.push(remote({ name: 'nouveau' }));
    expect(await room.door.syncTemplatesWithUsers({ allUsers: true })).toMatchObject({
      added: 1,
      linked: 13,
    });
    expect(await room.links()).toHaveLength(18);
    expect(await sync()).toMatchObject({ linked: 0 });
  });

  it('only says what would happen in a dry run', async () => {
    room.source.templates = templates(8);
    await sync();
    const before = await room.tables();
    room.source.put('100001', { status: 'PAUSED' });
    room.source.templates.pop();
    room.source.templates.push(remote({ name: 'nouveau' }));
    expect(await room.door.syncTemplatesWithUsers({ dryRun: true, disable: true })).toMatchObject({
      added: 1,
      updated: 1,
      unchanged: 6,
      disabled: 1,
      linked: 9,
    });
    expect(await room.tables()).toBe(before);
    expect((await room.runs()).at(-1)).toMatchObject({ state: 'DONE', dryRun: true });
  });

  it('asks for what changed since, by the clock of the source, between complete runs', async () => {
    const dated = (n: number) => new Date(START - 10 * HOUR + n * 60_000);
    room.source.templates = templates(20).map((template, n) => ({ ...template, updatedAt: dated(n) }));
    expect(await sync({ incremental: true })).toMatchObject({ total: 20 });
    room.source.put('100003', { status: 'PAUSED', updatedAt: dated(30) });
    expect(await sync({ incremental: true })).toMatchObject({
      total: 2,
      updated: 1,
      unchanged: 1,
      disabled: 0,
    });
    expect(room.source.listings.map(({ since }) => since)).toEqual([undefined, dated(19)]);
    expect(await sync({ incremental: true })).toMatchObject({ total: 1, unchanged: 1 });
    expect(room.source.listings.at(-1)).toMatchObject({ since: dated(30) });
    expect((await room.rows()).every(({ active }) => active)).toBe(true);
    expect((await room.runs()).map(({ kind }) => kind)).toEqual(['FULL', 'INCREMENTAL', 'INCREMENTAL']);
  });

  it('keeps kinds, states and categories that nobody knows as they came, as not sendable', async () => {
    room.source.templates = [
      remote({ name: 'connu' }),
      remote({ name: 'etat', status: 'ENCHANTED' }),
      remote({ name: 'categorie', category: 'HOROSCOPE' }),
      remote({
        name: 'composant',
        components: [
          { type: 'BODY', text: 'Bonjour' },
          { type: 'HOLOGRAM', depth: 3 },
        ],
      }),
    ];
    expect(await sync()).toMatchObject({ added: 4, failed: 0 });
    const { Library } = await import('../../src/template-sync/library.service.js');
    const { TemplateDto, TemplatesQuery } = await import('../../src/template-sync/template-sync.dto.js');
    const { items } = await ground.get(Library).list(Object.assign(new TemplatesQuery(), { limit: 50 }));
    const seen = items.map((template) => TemplateDto.of(template));
    expect(seen.map(({ name, sendable }) => [name, sendable])).toEqual([
      ['categorie', false],
      ['composant', false],
      ['connu', true],
      ['etat', false],
    ]);
    expect(seen[1]?.components[1]).toEqual({ type: 'HOLOGRAM', depth: 3 });
    expect(seen[3]?.status).toBe('ENCHANTED');
  });

  it('records malformed ones and goes on; what they stand for is not gone', async () => {
    room.source.templates = templates(6);
    await sync();
    const [, odd, ...rest] = room.source.templates;
    const broken = { ...odd!, components: '[{"type":"BODY"}]' } as unknown as RemoteTemplate;
    room.source.script = async function* () {
      yield page([broken, ...rest.slice(1)], {
        malformed: [{ name: 'modele_00002', language: '', reason: 'Sans langue.' }],
      });
    };
    const statistics = await sync({ disable: true });
    expect(statistics).toMatchObject({ total: 5, unchanged: 3, failed: 2, disabled: 1 });
    expect(statistics.failures).toEqual([
      { name: 'modele_00001', language: 'fr', reason: 'Les composants ne sont pas une liste.' },
      { name: 'modele_00002', language: '', reason: 'Sans langue.' },
    ]);
    const active = (await room.rows()).filter((row) => row.active).map(({ name }) => name);
    expect(active).toEqual(['modele_00001', 'modele_00002', 'modele_00003', 'modele_00004', 'modele_00005']);
  });

  it('takes the last of several in a listing, and says so', async () => {
    room.source.templates = [
      remote({ name: 'double', status: 'PENDING' }),
      remote({ name: 'autre' }),
      remote({ name: 'double', status: 'APPROVED' }),
    ];
    expect(await sync()).toMatchObject({ total: 2, added: 2, failed: 0 });
    expect(await room.row('double')).toMatchObject({ status: 'APPROVED', revision: 1 });
    const report = await ground.get(Runs).report((await room.runs())[0]!.id);
    expect(report.notes).toMatchObject([{ name: 'double', language: 'fr' }]);
    room.source.templates = [remote({ name: 'double', status: 'PAUSED' }), ...room.source.templates.slice(1)];
    expect(await sync()).toMatchObject({ total: 2, unchanged: 2, updated: 0 });
  });

  it('takes en-US and en_US for one language, and a text of a megabyte as it is', async () => {
    const long = 'é'.repeat(500_000);
    room.source.templates = [
      remote({ name: 'long', language: 'en-US', components: [{ type: 'BODY', text: long }] }),
    ];
    await sync();
    room.source.templates = [{ ...room.source.templates[0]!, language: 'en_US' }];
    expect(await sync()).toMatchObject({ unchanged: 1 });
    expect(JSON.parse((await room.row('long')).components)).toEqual([{ type: 'BODY', text: long }]);
  });

  describe('when a listing cannot be trusted', () => {
    const changedAndShorter = (): RemoteTemplate[] =>
      room.source.templates.slice(0, 25).map((template) => ({ ...template, status: 'PAUSED' }));
    const faults: [string, (room: Room) => void, string][] = [
      [
        'a page fails',
        ({ source }) =>
          void (source.failAt = {
            page: 2,
            error: new SourceError('unreachable', 'La source ne répond pas.'),
          }),
        'template-sync.source-unreachable',
      ],
      [
        'it is cut',
        ({ source }) =>
          void (source.failAt = {
            page: 1,
            error: new SourceError('malformed-answer', 'La liste est coupée.'),
          }),
        'template-sync.source-malformed-answer',
      ],
      [
        'a cursor is refused',
        ({ source }) =>
          void (source.failAt = { page: 1, error: new SourceError('cursor', 'Le curseur est refusé.') }),
        'template-sync.source-cursor',
      ],
      [
        'the token is refused',
        ({ source }) => void (source.failAt = { page: 0, error: tokenRefused() }),
        'template-sync.source-token',
      ],
      [
        'it turns in circles',
        ({ source }) => {
          const pages = source.templates.slice(0, 10);
          source.script = async function* (): AsyncGenerator<TemplatePage> {
            for (;;) yield page(pages);
          };
        },
        'template-sync.listing-loops',
      ],
      [
        'it names less than half of what is known',
        ({ source }) => void (source.templates = changedAndShorter().slice(0, 14)),
        'template-sync.listing-shrank',
      ],
      ['it is empty', ({ source }) => void (source.templates = []), 'template-sync.listing-shrank'],
    ];

    it.each(faults)('because %s, the tables are as before and the run says why', async (_, spoil, code) => {
      room.source.pageSize = 10;
      room.source.templates = templates(30);
      await room.door.fullSync();
      const before = await room.tables();
      room.source.templates = room.source.templates.map((template) => ({ ...template, status: 'PAUSED' }));
      spoil(room);
      await expect(room.door.fullSync({ force: true })).rejects.toMatchObject({ code });
      expect(await room.tables()).toBe(before);
      const [, failed] = await room.runs();
      expect(failed).toMatchObject({
        state: 'FAILED',
        errorCode: code,
        added: 0,
        updated: 0,
        disabled: 0,
        phase: 'over',
      });
      expect(failed!.error).toMatch(/^[A-ZL].{10,}\.$/s);
      expect(failed!.slot).toBe(failed!.id);
    });

    it('believes a short one when told to', async () => {
      room.source.templates = templates(10);
      await room.door.fullSync();
      room.source.templates.length = 2;
      expect(await room.door.fullSync({ allowShrink: true })).toMatchObject({ disabled: 8 });
    });
  });

  it('leaves nothing of a run whose writing fails', async () => {
    room.source.templates = templates(40);
    await sync();
    const before = await room.tables();
    room.source.put('100001', { status: 'PAUSED' });
    room.source.templates.pop();
    room.source.templates.push(remote({ name: 'nouveau' }));
    jest.spyOn(ground.get(MirrorRepository), 'deactivate').mockRejectedValue(new Error('disk full'));
    await expect(room.door.fullSync()).rejects.toThrow('disk full');
    expect(await room.tables()).toBe(before);
    expect((await room.runs()).at(-1)).toMatchObject({ state: 'FAILED', errorCode: 'template-sync.failed' });
  });

  it('does not write over what somebody changed after it was read', async () => {
    room.source.templates = templates(3);
    await sync();
    room.source.put('100001', { quality: 'RED' });
    const row = await room.row('modele_00001');
    room.source.beforePage = async () => {
      await ground.source.manager.update(TemplateRow, { id: row.id }, { status: 'PAUSED', revision: 2 });
    };
    expect(await sync()).toMatchObject({ updated: 0, unchanged: 3 });
    expect(await room.row('modele_00001')).toMatchObject({ status: 'PAUSED', quality: 'GREEN', revision: 2 });
    expect(await ground.source.manager.countBy(VersionRow, { templateId: row.id })).toBe(1);
  });

  it('raises one alert after five failures in a row, and the next success closes it', async () => {
    const alerts = ground.get<Alerts>(Alerts);
    room.source.templates = templates(3);
    await sync();
    room.source.failAt = { page: 0, error: tokenRefused() };
    for (let n = 1; n <= 7; n++) {
      await expect(sync()).rejects.toThrow('expiré');
      expect(await alerts.open()).toHaveLength(n < 5 ? 0 : 1);
    }
    expect(await alerts.open()).toMatchObject([{ key: `template-sync.failing:${ACCOUNT}` }]);
    room.source.failAt = null;
    await sync();
    expect(await alerts.open()).toEqual([]);
  });

  it('goes on with the next account when one fails, and tells of both', async () => {
    room.source.accounts.push('waba-2');
    room.source.templates = templates(3);
    let calls = 0;
    room.source.beforePage = async () => {
      if (++calls === 1) throw tokenRefused();
    };
    await expect(sync()).rejects.toMatchObject({ code: 'template-sync.source-token' });
    expect((await room.rows()).map(({ accountId }) => accountId)).toEqual(['waba-2', 'waba-2', 'waba-2']);
    const [first] = await room.runs();
    const report = await ground.get(Runs).report(first!.id);
    expect(report).toMatchObject({
      state: 'FAILED',
      accounts: [ACCOUNT, 'waba-2'],
      added: 3,
      errors: [{ accountId: ACCOUNT, code: 'template-sync.source-token' }],
    });
  });

  it('says that no account is configured', async () => {
    room.source.accounts.length = 0;
    await expect(sync()).rejects.toMatchObject({ code: 'template-sync.account-unknown' });
    await expect(sync({ accountId: 'other' })).rejects.toMatchObject({
      code: 'template-sync.account-unknown',
    });
  });
});
