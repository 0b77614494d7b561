import type { DialogueFigures } from '../../conversations/conversations.contract.js';
import { dayIn, startOfDay } from '../../kernel/zone.js';
import { type HourFigures, RESPONSE_BOUNDS_MS } from '../../whatsapp/whatsapp-figures.contract.js';

/** A figure beside the period before: `change` as a share of that, `null` where there is nothing to compare with. */
export interface Figure {
  value: number | null;
  before: number | null;
  change: number | null;
}

export const FIGURES = [
  'received',
  'sent',
  'assistantAnswers',
  'handovers',
  'responseRate',
  'averageResponseSeconds',
  'errorRate',
  'deliveryRate',
] as const;

export type FigureName = (typeof FIGURES)[number];

/** What happened in a period. */
export interface Sums extends DialogueFigures {
  hours: readonly HourFigures[];
}

/** One moment of the small curves. */
export interface Moment {
  at: Date;
  received: number;
  sent: number;
  failed: number;
  answered: number;
  averageResponseSeconds: number | null;
}

export interface Report {
  figures: Record<FigureName, Figure>;
  response: { averageSeconds: number | null; p95Seconds: number | null };
  costs: { category: string; billable: number; free: number }[];
  series: Moment[];
}

const DAY = 86_400_000;
const HOUR = DAY / 24;
/** From the beginning of any day this leads into the next, also where clocks are changed. */
const WELL_INTO_THE_NEXT = 30 * HOUR;

/** A period, and the place whose days it has. */
export interface Span {
  from: Date;
  to: Date;
  zone: string;
}

/** Up to so long a curve has a point for each hour, then for each day. */
const HOURLY_UP_TO = 3 * DAY;

/** The report of a period beside the one before. With a flow, what came in is what the flow answered: nobody else knows for whom it was. */
export function report(now: Sums, before: Sums, span: Span & { ofFlow: boolean }): Report {
  const [these, those] = [valuesOf(now, span.ofFlow), valuesOf(before, span.ofFlow)];
  const figures = Object.fromEntries(
    FIGURES.map((name) => [name, compared(these[name], those[name])]),
  ) as Record<FigureName, Figure>;
  const spread = RESPONSE_BOUNDS_MS.map(() => 0).concat(0);
  for (const { responseSpread } of now.hours)
    for (const [at, count] of responseSpread.entries()) spread[at] = (spread[at] ?? 0) + count;
  const p95 = percentile(spread, 0.95);
  return {
    figures,
    response: { averageSeconds: these.averageResponseSeconds, p95Seconds: p95 === null ? null : p95 / 1_000 },
    costs: costsOf(now.hours),
    series: seriesOf(now.hours, span),
  };
}

function valuesOf(
  { hours, assistantAnswers, handovers }: Sums,
  ofFlow: boolean,
): Record<FigureName, number | null> {
  const sum = (of: (each: HourFigures) => number) => hours.reduce((all, each) => all + of(each), 0);
  const answered = sum((each) => each.answered);
  const received = ofFlow ? answered : sum((each) => each.received);
  const [sent, failed] = [sum((each) => each.sent), sum((each) => each.failed)];
  return {
    received,
    sent,
    assistantAnswers,
    handovers,
    responseRate: ofFlow ? null : share(answered, received),
    averageResponseSeconds: answered === 0 ? null : sum((each) => each.responseMs) / answered / 1_000,
    errorRate: share(failed, sent + failed),
    deliveryRate: share(
      sum((each) => each.delivered),
      sent,
    ),
  };
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.min(1, part / whole);
}

function compared(value: number | null, before: number | null): Figure {
  const change = value === null || before === null || before === 0 ? null : (value - before) / before;
  return { value, before, change };
}

function costsOf(hours: readonly HourFigures[]): Report['costs'] {
  const all = new Map<string, { billable: number; free: number }>();
  for (const { costs } of hours) {
    for (const { category, billable, free } of costs) {
      const known = all.get(category) ?? { billable: 0, free: 0 };
      all.set(category, { billable: known.billable + billable, free: known.free + free });
    }
  }
  return [...all]
    .map(([category, counts]) => ({ category, ...counts }))
    .toSorted((a, b) => b.billable + b.free - (a.billable + a.free));
}

/** A point for each hour or day of the span, also for those in which nothing happened. */
function seriesOf(hours: readonly HourFigures[], { from, to, zone }: Span): Moment[] {
  const isHourly = to.getTime() - from.getTime() <= HOURLY_UP_TO;
  const keyOf = (ms: number): string =>
    isHourly ? String(Math.floor(ms / HOUR)) : dayIn(zone, new Date(ms));
  const startOf = (ms: number): number =>
    isHourly ? Math.floor(ms / HOUR) * HOUR : startOfDay(zone, keyOf(ms)).getTime();
  const points = new Map<string, Moment & { responseMs: number }>();
  const ahead = isHourly ? HOUR : WELL_INTO_THE_NEXT;
  for (let at = startOf(from.getTime()); at < to.getTime(); at = startOf(at + ahead))
    points.set(keyOf(at), {
      at: new Date(at),
      received: 0,
      sent: 0,
      failed: 0,
      answered: 0,
      averageResponseSeconds: null,
      responseMs: 0,
    });
  for (const each of hours) {
    const point = points.get(keyOf(each.hour.getTime()));
    if (point === undefined) continue;
    for (const name of ['received', 'sent', 'failed', 'answered', 'responseMs'] as const)
      point[name] += each[name];
  }
  return [...points.values()].map(({ responseMs, ...point }) => ({
    ...point,
    averageResponseSeconds: point.answered === 0 ? null : responseMs / point.answered / 1_000,
  }));
}

function percentile(spread: readonly number[], wanted: number): number | null {
  const all = spread.reduce((sum, count) => sum + count, 0);
  if (all === 0) return null;
  let seen = 0;
  const at = spread.findIndex((count) => (seen += count) >= wanted * all);
  return RESPONSE_BOUNDS_MS[at] ?? RESPONSE_BOUNDS_MS.at(-1) ?? null;
}
