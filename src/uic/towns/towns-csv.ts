import { CsvError, type Info, parse } from 'csv-parse/sync';
import type { TownFault } from '../uic.errors.js';
import type { Draft, Drafts } from './towns-draft.js';

const COLUMNS = ['code', 'name', 'aliases'];

/** Entries of a CSV table: a heading `code;name;aliases`, commas or semicolons, other names separated by `|`. */
export function draftsOfCsv(text: string): Drafts {
  const [heading = ''] = text.trimStart().split('\n');
  const delimiter = heading.includes(';') ? ';' : ',';
  let rows: readonly Row[];
  try {
    rows = parse(text, {
      bom: true,
      delimiter,
      info: true,
      skip_empty_lines: true,
      trim: true,
      relax_column_count: true,
    }) as unknown as Row[];
  } catch (error) {
    return { entries: [], faults: [unreadable(error)] };
  }
  const [head, ...body] = rows;
  const columns = head?.record.map((column) => column.toLowerCase()) ?? [];
  const fault = headingFault(columns);
  if (fault !== null) return { entries: [], faults: [{ line: head?.info.lines ?? 1, reason: fault }] };
  const faults = body
    .filter(({ record }) => record.length > columns.length)
    .map(({ info }) => ({ line: info.lines, reason: `il y a plus de ${columns.length} colonnes` }));
  return { entries: body.map((row) => draft(row, columns)), faults };
}

interface Row {
  record: readonly string[];
  info: Info;
}

function headingFault(columns: readonly string[]): string | null {
  const missing = ['code', 'name'].find((column) => !columns.includes(column));
  if (missing !== undefined)
    return `la colonne « ${missing} » manque ; la première ligne doit être « code;name;aliases »`;
  const unknown = columns.find((column) => !COLUMNS.includes(column));
  return unknown === undefined ? null : `la colonne « ${unknown.slice(0, 40)} » n’est pas connue`;
}

function draft({ record, info }: Row, columns: readonly string[]): Draft {
  const cell = (column: string) => record[columns.indexOf(column)] ?? '';
  const aliases = cell('aliases').split('|');
  return { line: info.lines, kind: 'town', code: cell('code'), name: cell('name'), aliases };
}

function unreadable(error: unknown): TownFault {
  const line = error instanceof CsvError && typeof error['lines'] === 'number' ? error['lines'] : 1;
  return { line, reason: 'un guillemet n’est pas refermé, ou n’est pas à sa place' };
}
