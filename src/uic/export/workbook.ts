import writeXlsxFile, { type Row } from 'write-excel-file/node';
import { type Cell, plain, type Sheet } from './format.js';

const NARROWEST = 10;
const WIDEST = 40;
const DATES = 'yyyy-mm-dd hh:mm:ss';

/** One at a time: a workbook is whole in memory while it is made. */
let turn: Promise<unknown> = Promise.resolve();

/**
 * The bytes of a workbook. It has to be whole in memory, and nothing else is served while it is written: for tables of some thousand
 * rows. Texts are texts there, whatever they begin with: nothing in a cell is calculated.
 */
export function workbookOf(sheets: readonly Sheet[]): Promise<Buffer> {
  const made = turn.then(() => write(sheets));
  turn = made.catch(() => undefined);
  return made;
}

function write(sheets: readonly Sheet[]): Promise<Buffer> {
  const pages = sheets.map(({ name, headings, rows }) => ({
    sheet: name,
    data: [headings.map((value) => ({ value, fontWeight: 'bold' as const })), ...rows.map(rowOf)],
    columns: headings.map((heading, at) => ({ width: widthOf(heading, rows, at) })),
    stickyRowsCount: 1,
    dateFormat: DATES,
  }));
  return writeXlsxFile(pages).toBuffer();
}

function rowOf(cells: readonly Cell[]): Row {
  return cells.map((cell) => (typeof cell === 'string' ? { value: plain(cell), type: String } : cell));
}

/** Wide enough for what stands in the first rows. */
function widthOf(heading: string, rows: Sheet['rows'], at: number): number {
  const lengths = rows
    .slice(0, 100)
    .map((row) => (row[at] instanceof Date ? 20 : String(row[at] ?? '').length));
  return Math.min(WIDEST, Math.max(NARROWEST, heading.length + 2, ...lengths.map((length) => length + 2)));
}
