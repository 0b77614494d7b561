import { Readable } from 'node:stream';
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
