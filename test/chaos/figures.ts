import { say } from '../medium/servers.js';

/** What a rehearsal measured, as a small table among the test output. */
export function figures(title: string, rows: Readonly<Record<string, number | string>>): void {
  const width = Math.max(...Object.keys(rows).map((name) => name.length));
  const lines = Object.entries(rows).map(
    ([name, value]) =>
      `  ${name.padEnd(width)}  ${typeof value === 'number' ? Math.round(value * 100) / 100 : value}`,
  );
  say([title, ...lines].join('\n'));
}

/** The value that this share of the values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
