import { Readable } from 'node:stream';
import { TextWriter, Uint8ArrayReader, ZipReader } from '@zip.js/zip.js';
import readSheets from 'read-excel-file/node';
import type { Cell, Rows } from './format.js';
import { workbookOf } from './workbook.js';

const HEADINGS = ['Code', 'Nombre', 'Donné le'];

async function whole(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  return Readable.from(bytes)
    .toArray()
    .then((chunks) => Buffer.concat(chunks));
}

/** What a spreadsheet shows of a table with these rows. */
async function shown(...rows: Cell[][]): Promise<unknown[][]> {
  const book = workbookOf([{ name: 'CIU', headings: HEADINGS, pages: [rows] }]);
  const [sheet] = await readSheets(await whole(book));
  return sheet?.data.slice(1) ?? [];
}

describe('a workbook', () => {
  it('gives back numbers, moments and texts as they were, and nothing for nothing', async () => {
    // At noon a day is one half, which a spreadsheet's fractions of days hold exactly.
    const moment = new Date('2026-01-31T12:00:00.000Z');
    expect(await shown(['ÉÀÜœ’N 😀', 0.625, moment], [null, -3, null])).toEqual([
      ['ÉÀÜœ’N 😀', 0.625, moment],
      [null, -3, null],
    ]);
  });

  it.each(['=1+1', '+243', '@SUM(A1)', '<b>&amp;"\'', ']]>', ' x ', '1e5', 'TRUE', '007'])(
    'takes %j for a text',
    async (text) => expect(await shown([text])).toEqual([[text.trim(), null, null]]),
  );

  it.each([
    ['a\u0000b', 'a b'],
    ['a\r\n=1', 'a =1'],
    ['a\ufffeb', 'a\ufffdb'],
    ['a\ud800b', 'a\ufffdb'],
  ])('is readable whatever is in it: %j', async (text, read) =>
    expect((await shown([text]))[0]?.[0]).toBe(read),
  );

  it('has a sheet for each table, also for one without rows', async () => {
    const tables = ['Synthèse', 'A & B', 'Vide'].map((name, at) => ({
      name,
      headings: [`H${at}`],
      pages: at < 2 ? [[], [[at]], [[at + 10]]] : [],
    }));
    const sheets = await readSheets(await whole(workbookOf(tables)));
    expect(sheets).toEqual([
      { sheet: 'Synthèse', data: [['H0'], [0], [10]] },
      { sheet: 'A & B', data: [['H1'], [1], [11]] },
      { sheet: 'Vide', data: [['H2']] },
    ]);
  });

  it('shows a moment to the second, never the next day, and a day as a day', async () => {
    const [row] = await shown(['x', { day: '2026-01-31' }, new Date('2024-02-29T23:59:59.700Z')]);
    const [, day, moment] = row ?? [];
    expect(day).toEqual(new Date('2026-01-31T00:00:00Z'));
    expect(Math.round((moment as Date).getTime() / 1_000)).toBe(Date.UTC(2024, 1, 29, 23, 59, 59) / 1_000);
  });

  it('has no cell that is longer than a spreadsheet takes', async () => {
    const [row] = await shown(['é'.repeat(40_000)], ['😀'.repeat(40_000)]);
    expect(String(row?.[0]).length).toBeLessThan(32_768);
  });

  describe('for programs that are strict', () => {
    const SHEETS = ['CIU', 'Synthèse'];
    let files: Map<string, string>;
    beforeAll(async () => {
      const rows: Rows = [
        ['0123456789', 3, new Date('2026-01-31T08:00:00Z')],
        ['=1+1', -0.5, { day: '2026-01-31' }],
      ];
      const book = workbookOf(SHEETS.map((name) => ({ name, headings: HEADINGS, pages: [rows] })));
      const reader = new ZipReader(new Uint8ArrayReader(await whole(book)));
      const entries = await reader.getEntries();
      files = new Map();
      for (const entry of entries)
        if (!entry.directory) files.set(entry.filename, await entry.getData(new TextWriter()));
    });
    const attributes = (text: string, name: string) =>
      [...text.matchAll(new RegExp(`${name}="([^"]*)"`, 'g'))].map(([, value]) => value ?? '');
    const file = (name: string) => files.get(name) ?? '';

    it('begins with its types, and each of its parts has one', () => {
      const [first] = files.keys();
      expect(first).toBe('[Content_Types].xml');
      const typed = attributes(file('[Content_Types].xml'), 'PartName').map((part) => part.slice(1));
      const parts = [...files.keys()].filter((name) => name.startsWith('xl/') && name.endsWith('.xml'));
      expect(typed.toSorted()).toEqual(parts.toSorted());
    });

    it('leads from its root to the book, and from the book to every table and the styles', () => {
      expect(attributes(file('_rels/.rels'), 'Target')).toEqual(['xl/workbook.xml']);
      const links = file('xl/_rels/workbook.xml.rels');
      const targets = attributes(links, 'Target').map((target) => `xl/${target}`);
      expect(targets.every((target) => files.has(target))).toBe(true);
      const ids = attributes(links, ' Id');
      expect(new Set(ids).size).toBe(ids.length);
      for (const id of attributes(file('xl/workbook.xml'), 'r:id')) expect(ids).toContain(id);
    });

    it('names its tables as a spreadsheet allows', () => {
      const names = attributes(file('xl/workbook.xml'), '<sheet name');
      expect(names).toEqual(SHEETS);
      for (const name of names) expect(name).toMatch(/^[^[\]:*?/\\]{1,31}$/);
    });

    it('has rows and cells in their order, texts as texts, numbers and days as numbers, and no formula', () => {
      const sheet = file('xl/worksheets/sheet1.xml');
      expect(attributes(sheet, '<row r')).toEqual(['1', '2', '3']);
      expect(attributes(sheet, '<c r').join(' ')).toBe('A1 B1 C1 A2 B2 C2 A3 B3 C3');
      expect(sheet).toContain('<c r="A2" t="inlineStr"><is><t xml:space="preserve">0123456789</t></is></c>');
      expect(sheet).toMatch(/<c r="C2" s="2"><v>46053\.3{6,}\d*<\/v>/);
      expect(sheet).toContain('<c r="C3" s="3"><v>46053</v></c>');
      expect(sheet).not.toContain('<f>');
      const styles = file('xl/styles.xml');
      for (const list of ['numFmts', 'fonts', 'fills', 'borders', 'cellXfs', 'cellStyles']) {
        const [, count, inside = ''] =
          new RegExp(`<${list} count="(\\d+)">(.*?)</${list}>`).exec(styles) ?? [];
        const element = list === 'cellXfs' ? 'xf' : list.slice(0, -1);
        expect([list, inside.match(new RegExp(`<${element}[ >]`, 'g'))?.length]).toEqual([
          list,
          Number(count),
        ]);
      }
      for (const width of attributes(sheet, 'width').map(Number)) {
        expect(width).toBeGreaterThanOrEqual(10);
        expect(width).toBeLessThanOrEqual(40);
      }
    });
  });

  it('is made while it is taken: what nobody has asked for yet is not read', async () => {
    let asked = 0;
    function* pages(): Generator<Rows> {
      for (; asked < 200; asked += 1)
        yield Array.from({ length: 500 }, (_, n) => [`K${asked * 7919 + n * 104_729}`, n, null]);
    }
    const ahead: number[] = [];
    for await (const chunk of workbookOf([{ name: 'CIU', headings: HEADINGS, pages: pages() }]))
      if (chunk.length > 1_000) ahead.push(asked);
    expect(ahead[0]).toBeLessThan(100);
    expect(asked).toBe(200);
  });

  it('of whose making nobody takes the rest, asks for no more pages', async () => {
    const left = jest.fn();
    function* pages(): Generator<Rows> {
      try {
        for (;;) yield Array.from({ length: 500 }, () => [String(Math.random()), Math.random(), null]);
      } finally {
        left();
      }
    }
    for await (const chunk of workbookOf([{ name: 'CIU', headings: HEADINGS, pages: pages() }]))
      if (chunk.length > 10_000) break;
    await new Promise(setImmediate);
    expect(left).toHaveBeenCalled();
  });

  it('breaks off with the fault of the page that cannot be read', async () => {
    async function* pages(): AsyncGenerator<Rows> {
      yield [['A', 1, null]];
      throw new Error('away');
    }
    const book = workbookOf([{ name: 'CIU', headings: HEADINGS, pages: pages() }]);
    await expect(whole(book)).rejects.toThrow('away');
  });
});
