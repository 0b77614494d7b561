import { stringify } from 'csv-stringify/sync';
import { type Cell, plain } from './format.js';

/** Without it Excel reads UTF-8 as the machine's own code page: « Ã‰tat ». */
export const BYTE_ORDER_MARK = '\u{FEFF}';

/**
 * Lines of a CSV file as a French Excel opens it by a double click: fields are separated by a semicolon, because where the comma is
 * the decimal sign Excel splits at nothing else; numbers have that comma too. A text that a spreadsheet would calculate (`=…`, `+…`, `-…`, `@…`) gets an
 * apostrophe before it.
 */
export function csvLines(rows: readonly (readonly Cell[])[]): string {
  return stringify(
    rows.map((row) => row.map(written)),
    { delimiter: ';', record_delimiter: 'windows', escape_formulas: true },
  );
}

/**
 * Dates as spreadsheets read them in any language, fractions as a French one does. A text stays on its line: a break in it
 * would begin a row, and what follows could be a formula again.
 */
function written(cell: Cell): string | number | null {
  if (cell instanceof Date) return cell.toISOString().slice(0, 19).replace('T', ' ');
  if (typeof cell === 'string') return plain(cell);
  if (typeof cell === 'object') return cell?.day ?? null;
  return Number.isInteger(cell) ? cell : String(cell).replace('.', ',');
}
