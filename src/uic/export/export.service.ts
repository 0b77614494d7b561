import { Injectable } from '@nestjs/common';
import { BEFORE_ALL_IDS } from '../../platform/database/id-range.js';
import { AuditTrail } from '../../platform/web/audit.js';
import { Registers } from '../registers.js';
import { Calendar } from '../statistics/calendar.service.js';
import type { Choice } from '../statistics/period.js';
import type { CodeState } from '../uic.entity.js';
import { headingsOf, rowOf } from './code-table.js';
import { BYTE_ORDER_MARK, csvLines } from './csv.js';
import { WorkbookTooLarge } from './export.errors.js';
import { ExportRepository, type Selection } from './export.repository.js';
import { type Cell, type Format, MIMES, type Outgoing } from './format.js';
import { workbookOf } from './workbook.js';

/** Which codes to export, and as what. */
export interface Order extends Choice {
  format: Format;
  state?: CodeState;
}

/** A table of codes; `count` are those that were there when it was opened. */
export interface CodeTable extends Outgoing {
  count: number;
}

const PAGE = 500;

/** A spreadsheet shows 1,048,576 rows of a table; codes may still be given while it is written. */
const MOST_IN_WORKBOOK = 1_000_000;

/** Hands codes out, in clear: for whoever may, and never without a line in the audit trail. */
@Injectable()
export class CodeExport {
  constructor(
    private readonly repository: ExportRepository,
    private readonly registers: Registers,
    private readonly audit: AuditTrail,
    private readonly calendar: Calendar,
  ) {}

  /** The audit line is written before this returns; the codes are read while the bytes are taken, and never more than a page ahead. */
  async open({ format, state, ...choice }: Order): Promise<CodeTable> {
    const { first, last, start, end } = this.calendar.periodOf(choice);
    const selection: Selection = { start, end, ...(state !== undefined && { state }) };
    const count = await this.repository.count(selection);
    if (format === 'xlsx' && count > MOST_IN_WORKBOOK) throw new WorkbookTooLarge(count, MOST_IN_WORKBOOK);
    await this.audit.record({
      action: 'uic.codes-exported',
      detail: { format, from: first, to: last, state: state ?? null, count },
    });
    const bytes = format === 'csv' ? this.csv(selection) : this.workbook(selection);
    return { name: `ciu-${first}_${last}.${format}`, mime: MIMES[format], count, bytes };
  }

  private async *csv(selection: Selection): AsyncGenerator<string> {
    yield BYTE_ORDER_MARK + csvLines([headingsOf(this.calendar.zone)]);
    for await (const rows of this.pages(selection)) yield csvLines(rows);
  }

  private workbook(selection: Selection): AsyncIterable<Uint8Array> {
    return workbookOf([
      { name: 'CIU', headings: headingsOf(this.calendar.zone), pages: this.pages(selection) },
    ]);
  }

  /** Each page is a statement of its own: whoever goes away half-way leaves nothing open. */
  private async *pages(selection: Selection): AsyncGenerator<Cell[][]> {
    for (let after = BEFORE_ALL_IDS; ;) {
      const codes = await this.repository.page(selection, after, PAGE);
      const last = codes.at(-1);
      if (last === undefined) return;
      const standings = await this.registers.current.standing(codes.map(({ id }) => id));
      yield codes.map((code) => rowOf(code, standings.get(code.id), this.calendar));
      after = last.id;
      if (codes.length < PAGE) return;
    }
  }
}
