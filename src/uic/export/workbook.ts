import { type Rows, type Sheet } from './format.js';
import { headText, rowText, TAIL } from './sheet-xml.js';
import { frameOf, partOf } from './workbook-frame.js';
import { zipped } from './zip.js';

/** A table whose rows come page by page. */
export interface PagedSheet extends Pick<Sheet, 'name' | 'headings'> {
  pages: AsyncIterable<Rows> | Iterable<Rows>;
}

/**
 * The bytes of a workbook, made while they are taken: no more than a page of rows is in memory, and others are served between two
 * pages. Texts are texts there, whatever they begin with: nothing in a cell is calculated.
 */
export function workbookOf(sheets: readonly PagedSheet[]): AsyncIterable<Uint8Array> {
  const tables = sheets.map((sheet, at) => ({ name: partOf(at), text: sheetText(sheet) }));
  return zipped([...frameOf(sheets.map(({ name }) => name)), ...tables]);
}

async function* sheetText({ headings, pages }: PagedSheet): AsyncGenerator<string> {
  let line = 0;
  for await (const rows of pages) {
    let text = line === 0 ? headText(headings, rows) : '';
    line ||= 1;
    for (const row of rows) text += rowText((line += 1), row);
    yield text;
  }
  yield (line === 0 ? headText(headings, []) : '') + TAIL;
}
