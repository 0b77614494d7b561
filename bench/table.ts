/** Property, title, and for numbers how many decimals. */
export type Column = readonly [property: string, title: string, decimals?: number];

const MISSING = '·';

/** Rows as a text table in Markdown, numbers on the right. */
export function table(columns: readonly Column[], rows: readonly Record<string, unknown>[]): string {
  const shown = columns.filter(([property]) => rows.some((row) => !isMissing(row[property])));
  const cells = rows.map((row) => shown.map(([property, , decimals]) => cell(row[property], decimals)));
  const widths = shown.map(([, title], at) =>
    Math.max(title.length, ...cells.map((row) => row[at]?.length ?? 0)),
  );
  const line = (texts: readonly string[]) =>
    `| ${texts.map((text, at) => pad(text, widths[at] ?? 0, isNumber(shown[at]))).join(' | ')} |`;
  const rule = widths.map((width, at) =>
    isNumber(shown[at]) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  );
  return [line(shown.map(([, title]) => title)), line(rule), ...cells.map(line)].join('\n');
}

/** A number with narrow groups of three digits, so that 1200 and 12000 are not taken for each other. */
export function figure(value: number, decimals: number): string {
  const [whole = '', rest] = Math.abs(value).toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return `${value < 0 ? '-' : ''}${grouped}${rest === undefined ? '' : `.${rest}`}`;
}

function cell(value: unknown, decimals: number | undefined): string {
  if (isMissing(value)) return MISSING;
  return typeof value === 'number' ? figure(value, decimals ?? 0) : String(value);
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null || Number.isNaN(value);
}

function isNumber(column: Column | undefined): boolean {
  return column?.[2] !== undefined;
}

function pad(text: string, width: number, right: boolean): string {
  return right ? text.padStart(width) : text.padEnd(width);
}
