import { within } from '../../kernel/text.js';
import { type Cell, plain, type Rows } from './format.js';
import { BOLD, DATE, DAY } from './workbook-frame.js';
import { XML, xmlOf } from './xml.js';

export const TAIL = '</sheetData></worksheet>';

const NARROWEST = 10;
const WIDEST = 40;
/** Excel calls a file broken of which a cell has more than 32,767 UTF-16 units; so many characters never do. */
const MOST_CHARACTERS = 16_383;
const DAY_MS = 24 * 3_600_000;
/** Spreadsheets count days from the last of 1899. */
const EPOCH_DAY = 25_569;

/** A table up to its headings, which stay in sight; columns are as wide as the first rows ask for. */
export function headText(headings: readonly string[], rows: Rows): string {
  const columns = headings.map((heading, at) => {
    const number = at + 1;
    return `<col min="${number}" max="${number}" width="${widthOf(heading, rows, at)}" customWidth="1"/>`;
  });
  const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
  const cells = headings.map((heading, at) => textCell(placeOf(at, 1), heading, ` s="${BOLD}"`));
  return (
    `${XML}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
    `<sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews>` +
    `<cols>${columns.join('')}</cols><sheetData><row r="1">${cells.join('')}</row>`
  );
}

/** A row; an empty cell is left out. */
export function rowText(line: number, cells: readonly Cell[]): string {
  return `<row r="${line}">${cells.map((cell, at) => cellText(placeOf(at, line), cell)).join('')}</row>`;
}

function cellText(place: string, cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return textCell(place, plain(cell));
  if (cell instanceof Date) return momentCell(place, Math.floor(cell.getTime() / 1_000) * 1_000, DATE);
  if (typeof cell === 'object') return momentCell(place, Date.parse(cell.day), DAY);
  return `<c r="${place}"><v>${cell}</v></c>`;
}

/** Whole seconds: of half a second before midnight a spreadsheet would show the next day. */
function momentCell(place: string, ms: number, style: number): string {
  return `<c r="${place}" s="${style}"><v>${ms / DAY_MS + EPOCH_DAY}</v></c>`;
}

function textCell(place: string, text: string, style = ''): string {
  return `<c r="${place}"${style} t="inlineStr"><is><t xml:space="preserve">${xmlOf(within(text, MOST_CHARACTERS))}</t></is></c>`;
}

/** `A1`; tables here have fewer columns than the alphabet has letters. */
function placeOf(column: number, line: number): string {
  return `${String.fromCharCode(65 + column)}${line}`;
}

/** Wide enough for what stands in the first rows. */
function widthOf(heading: string, rows: Rows, at: number): number {
  const lengths = rows.slice(0, 100).map((row) => lengthOf(row[at] ?? null));
  return Math.min(WIDEST, Math.max(NARROWEST, heading.length + 2, ...lengths.map((length) => length + 2)));
}

function lengthOf(cell: Cell): number {
  if (cell instanceof Date) return '2026-01-31 08:00:00'.length + 1;
  return typeof cell === 'object' ? (cell?.day ?? '').length : String(cell).length;
}
