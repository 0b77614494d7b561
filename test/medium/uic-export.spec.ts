import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Command } from 'commander';
import { parse } from 'csv-parse/sync';
import readSheet from 'read-excel-file/node';
import { AuditLineRow } from '../../src/auth/audit/audit-line.entity.js';
import { Keys } from '../../src/auth/keys/keys.service.js';
import { type Get, WrongUse } from '../../src/platform/cli/commands.js';
import { Database } from '../../src/platform/database/database.js';
import { Vault } from '../../src/platform/vault/vault.js';
import { runAs } from '../../src/platform/web/request-context.js';
import { ExportRepository } from '../../src/uic/export/export.repository.js';
import { Registers } from '../../src/uic/registers.js';
import { uicCommands } from '../../src/uic/uic.cli.js';
import { CodeRow } from '../../src/uic/uic.entity.js';
import type { CodeRegister, Registered } from '../../src/uic/uic.port.js';
import { describeEachDatabase } from './databases.js';
import { codeRow, serverOf, TODAY } from './uic-files-ground.js';
import { ADMIN_API_KEY, quietAndOnTime, wanted } from './uic-ground.js';

const DAY_MS = 24 * 3_600_000;
/** What clocks in Kinshasa show then. */
const SHOWN = new Date(TODAY.getTime() + 3_600_000);
const HEADINGS = [
  'Code',
  'État',
  'Formule',
  'Donné le (Africa/Kinshasa)',
  'Dernière demande (Africa/Kinshasa)',
  'Nombre de demandes',
  'Registre national',
  'Code du registre',
  'Remplacé par',
  'Identifiant',
];

quietAndOnTime();

/** The lines of a CSV file without the mark at its beginning. */
function linesOf(text: string): string[][] {
  expect(text.charCodeAt(0)).toBe(0xfeff);
  return parse(text.slice(1), { delimiter: ';' });
}

/** A spreadsheet counts days, with fractions of them. */
function toSecond(date: Date): Date {
  return new Date(Math.round(date.getTime() / 1000) * 1000);
}

