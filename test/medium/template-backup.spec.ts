import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Clock } from '../../src/kernel/clock.js';
import { newId } from '../../src/platform/database/id.js';
import { AuditTrail } from '../../src/platform/web/audit.js';
import { RememberedAudit } from '../../src/platform/web/audit.fake.js';
import { runAs } from '../../src/platform/web/request-context.js';
import { BackupRepository } from '../../src/template-sync/backup/backup.repository.js';
import { Backup } from '../../src/template-sync/backup/backup.service.js';
import { CreationRow } from '../../src/template-sync/backup/creation.entity.js';
import { CreationRepository } from '../../src/template-sync/backup/creation.repository.js';
import { Creations } from '../../src/template-sync/backup/creations.service.js';
import { Maker } from '../../src/template-sync/backup/maker.service.js';
import type { Recreated } from '../../src/template-sync/backup/recreation.js';
import { type RecreateOptions, Recreation } from '../../src/template-sync/backup/recreation.service.js';
import { Restoration } from '../../src/template-sync/backup/restore.service.js';
import { Adoption } from '../../src/template-sync/mirror/adoption.service.js';
import { LinkRow } from '../../src/template-sync/mirror/link.entity.js';
import { LocalRow } from '../../src/template-sync/mirror/local.entity.js';
import { MirrorRepository } from '../../src/template-sync/mirror/mirror.repository.js';
import { TemplateRow } from '../../src/template-sync/mirror/template.entity.js';
import { TemplatesRepository } from '../../src/template-sync/mirror/templates.repository.js';
import { VersionRow } from '../../src/template-sync/mirror/version.entity.js';
import { recordedTemplates } from '../../src/template-sync/rules/recorded.fake.js';
import { SourceRegistry } from '../../src/template-sync/sources.js';
import {
  type RemoteTemplate,
  SourceError,
  type TemplateDraft,
  type TemplatePage,
  TemplateSource,
} from '../../src/template-sync/template-sync.port.js';
import { describeEachDatabase, expectNoDrift } from './databases.js';

const HOUR = 3_600_000;
const ACCOUNT = '102290129340398';
const hand = { ms: Date.UTC(2026, 10, 20, 9) };
class Hand extends Clock {
  now(): Date {
    return new Date(hand.ms);
  }
}

const ENTITIES = [TemplateRow, VersionRow, LocalRow, LinkRow, CreationRow];
const WANTED = {
  entities: ENTITIES,
  providers: [
    Adoption,
    Backup,
    BackupRepository,
    CreationRepository,
    Creations,
    Maker,
    MirrorRepository,
    Recreation,
    Restoration,
    SourceRegistry,
    TemplatesRepository,
    { provide: Clock, useClass: Hand },
    { provide: AuditTrail, useClass: RememberedAudit },
  ],
  poolSize: 6,
};

/** A source in memory that refuses, breaks and lags as it is told. */
class Shop extends TemplateSource {
  readonly accounts = [ACCOUNT, 'another'];
  readonly shelf = new Map<string, RemoteTemplate>();
  readonly created: string[] = [];
  readonly drafts: TemplateDraft[] = [];
  readonly uploads: { name: string; mime: string; bytes: Buffer }[] = [];
  refuse: (draft: TemplateDraft) => SourceError | null = () => null;
  /** Whether listings show what is there. */
  lags = false;
  listingFails = false;

  async *all(): AsyncGenerator<TemplatePage> {
    await Promise.resolve();
    if (this.listingFails) throw new SourceError('unreachable', 'La source ne répond pas.');
    yield { templates: this.lags ? [] : [...this.shelf.values()], malformed: [], calls: 1, usage: null };
  }

  one(_: string, remoteId: string): Promise<RemoteTemplate | null> {
    return Promise.resolve([...this.shelf.values()].find((each) => each.remoteId === remoteId) ?? null);
  }

  async create(
    _: string,
    draft: TemplateDraft,
  ): Promise<{ remoteId: string; status: string; category: string }> {
    await Promise.resolve();
    const refusal = this.refuse(draft);
    if (refusal) throw refusal;
    const key = `${draft.name} ${draft.language}`;
    if (this.shelf.has(key)) throw new SourceError('duplicate', 'Ce modèle existe déjà.');
    const made = { remoteId: `9${this.created.length}`, status: 'PENDING', category: draft.category };
    this.shelf.set(key, { ...blank, ...draft, ...made });
    this.created.push(draft.name);
    this.drafts.push(draft);
    return made;
  }

