/** As what a table leaves the house. */
export const FORMATS = ['csv', 'xlsx'] as const;
export type Format = (typeof FORMATS)[number];

export const MIMES: Readonly<Record<Format, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** What stands in a cell: a text, a number, a moment to the second, a day like `2026-01-31`, or nothing. */
export type Cell = string | number | Date | { day: string } | null;

export type Rows = readonly (readonly Cell[])[];

/** A table, whole in memory. */
export interface Sheet {
  name: string;
  headings: readonly string[];
  rows: Rows;
}

/** A file on its way out: nothing of it is made before it is asked for, and no more than is taken. */
export interface Outgoing {
  name: string;
  mime: string;
  bytes: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;
}

/** For the documentation of what answers with such a file. */
export const FILES = Object.fromEntries(
  Object.values(MIMES).map((mime) => [mime, { schema: { type: 'string' as const, format: 'binary' } }]),
);

/** A text as it can stand in a cell: on one line, and without what no file can hold. */
export function plain(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trim();
}
