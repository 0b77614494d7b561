import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { parse } from 'csv-parse/sync';
import readSheets from 'read-excel-file/node';
import { AuditLineRow } from '../../src/auth/audit/audit-line.entity.js';
import { Keys } from '../../src/auth/keys/keys.service.js';
import { TallyRow } from '../../src/uic/statistics/tally.entity.js';
import { type Counted, Tally } from '../../src/uic/statistics/tally.service.js';
import { describeEachDatabase } from './databases.js';
import { serverOf } from './uic-files-ground.js';
import { ADMIN_API_KEY, hand, quietAndOnTime, wanted } from './uic-ground.js';

quietAndOnTime();

describeEachDatabase('the statistics of codes', (open) => {
  const ground = open(wanted);
  let app: NestFastifyApplication;
  beforeAll(async () => void (app = await serverOf(ground)));
  afterAll(() => app.close());
  // Counts wait in memory for longer than a test.
  afterEach(() => ground.get(Tally).flush());
  let address = 0;
  const get = (url: string, key = ADMIN_API_KEY) =>
    app.inject({
      url: `/api/uic/statistics${url}`,
      headers: { authorization: `Bearer ${key}` },
      remoteAddress: `203.0.113.${(address += 1) % 250}`,
    });
  const count = (kind: Counted, item: string, times: number) => {
    for (let n = 0; n < times; n++) ground.get(Tally).count(kind, item);
  };
  /** A good day. */
  const busy = () => {
    count('issued', 'all', 12);
    count('duplicate', 'all', 3);
    count('town', 'KI', 9);
    count('town', 'DA', 3);
    count('gender', '2', 11);
    count('gender', '3', 1);
    count('language', 'fr', 12);
    count('drop-out', 'town:expired', 4);
    for (const seconds of [50, 70, 80, 100, 200, 700]) ground.get(Tally).countDuration(seconds * 1000);
  };
  const csv = async (query = '') => {
    const { body } = await get(`/export${query}`);
    expect(body.charCodeAt(0)).toBe(0xfeff);
    return parse(body.slice(1), { delimiter: ';' }) as string[][];
  };

  it('tell the languages, the share of doubles and the time that people need', async () => {
    busy();
    const { totals, languages, genders, timeToComplete } = (await get('')).json();
    expect(totals).toMatchObject({ issued: 12, completionRate: 0.75, duplicateRate: 0.25 });
    expect(languages).toEqual([{ language: 'fr', count: 12 }]);
    expect(genders).toEqual([
      { gender: '2', name: 'femme', count: 11 },
      { gender: '3', name: 'trans', count: 1 },
    ]);
    expect(timeToComplete).toEqual({ count: 6, medianSeconds: 90, p90Seconds: 780 });
  });

  it('of a time in which nothing happened are zeros, and nothing where zero would be a lie', async () => {
    const { totals, languages, timeToComplete, dropOuts } = (await get('')).json();
    expect(totals).toMatchObject({ issued: 0, completionRate: null, duplicateRate: null });
    expect(languages).toEqual([]);
    expect(timeToComplete).toEqual({ count: 0, medianSeconds: null, p90Seconds: null });
    expect(dropOuts.map(({ at }: { at: string }) => at)).toEqual([
      'consent',
      'family',
      'given',
      'year',
      'town',
      'gender',
      'summary',
    ]);
  });

  it('count by the days of the programme, whatever day it is in Greenwich', async () => {
    hand.ms = Date.UTC(2026, 0, 31, 22, 59);
    count('issued', 'all', 2);
    hand.ms = Date.UTC(2026, 0, 31, 23);
    count('issued', 'all', 3);
    await ground.get(Tally).flush();
    const { from, to, timeZone, days } = (await get('')).json();
    expect([from, to, timeZone]).toEqual(['2026-01-03', '2026-02-01', 'Africa/Kinshasa']);
    expect(days.slice(-2)).toMatchObject([
      { day: '2026-01-31', issued: 2 },
      { day: '2026-02-01', issued: 3 },
    ]);
  });

  it('keep numbers only, and no two things of the same person side by side', async () => {
    busy();
    await ground.get(Tally).flush();
    const rows = await ground.source.manager.find(TallyRow);
    expect(Object.keys(rows[0] ?? {}).toSorted()).toEqual(['amount', 'day', 'item', 'kind']);
    expect(rows.find(({ kind, item }) => kind === 'gender' && item === '3')?.amount).toBe(1);
    expect(rows.filter(({ item }) => /KI.*2|2.*KI/.test(item))).toEqual([]);
  });

  it('take no harm from an item that no database would take', async () => {
    count('drop-out', `${'a-very-long-question-'.repeat(3)}:expired`, 1);
    count('language', '', 1);
    count('town', 'É\u{1F600}', 1);
    await ground.get(Tally).flush();
    const { totals, languages } = (await get('')).json();
    expect(totals.droppedOut).toBe(1);
    expect(languages).toEqual([{ language: 'unknown', count: 1 }]);
  });

  it('are exported one number a line, as a French spreadsheet reads them', async () => {
    busy();
    const reply = await get('/export?from=2026-01-30&to=2026-01-31');
    expect(reply.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="ciu-statistiques-2026-01-30_2026-01-31.csv"',
      'cache-control': 'no-store',
    });
    const lines = await csv('?from=2026-01-30&to=2026-01-31');
    expect(lines[0]).toEqual(['Tableau', 'Élément', 'Nom', 'Mesure', 'Valeur']);
    for (const line of [
      ['Synthèse', 'Part des conversations terminées par un code', '', 'Valeur', '0,75'],
      ['Par jour', '2026-01-30', '', 'Codes nouveaux', '0'],
      ['Par jour', '2026-01-31', '', 'Codes nouveaux', '12'],
      ['Villes', 'KI', 'Kinshasa', 'Codes nouveaux', '9'],
      ['Genres', '2', 'femme', 'Codes nouveaux', '11'],
      ['Langues', 'fr', '', 'Codes nouveaux', '12'],
      ['Abandons', 'town', 'ville de naissance', 'Sans réponse', '4'],
    ])
      expect(lines).toContainEqual(line);
  });

  it('are exported as a workbook with a sheet for each table', async () => {
    busy();
    const reply = await get('/export?format=xlsx&from=2026-01-30&to=2026-01-31');
    const sheets = await readSheets(reply.rawPayload);
    expect(sheets.map(({ sheet }) => sheet)).toEqual([
      'Synthèse',
      'Par jour',
      'Villes',
      'Genres',
      'Langues',
      'Abandons',
    ]);
    expect(sheets[1]?.data).toEqual([
      ['Jour', 'Codes nouveaux', 'Codes redemandés', 'Doublons possibles', 'Demandes refusées', 'Abandons'],
      [new Date('2026-01-30'), 0, 0, 0, 0, 0],
      [new Date('2026-01-31'), 12, 0, 3, 0, 4],
    ]);
    expect(sheets[2]?.data[1]).toEqual(['KI', 'Kinshasa', 9]);
  });

  it('leave out of a file what would speak of a few people', async () => {
    count('issued', 'all', 9);
    count('town', 'KI', 8);
    count('town', 'DA', 1);
    const tables = new Set((await csv()).slice(1).map(([table]) => table));
    expect([...tables]).toEqual(['Synthèse', 'Par jour', 'Abandons']);
    count('issued', 'all', 1);
    expect((await csv()).map(([table]) => table)).toContain('Villes');
  });

  it('are exported by whoever may read them, with a line in the audit trail', async () => {
    const { key } = await ground.get(Keys).create('viewer', 'viewer');
    expect((await get('/export?format=xlsx&to=2026-01-31', key)).statusCode).toBe(200);
    expect((await get('/export', 'rk_nobody')).statusCode).toBe(401);
    const lines = await ground.source.manager.find(AuditLineRow, {
      where: { action: 'uic.statistics-exported' },
    });
    expect(lines.map(({ detail }) => JSON.parse(detail ?? ''))).toEqual([
      { format: 'xlsx', from: '2026-01-02', to: '2026-01-31' },
    ]);
  });

  it.each([
    ['/export?format=pdf', 'format'],
    ['/export?from=2020-01-01', 'from'],
    ['/export?state=ACTIVE', 'state'],
    ['?format=csv', 'format'],
  ])('refuse %s, naming the field', async (url, field) => {
    const reply = await get(url);
    expect(reply.statusCode).toBe(400);
    expect(reply.json()).toMatchObject({ errors: [{ field }] });
  });
});
