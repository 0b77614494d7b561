import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../platform/web/audit.js';
import { BYTE_ORDER_MARK, csvLines } from '../export/csv.js';
import { type Format, MIMES, type Outgoing } from '../export/format.js';
import { type PagedSheet, workbookOf } from '../export/workbook.js';
import { Calendar } from './calendar.service.js';
import type { Choice } from './period.js';
import { type FigureSheet, sheetsOf } from './sheets.js';
import { Statistics } from './statistics.service.js';

/** Hands the figures out as a file. */
@Injectable()
export class StatisticsExport {
  constructor(
    private readonly statistics: Statistics,
    private readonly audit: AuditTrail,
    private readonly calendar: Calendar,
  ) {}

  /** The audit line is written before this returns. */
  async open({ format, ...choice }: Choice & { format: Format }): Promise<Outgoing> {
    const days = this.calendar.daysOf(choice);
    const names = { stageName: (at: string) => this.statistics.stageName(at), zone: this.calendar.zone };
    const sheets = sheetsOf(await this.statistics.over(days), names);
    const [from, to] = [days[0] ?? '', days.at(-1) ?? ''];
    await this.audit.record({ action: 'uic.statistics-exported', detail: { format, from, to } });
    const bytes = format === 'csv' ? [csvOf(sheets)] : workbookOf(sheets.map(paged));
    return { name: `ciu-statistiques-${from}_${to}.${format}`, mime: MIMES[format], bytes };
  }
}

function paged({ name, headings, rows }: FigureSheet): PagedSheet {
  return { name, headings, pages: [rows] };
}

/** One number a line: what can be filtered and summed, whichever table it comes from. */
function csvOf(sheets: readonly FigureSheet[]): string {
  const lines = sheets.flatMap(({ name, keys, headings, rows }) =>
    rows.flatMap((row) => {
      const [element = null, called = null] = row.slice(0, keys);
      return headings
        .slice(keys)
        .map((measure, at) => [name, element, called, measure, row[keys + at] ?? null]);
    }),
  );
  return BYTE_ORDER_MARK + csvLines([['Tableau', 'Élément', 'Nom', 'Mesure', 'Valeur'], ...lines]);
}