  upload(_: string, file: { name: string; mime: string; bytes: Buffer }): Promise<string> {
    this.uploads.push(file);
    return Promise.resolve(`4::${file.name}`);
  }

  edit(): Promise<void> {
    throw new Error('not asked for');
  }

  remove(): Promise<void> {
    throw new Error('not asked for');
  }
}

const blank = {
  parameterFormat: 'POSITIONAL' as const,
  quality: null,
  rejectedReason: null,
  subCategory: null,
  previousCategory: null,
  correctCategory: null,
  updatedAt: null,
  extra: {},
};

const folder = mkdtempSync(join(tmpdir(), 'template-backup-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const freshFile = (): string => join(folder, `${++files}.json`);

describeEachDatabase('template backups', (open) => {
  const full = open(WANTED);
  const empty = open(WANTED);
  const file = join(folder, `shared-${Math.random()}.json`);

  const table = async (ground: typeof full) => ({
    templates: await ground.database.manager.find(TemplateRow, { order: { id: 'ASC' } }),
    versions: await ground.database.manager.find(VersionRow, { order: { id: 'ASC' } }),
    metadata: await ground.database.manager.find(LocalRow, { order: { templateId: 'ASC' } }),
    links: await ground.database.manager.find(LinkRow, { order: { userId: 'ASC', templateId: 'ASC' } }),
  });
  const back = (path: string): Promise<unknown> => empty.get(Restoration).restore(path);
  const codeOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => 'no error',
      (error: unknown) => (error as { code?: unknown }).code ?? error,
    );

  async function stock(count: number): Promise<void> {
    const { manager } = full.database;
    const templates = Array.from({ length: count }, (_, place) => templateRow(place));
    await full.database.insertMany(TemplateRow, templates);
    for (const [place, { id, revision }] of templates.entries()) {
      await full.database.insertMany(
        VersionRow,
        Array.from({ length: revision }, (_, at) => versionRow(id, at + 1)),
      );
      if (place % 3 === 0) await manager.insert(LocalRow, localRow(id));
    }
    const users = [newId(), newId()];
    await full.database.insertMany(
      LinkRow,
      templates.flatMap(({ id }) =>
        users.map((userId) => ({ userId, templateId: id, createdAt: new Date(hand.ms) })),
      ),
    );
  }

  it('have tables that fit their entities', async () => {
    await expectNoDrift(full);
  });

  it('restored into an empty database give the same tables', async () => {
    await stock(450);
    const written = await full.get(Backup).write(file);
    expect(written).toEqual({ templates: 450, versions: 900, metadata: 150, links: 900 });
    expect(await empty.get(Restoration).restore(file)).toEqual({ ...written, present: 0 });
    expect(await table(empty)).toEqual(await table(full));
    expect(empty.get<RememberedAudit>(AuditTrail).entries.at(-1)).toEqual({
      action: 'templates.restored',
      detail: written,
    });
  });

  it('are one JSON file that any tool can read', async () => {
    await stock(3);
    const path = freshFile();
    await full.get(Backup).write(path);
    const whole = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown[]>;
    expect(Object.keys(whole)).toEqual([
      'format',
      'version',
      'createdAt',
      'templates',
      'versions',
      'metadata',
      'links',
      'counts',
      'checksum',
    ]);
    expect(whole['templates']).toHaveLength(3);
  });

  it('of nothing restore to nothing', async () => {
    const path = freshFile();
    await full.get(Backup).write(path);
    expect(await empty.get(Restoration).restore(path)).toMatchObject({ templates: 0, versions: 0 });
  });

  it('of one account hold that account only, in writing and in restoring', async () => {
    await stock(4);
    await full.database.manager.update(TemplateRow, { name: 'template_1' }, { accountId: 'another' });
    const [one, all] = [freshFile(), freshFile()];
    expect(await full.get(Backup).write(one, 'another')).toEqual({
      templates: 1,
      versions: 2,
      metadata: 0,
      links: 2,
    });
    await full.get(Backup).write(all);
    expect(await empty.get(Restoration).restore(all, { accountId: 'another' })).toMatchObject({
      templates: 1,
      versions: 2,
    });
    expect((await table(empty)).templates.map(({ name }) => name)).toEqual(['template_1']);
  });

  it('leave out what is newer than the templates in them', async () => {
    await stock(1);
    const [only] = (await table(full)).templates;
    await full.database.insertMany(VersionRow, [versionRow(only!.id, 3)]);
    expect(await full.get(Backup).write(freshFile())).toMatchObject({ versions: 2 });
  });

  it('tried with a dry run change nothing and say what they would do', async () => {
    await stock(2);
    const path = freshFile();
    const written = await full.get(Backup).write(path);
    expect(await empty.get(Restoration).restore(path, { dryRun: true })).toEqual({ ...written, present: 0 });
    expect(await full.get(Restoration).restore(path, { dryRun: true })).toEqual({ ...written, present: 2 });
    expect((await table(empty)).templates).toEqual([]);
  });

  it('are refused by a database that has templates, which stays as it is', async () => {
    await stock(2);
    const path = freshFile();
    await full.get(Backup).write(path);
    const before = await table(full);
    expect(await codeOf(full.get(Restoration).restore(path))).toBe('template-sync.templates-present');
    expect(await table(full)).toEqual(before);
  });

  it('that are not what was written are refused, whatever was done to them, and the tables stay as they are', async () => {
    await stock(5);
    const path = freshFile();
    await full.get(Backup).write(path);
    const whole = await readFile(path, 'utf8');
    const lines = whole.split('\n');
    const compact = JSON.parse(whole) as Record<string, unknown>;
    const cases: [string, string | Buffer, string][] = [
      ['another version', whole.replace('"version":1', '"version":2'), 'backup-version'],
      ['another version, compacted', JSON.stringify({ ...compact, version: 7 }), 'backup-version'],
      ['compacted', JSON.stringify(compact), 'backup-altered'],
      ['another format', whole.replace('relais-templates', 'others'), 'not-a-backup'],
      ['cut in the middle', whole.slice(0, whole.length / 2), 'backup-cut'],
      ['cut after a line', lines.slice(0, 4).join('\n') + '\n', 'backup-cut'],
      ['cut before the checksum', lines.slice(0, -2).join('\n') + '\n', 'backup-cut'],
      ['a letter changed', whole.replace('template_3', 'template_X'), 'backup-altered'],
      ['a record taken out', whole.replace(`${lines[3] ?? ''}\n`, ''), 'backup-altered'],
      ['a wrong checksum', whole.replace(/sha256:.{8}/, 'sha256:00000000'), 'backup-altered'],
      ['something added', `${whole}more\n`, 'backup-altered'],
      ['a field of another type', whole.replace('"revision":2', '"revision":"2"'), 'backup-broken'],
      ['not JSON', 'hello\n', 'not-a-backup'],
      ['empty', '', 'not-a-backup'],
      ['bytes', Buffer.from([0, 255, 10, 254, 10]), 'not-a-backup'],
      ['other JSON', '{"templates":[]}', 'not-a-backup'],
    ];
    for (const [what, content, code] of cases) {
      const broken = freshFile();
      await writeFile(broken, content);
      expect([what, await codeOf(back(broken))]).toEqual([what, `template-sync.${code}`]);
      expect((await table(empty)).templates).toEqual([]);
    }
    expect(await codeOf(back(join(folder, 'nowhere.json')))).toBe('template-sync.backup-file');
    expect(await codeOf(full.get(Backup).write(join(folder, 'nowhere', 'x.json')))).toBe(
      'template-sync.backup-file',
    );
  });

  describe('at the source', () => {
    let shop: Shop;
    const recreate = (options: RecreateOptions = {}, path = file): Promise<Recreated> =>
      runAs({ kind: 'command', id: 'test' }, () => empty.get(Recreation).recreate(path, options));

    beforeEach(() => {
      hand.ms += 24 * HOUR;
      shop = new Shop();
      (empty.get(SourceRegistry) as unknown as { sources: TemplateSource[] }).sources.length = 0;
      empty.get(SourceRegistry).add(shop);
    });

    async function saved(count: number): Promise<void> {
      await stock(count);
      await full.get(Backup).write(file);
    }

    it('make what is missing there, and take it into the local copy', async () => {
      await saved(3);
      await shop.create(ACCOUNT, draftNamed('template_1'));
      expect(await recreate()).toMatchObject({
        total: 3,
        present: 1,
        created: 2,
        failed: [],
        remaining: 0,
        nextAt: null,
      });
      expect(shop.created).toEqual(['template_1', 'template_0', 'template_2']);
      const { templates, versions } = await table(empty);
      expect(templates.map(({ name, status }) => `${name} ${status}`)).toEqual([
        'template_0 PENDING',
        'template_2 PENDING',
      ]);
      expect(versions.map(({ cause, actor }) => `${cause} ${actor}`)).toEqual([
        'restore command:test',
        'restore command:test',
      ]);
    });

    it('show the plan first, and make nothing', async () => {
      await saved(2);
      await full.database.manager.update(TemplateRow, { name: 'template_0' }, { status: 'REJECTED' });
      await full.get(Backup).write(file);
      const { plan, created, remaining } = await recreate({ dryRun: true });
      expect(plan).toEqual([
        {
          name: 'template_0',
          language: 'fr',
          accountId: ACCOUNT,
          action: 'skip',
          reason: 'son état était REJECTED',
        },
        { name: 'template_1', language: 'fr', accountId: ACCOUNT, action: 'create' },
      ]);
      expect([created, remaining, shop.created]).toEqual([0, 1, []]);
    });

    it('are made a hundred an hour, and the rest when the hour is over', async () => {
      await saved(130);
      expect(await recreate()).toMatchObject({
        created: 100,
        remaining: 30,
        nextAt: new Date(hand.ms + HOUR).toISOString(),
      });
      hand.ms += HOUR - 1;
      expect(await recreate()).toMatchObject({ created: 0, present: 100, remaining: 30 });
      hand.ms += 1;
      expect(await recreate()).toMatchObject({ created: 30, present: 100, remaining: 0, nextAt: null });
      expect(new Set(shop.created).size).toBe(130);
      expect(shop.created).toHaveLength(130);
    });

    it('wait for the hour where that is wanted', async () => {
      await saved(101);
      const waits: number[] = [];
      const wait = (until: Date): Promise<void> => {
        waits.push(until.getTime() - hand.ms);
        hand.ms = until.getTime();
        return Promise.resolve();
      };
      expect(await recreate({ wait })).toMatchObject({ created: 101, remaining: 0 });
      expect(waits).toEqual([HOUR]);
    });

    it('go on after an interruption without making anything twice, also while listings lag behind', async () => {
      await saved(6);
      shop.refuse = ({ name }) =>
        name === 'template_3' ? new SourceError('unreachable', 'La source ne répond plus.') : null;
      expect(await recreate()).toMatchObject({
        created: 3,
        remaining: 3,
        stoppedBy: 'La source ne répond plus.',
      });
      shop.refuse = () => null;
      shop.lags = true;
      expect(await recreate()).toMatchObject({
        created: 3,
        present: 3,
        failed: [],
        remaining: 0,
        stoppedBy: null,
      });
      expect(shop.created).toHaveLength(6);
    });

    it('that are refused are named with the reason, and the rest is made', async () => {
      await saved(3);
      shop.refuse = ({ name }) =>
        name === 'template_1' ? new SourceError('refused', 'Trop promotionnel.') : null;
      expect(await recreate()).toMatchObject({
        created: 2,
        failed: [{ name: 'template_1', language: 'fr', reason: 'Trop promotionnel.' }],
      });
    });

    it('are not begun when the listing fails, or when nobody knows the account', async () => {
      await saved(2);
      shop.listingFails = true;
      expect(await codeOf(recreate())).toBe('template-sync.source-unreachable');
      expect(await codeOf(recreate({ into: 'unknown' }))).toBe('template-sync.account-unknown');
      expect(shop.created).toEqual([]);
    });

    it('can be made in another account', async () => {
      await saved(1);
      expect(await recreate({ into: 'another' })).toMatchObject({ created: 1 });
      expect((await table(empty)).templates[0]?.accountId).toBe('another');
    });

    it('never take more than a hundred places an hour, however many ask at once', async () => {
      const creations = empty.get(Creations);
      const asked = await Promise.all(Array.from({ length: 130 }, () => creations.take(ACCOUNT)));
      expect(asked.filter((nextAt) => nextAt === null)).toHaveLength(100);
      expect(await creations.take('another')).toBeNull();
    });

    it('of every kind are written as they are created, with their media handed over again', async () => {
      const media = createServer((_, answer) => answer.setHeader('content-type', 'image/jpeg').end('JPEG'));
      await new Promise<void>((ready) => media.listen(0, '127.0.0.1', ready));
      const address = `http://127.0.0.1:${(media.address() as AddressInfo).port}/x.jpg`;
      const kinds = recordedTemplates().filter(
        ({ view, supported }) => supported && view.status === 'APPROVED',
      );
      await full.database.insertMany(
        TemplateRow,
        kinds.map(({ view }, place) => ({
          ...templateRow(place),
          name: view.name,
          category: view.category,
          parameterFormat: view.parameterFormat,
          components: JSON.stringify(view.components).replaceAll(/https:\/\/scontent[^"]*/g, address),
        })),
      );
      await full.get(Backup).write(file);
      const { created, failed, skipped } = await recreate();
      media.close();
      expect(failed).toEqual([]);
      expect(skipped.map(({ name }) => name).toSorted()).toEqual(['categorie_nouvelle', 'expedition']);
      expect(created).toBe(kinds.length - 2);
      const code = shop.drafts.find(({ name }) => name === 'connexion');
      expect(code?.components).toEqual([
        { type: 'BODY', add_security_recommendation: true },
        { type: 'FOOTER', code_expiration_minutes: 10 },
        { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE', text: 'Copier le code' }] },
      ]);
      expect(shop.uploads.map(({ name, mime }) => `${name} ${mime}`)).toContain('affiche.fr.jpg image/jpeg');
      expect(JSON.stringify(shop.drafts)).not.toContain(address);
    });

    it('without their media any more are named, and made from a file of one’s own', async () => {
      await stock(1);
      const header = {
        type: 'HEADER',
        format: 'IMAGE',
        example: { header_handle: ['http://127.0.0.1:9/gone.jpg'] },
      };
      await full.database.manager.update(
        TemplateRow,
        { name: 'template_0' },
        { components: JSON.stringify([header, { type: 'BODY', text: 'Voici.' }]) },
      );
      await full.get(Backup).write(file);
      const { failed } = await recreate();
      expect(failed[0]?.reason).toMatch(/--examples/);
      await writeFile(join(folder, 'template_0.fr.png'), 'PNG');
      expect(await recreate({ examples: folder })).toMatchObject({ created: 1, failed: [] });
      expect(shop.uploads).toEqual([
        { name: 'template_0.fr.png', mime: 'image/png', bytes: Buffer.from('PNG') },
      ]);
    });
  });
});

function draftNamed(name: string): TemplateDraft {
  return { name, language: 'fr', category: 'UTILITY', components: [{ type: 'BODY', text: 'Bonjour.' }] };
}

function templateRow(place: number): TemplateRow {
  return {
    id: newId(),
    accountId: ACCOUNT,
    name: `template_${place}`,
    language: 'fr',
    remoteId: String(100 + place),
    category: 'UTILITY',
    status: 'APPROVED',
    parameterFormat: 'POSITIONAL',
    quality: place % 2 ? 'GREEN' : null,
    rejectedReason: 'NONE',
    subCategory: null,
    previousCategory: null,
    correctCategory: null,
    components: JSON.stringify([{ type: 'BODY', text: `Bonjour « ${place} »,\nà bientôt 🎉 \u2028` }]),
    extra: JSON.stringify({ message_send_ttl_seconds: 600, 10: 'a', 9: 'b' }),
    contentHash: 'x'.repeat(43),
    active: true,
    searchText: place % 2 ? `template ${place}` : null,
    revision: 2,
    createdAt: new Date(hand.ms),
    updatedAt: new Date(hand.ms + 1),
    statusAt: new Date(hand.ms + 2),
    qualityAt: null,
    categoryAt: null,
  };
}

function versionRow(templateId: string, revision: number): VersionRow {
  return {
    id: newId(),
    templateId,
    revision,
    cause: 'sync',
    actor: 'system:schedule',
    runId: null,
    approvedEdit: false,
    snapshot: JSON.stringify({ name: 'x', revision, texte: 'é' }),
    createdAt: new Date(hand.ms),
  };
}

function localRow(templateId: string): LocalRow {
  return {
    templateId,
    tags: JSON.stringify(['à revoir', 'CIU']),
    notes: 'Ne pas envoyer le dimanche.\nMerci.',
    owner: 'Awa',
    defaultValues: JSON.stringify({ 1: 'Awa' }),
    updatedAt: new Date(hand.ms),
    updatedBy: 'key:1',
  };
}
