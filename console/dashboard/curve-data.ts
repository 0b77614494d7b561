import type { FigureName, Moment } from '../api/shapes.js';

/** A curve: moments (seconds) and what was measured then; `null` where there was nothing to measure. */
export interface CurveData {
  at: number[];
  values: (number | null)[];
  isHourly: boolean;
}

const share = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.min(1, part / whole);

const VALUES: Partial<Record<FigureName, (moment: Moment) => number | null>> = {
  received: ({ received }) => received,
  sent: ({ sent }) => sent,
  responseRate: ({ answered, received }) => share(answered, received),
  averageResponseSeconds: ({ averageResponseSeconds }) => averageResponseSeconds,
  errorRate: ({ failed, sent }) => share(failed, sent + failed),
};

/** The curve of a figure, where the series has it. Of a single flow, what came in is what the flow answered. */
export function curveOf(series: readonly Moment[], name: FigureName, ofFlow: boolean): CurveData | null {
  const read = ofFlow && name === 'received' ? (moment: Moment) => moment.answered : VALUES[name];
  if (read === undefined || (ofFlow && name === 'responseRate')) return null;
  const at = series.map((moment) => Date.parse(moment.at) / 1_000);
  const [first = 0, second = first] = at;
  return { at, values: series.map(read), isHourly: second - first < 86_400 };
}

export interface Extremes {
  low: number;
  high: number;
  /** When it was highest; seconds. */
  peakAt: number;
  last: number;
}

/** What a curve says in a few words; `null` where it says nothing. */
export function extremesOf({ at, values }: CurveData): Extremes | null {
  const known = values.flatMap((value, n) => (value === null ? [] : [{ value, at: at[n] ?? 0 }]));
  const [first] = known;
  if (first === undefined) return null;
  const peak = known.reduce((best, each) => (each.value > best.value ? each : best), first);
  const low = Math.min(...known.map(({ value }) => value));
  if (low === 0 && peak.value === 0) return null;
  return { low, high: peak.value, peakAt: peak.at, last: known.at(-1)?.value ?? first.value };
}

/** Measured moments without a neighbour: no line leads to them, so they need a point. */
export function isolated(values: readonly (number | null | undefined)[]): number[] {
  const has = (n: number): boolean => typeof values[n] === 'number';
  return values.flatMap((_, n) => (has(n) && !has(n - 1) && !has(n + 1) ? [n] : []));
}