describeEachDatabase('exporting codes', (open) => {
  const ground = open(wanted);
  let app: NestFastifyApplication;
  let base: string;
  beforeAll(async () => {
    app = await serverOf(ground);
    await app.listen(0, '127.0.0.1');
    base = await app.getUrl();
  });
  afterAll(() => app.close());
  let address = 0;
  const get = (url: string, key = ADMIN_API_KEY) =>
    app.inject({
      url,
      headers: { authorization: `Bearer ${key}` },
      remoteAddress: `203.0.113.${(address += 1) % 250}`,
    });
  const keep = (...rows: CodeRow[]) => ground.get(Database).insertMany(CodeRow, rows);
  const many = (count: number) =>
    keep(...Array.from({ length: count }, (_, n) => codeRow(ground, `AAABBB${n}`, { requestCount: n + 1 })));
  const auditLines = () =>
    ground.source.manager.find(AuditLineRow, { where: { action: 'uic.codes-exported' } });

  it('gives each code of the period a line that a French spreadsheet reads', async () => {
    const later = new Date(TODAY.getTime() + 65_000);
    const row = codeRow(ground, 'MBEIBR7DA1', { lastRequestedAt: later, requestCount: 3 });
    await keep(row, codeRow(ground, 'OLDIBR7DA1', { createdAt: new Date(TODAY.getTime() - 31 * DAY_MS) }));
    const reply = await get('/api/uic/export');
    expect(reply.statusCode).toBe(200);
    expect(reply.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="ciu-2026-01-02_2026-01-31.csv"',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    expect(linesOf(reply.body)).toEqual([
      HEADINGS,
      [
        'MBEIBR7DA1',
        'actif',
        'lllfffyccg-v1',
        '2026-01-31 09:00:00',
        '2026-01-31 09:01:05',
        '3',
        '',
        '',
        '',
        row.id,
      ],
    ]);
  });

  it('takes the whole first and last day of the programme’s zone, and only the state that is asked for', async () => {
    const at = (moment: string) => ({ createdAt: new Date(moment) });
    await keep(
      codeRow(ground, 'BEFORE', at('2026-01-09T22:59:59.999Z')),
      codeRow(ground, 'FIRST', at('2026-01-09T23:00:00.000Z')),
      codeRow(ground, 'REVIEW', { ...at('2026-01-11T12:00:00.000Z'), state: 'NEEDS_REVIEW' }),
      codeRow(ground, 'LAST', at('2026-01-12T22:59:59.999Z')),
      codeRow(ground, 'AFTER', at('2026-01-12T23:00:00.000Z')),
    );
    const codes = async (more: string) => {
      const { body } = await get(`/api/uic/export?from=2026-01-10&to=2026-01-12${more}`);
      return linesOf(body)
        .slice(1)
        .map(([code]) => code);
    };
    expect(await codes('')).toEqual(['FIRST', 'REVIEW', 'LAST']);
    expect(await codes('&state=NEEDS_REVIEW')).toEqual(['REVIEW']);
  });

  it('shows the code that the person was given, and what the register knows', async () => {
    const { vault, registers } = { vault: ground.get(Vault), registers: ground.get(Registers) };
    const ours = codeRow(ground, 'OURS', { remoteCode: vault.seal('THEIRS') });
    const theirs = codeRow(ground, 'OURS', { remoteCode: vault.seal('THEIRS'), remoteCounts: true });
    const waiting = codeRow(ground, 'WAIT', { pendingUntil: TODAY });
    const replaced = codeRow(ground, 'GONE', { state: 'SUPERSEDED', successorId: ours.id });
    await keep(ours, theirs, waiting, replaced);
    const known = new Map<string, Registered>([
      [ours.id, 'done'],
      [theirs.id, 'task'],
      [waiting.id, 'waiting'],
    ]);
    const standing = (ids: readonly string[]) =>
      Promise.resolve(new Map([...known].filter(([id]) => ids.includes(id))));
    jest.spyOn(registers, 'current', 'get').mockReturnValue({ standing } as unknown as CodeRegister);
    const lines = linesOf((await get('/api/uic/export')).body).slice(1);
    expect(lines.map((line) => [line[0], line[1], line[6], line[7], line[8]])).toEqual([
      ['OURS', 'actif', 'inscrit', 'THEIRS', ''],
      ['THEIRS', 'actif', 'à traiter', 'THEIRS', ''],
      ['WAIT', 'en attente du code du registre', 'en attente', '', ''],
      ['GONE', 'corrigé par la personne', '', '', ours.id],
    ]);
  });

  it('makes a workbook of the same table, in which dates are dates and nothing is calculated', async () => {
    await keep(codeRow(ground, '=1+1', { requestCount: 3 }), codeRow(ground, 'ÉÀÜœ’N'));
    const reply = await get('/api/uic/export?format=xlsx');
    expect(reply.headers).toMatchObject({
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': 'attachment; filename="ciu-2026-01-02_2026-01-31.xlsx"',
    });
    const [sheet, ...others] = await readSheet(reply.rawPayload);
    expect(others).toEqual([]);
    expect(sheet?.sheet).toBe('CIU');
    expect(sheet?.data[0]).toEqual(HEADINGS);
    const row = sheet?.data[1]?.map((cell) => (cell instanceof Date ? toSecond(cell) : cell));
    expect(row?.slice(0, 7)).toEqual(['=1+1', 'actif', 'lllfffyccg-v1', SHOWN, SHOWN, 3, null]);
    expect(sheet?.data[2]?.[0]).toBe('ÉÀÜœ’N');
  });

  it('hands a spreadsheet nothing that it would calculate', async () => {
    await keep(codeRow(ground, '=HYPERLINK("http://x")'), codeRow(ground, '-2+3'));
    const lines = linesOf((await get('/api/uic/export')).body);
    expect(lines.slice(1).map(([code]) => code)).toEqual(['\'=HYPERLINK("http://x")', "'-2+3"]);
  });

  it('of a period without codes is the headings alone', async () => {
    expect(linesOf((await get('/api/uic/export')).body)).toEqual([HEADINGS]);
    const [sheet] = await readSheet((await get('/api/uic/export?format=xlsx')).rawPayload);
    expect(sheet?.data).toEqual([HEADINGS]);
  });

  it.each(['csv', 'xlsx'])(
    'reads page by page (%s), each code once and in the order of issue',
    async (format) => {
      await many(2_000);
      const page = jest.spyOn(ground.get(ExportRepository), 'page');
      const { rawPayload } = await get(`/api/uic/export?format=${format}`);
      const [sheet] = format === 'xlsx' ? await readSheet(rawPayload) : [];
      const lines = (sheet?.data ?? linesOf(rawPayload.toString())).slice(1);
      expect(lines.map((line) => Number(line[5]))).toEqual(Array.from({ length: 2_000 }, (_, n) => n + 1));
      expect(page.mock.calls.length).toBeGreaterThanOrEqual(4);
      expect(new Set(page.mock.calls.map(([, , limit]) => limit))).toEqual(new Set([500]));
    },
  );

  it('leaves a line of who took how many before the first byte, and none of the codes', async () => {
    await many(3);
    const pages = jest.spyOn(ground.get(ExportRepository), 'page').mockImplementation(async () => {
      expect(await auditLines()).toHaveLength(1);
      return [];
    });
    await get('/api/uic/export?from=2026-01-01&state=ACTIVE');
    expect(pages).toHaveBeenCalledTimes(1);
    const [line] = await auditLines();
    expect(JSON.parse(line?.detail ?? '')).toEqual({
      format: 'csv',
      from: '2026-01-01',
      to: '2026-01-31',
      state: 'ACTIVE',
      count: 3,
    });
    expect(line?.actorKind).toBe('key');
  });

  it('is for administrators only', async () => {
    for (const role of ['viewer', 'agent', 'operator'] as const) {
      const { key } = await ground.get(Keys).create(role, role);
      expect((await get('/api/uic/export', key)).statusCode).toBe(403);
    }
    expect(await auditLines()).toEqual([]);
  });

  it('refuses more codes than a spreadsheet shows, says what to do, and leaves no line', async () => {
    jest.spyOn(ground.get(ExportRepository), 'count').mockResolvedValue(1_000_001);
    const reply = await get('/api/uic/export?format=xlsx');
    expect(reply.statusCode).toBe(400);
    expect(reply.json()).toMatchObject({ code: 'uic.workbook-too-large' });
    expect(reply.json().detail).toMatch(
      /^La période compte 1\s000\s001 codes .* période plus courte, ou .* CSV/,
    );
    expect(reply.headers['content-disposition']).toBeUndefined();
    expect(await auditLines()).toEqual([]);
    expect((await get('/api/uic/export?format=csv')).statusCode).toBe(200);
  });

  it.each([
    ['format=pdf', 'format'],
    ['from=2026-02-30', 'from'],
    ['from=2026-02-01&to=2026-01-01', 'to'],
    ['state=LOST', 'state'],
    ['holder=ada', 'holder'],
  ])('refuses %s, naming the field', async (query, field) => {
    const reply = await get(`/api/uic/export?${query}`);
    expect(reply.statusCode).toBe(400);
    expect(reply.json()).toMatchObject({ errors: [{ field }] });
  });

  it('stops reading when whoever asked goes away', async () => {
    await many(2_000);
    const repository = ground.get(ExportRepository);
    const page = repository.page.bind(repository);
    const pages = jest.spyOn(repository, 'page').mockImplementation(async (...asked) => {
      await pause(20);
      return page(...asked);
    });
    const leaving = new AbortController();
    const reply = await fetch(`${base}/api/uic/export`, {
      headers: { authorization: `Bearer ${ADMIN_API_KEY}` },
      signal: leaving.signal,
    });
    await reply.body?.getReader().read();
    leaving.abort();
    await pause(150);
    const { length } = pages.mock.calls;
    expect(length).toBeLessThan(10);
    await pause(150);
    expect(pages.mock.calls).toHaveLength(length);
  });

  it.each(['csv', 'xlsx'])(
    'breaks off (%s) when the database fails half-way, so that nobody takes a part for the whole',
    async (format) => {
      jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
      await many(1_000);
      const repository = ground.get(ExportRepository);
      const page = repository.page.bind(repository);
      jest
        .spyOn(repository, 'page')
        .mockImplementationOnce((...asked) => page(...asked))
        .mockRejectedValueOnce(new Error('away'));
      const reply = await fetch(`${base}/api/uic/export?format=${format}`, {
        headers: { authorization: `Bearer ${ADMIN_API_KEY}` },
      });
      await expect(reply.text()).rejects.toThrow('terminated');
    },
  );

  describe('by command', () => {
    const folder = mkdtempSync(join(tmpdir(), 'relais-export-'));
    let number = 0;
    const path = (ending: string) => join(folder, `${ground.dialect}-${(number += 1)}.${ending}`);
    const run = async (...words: string[]): Promise<string[]> => {
      const said: string[] = [];
      const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
      const withApp = <T>(name: string, work: (get: Get) => Promise<T>): Promise<T> =>
        runAs({ kind: 'command', id: name }, () => work(((token: never) => ground.get(token)) as Get));
      uicCommands({ program, say: (text) => said.push(text), withApp });
      await program.parseAsync(['node', 'relais', 'uic:export', ...words]);
      return said;
    };

    it('writes a file that only its owner reads, and tells how many', async () => {
      await many(1_200);
      const file = path('csv');
      expect(await run('--output', file, '--from', '2026-01-01', '--json')).toEqual([
        JSON.stringify({ file, format: 'csv', count: 1_200 }),
      ]);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(linesOf(readFileSync(file, 'utf8'))).toHaveLength(1_201);
      const [line] = await auditLines();
      expect(line).toMatchObject({ actorKind: 'command', actorId: 'uic:export' });
    });

    it('takes the format from the name of the file', async () => {
      await many(2);
      const file = path('xlsx');
      expect(await run('--output', file)).toEqual([`${file} : 2 code(s).`]);
      const [sheet] = await readSheet(readFileSync(file));
      expect(sheet?.data).toHaveLength(3);
    });

    it('replaces no file unless told to, and leaves no audit line then', async () => {
      const file = path('csv');
      writeFileSync(file, 'precious', { mode: 0o644 });
      await expect(run('--output', file)).rejects.toMatchObject({ code: 'uic.file-exists' });
      expect(readFileSync(file, 'utf8')).toBe('precious');
      expect(await auditLines()).toEqual([]);
      await run('--output', file, '--force');
      expect(linesOf(readFileSync(file, 'utf8'))).toEqual([HEADINGS]);
      expect(statSync(file).mode & 0o777).toBe(0o600);
    });

    it('leaves nothing of a file that could not be finished, and the old one as it was', async () => {
      await many(1);
      const [fresh, old] = [path('csv'), path('csv')];
      writeFileSync(old, 'precious');
      const before = readdirSync(folder);
      for (const words of [[fresh], [old, '--force']]) {
        jest.spyOn(ground.get(ExportRepository), 'page').mockRejectedValueOnce(new Error('away'));
        await expect(run('--output', ...words)).rejects.toThrow('away');
      }
      expect(readdirSync(folder)).toEqual(before);
      expect(readFileSync(old, 'utf8')).toBe('precious');
    });

    it('says that a folder is not there', async () => {
      const file = join(folder, 'nowhere', 'ciu.csv');
      await expect(run('--output', file)).rejects.toMatchObject({ code: 'uic.file-unwritable' });
    });

    it.each([
      [['--format', 'pdf'], /csv ou xlsx/],
      [['--from', 'hier'], /^--from : un jour s’écrit AAAA-MM-JJ/],
      [['--from', '2026-02-01', '--to', '2026-01-01'], /^--to : .* ne vient pas avant/],
    ])('tells a wrong use: %j', async (words, reason) => {
      const file = path('csv');
      const wrong = run('--output', file, ...words);
      await expect(wrong).rejects.toThrow(reason);
      await expect(wrong).rejects.toBeInstanceOf(WrongUse);
      expect(readdirSync(folder)).not.toContain(file.split('/').at(-1));
    });

    it('needs to know where to write, and writes one thing only to standard output', async () => {
      await expect(run()).rejects.toMatchObject({ code: 'commander.missingMandatoryOptionValue' });
      await expect(run('--output', '-', '--json')).rejects.toBeInstanceOf(WrongUse);
    });
  });
});
