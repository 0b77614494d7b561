import { type DurationFigures, durationsOf } from './durations.js';
import type { TallyRow } from './tally.entity.js';

export interface DayFigures {
  day: string;
  issued: number;
  repeated: number;
  possibleDuplicates: number;
  limited: number;
  droppedOut: number;
}

export interface DropOutFigures {
  at: string;
  refused: number;
  cancelled: number;
  expired: number;
  total: number;
}

export interface Totals extends Omit<DayFigures, 'day'> {
  /** Of all that ended. */
  completionRate: number | null;
  /** Of the new codes those whose characters another phone had already. */
  duplicateRate: number | null;
}

export interface Figures {
  totals: Totals;
  days: DayFigures[];
  towns: { town: string; count: number }[];
  genders: { gender: string; count: number }[];
  languages: { language: string; count: number }[];
  dropOuts: DropOutFigures[];
  timeToComplete: DurationFigures;
}

type Sums = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Where a conversation can end without a code, in their order. */
export function stagesOf(questions: readonly { key: string }[]): string[] {
  return ['consent', ...questions.map(({ key }) => key), 'summary'];
}

/**
 * What the counts of these days say. Every day is there, also one on which nothing happened, and every stage; stages of questions
 * that are not asked any more come last, where the counts have them.
 */
export function figuresOf(
  rows: readonly TallyRow[],
  days: readonly string[],
  stages: readonly string[],
): Figures {
  const sums = sumsBy(
    rows,
    ({ kind }) => kind,
    ({ item }) => item,
  );
  const daily = sumsBy(
    rows,
    ({ day }) => day,
    ({ kind }) => kind,
  );
  const ranked = (kind: string) => ranking(sums.get(kind));
  return {
    totals: totalsOf(sums),
    days: days.map((day) => ({ day, ...countsOf(daily.get(day) ?? new Map()) })),
    towns: ranked('town').map(([town, count]) => ({ town, count })),
    genders: ranked('gender').map(([gender, count]) => ({ gender, count })),
    languages: ranked('language').map(([language, count]) => ({ language, count })),
    dropOuts: dropOutsOf(sums.get('drop-out') ?? new Map(), stages),
    timeToComplete: durationsOf(sums.get('duration') ?? new Map()),
  };
}

function totalsOf(sums: Sums): Totals {
  const counts = countsOf(new Map([...sums].map(([kind, items]) => [kind, total(items.values())])));
  const { issued, repeated, possibleDuplicates, limited, droppedOut } = counts;
  return {
    ...counts,
    completionRate: shareOf(issued + repeated, issued + repeated + limited + droppedOut),
    duplicateRate: shareOf(possibleDuplicates, issued),
  };
}

function countsOf(kinds: ReadonlyMap<string, number>): Omit<DayFigures, 'day'> {
  return {
    issued: kinds.get('issued') ?? 0,
    repeated: kinds.get('repeated') ?? 0,
    possibleDuplicates: kinds.get('duplicate') ?? 0,
    limited: kinds.get('limited') ?? 0,
    droppedOut: kinds.get('drop-out') ?? 0,
  };
}

function dropOutsOf(items: ReadonlyMap<string, number>, stages: readonly string[]): DropOutFigures[] {
  const counted = [...items.keys()].map((item) => item.slice(0, item.lastIndexOf(':')));
  const former = [...new Set(counted)].filter((at) => !stages.includes(at)).toSorted();
  return [...stages, ...former].map((at) => {
    const count = (how: string) => items.get(`${at}:${how}`) ?? 0;
    const [refused, cancelled, expired] = [count('refused'), count('cancelled'), count('expired')];
    return { at, refused, cancelled, expired, total: refused + cancelled + expired };
  });
}

/** Amounts by one thing and, within it, by another. */
function sumsBy(
  rows: readonly TallyRow[],
  outer: (row: TallyRow) => string,
  inner: (row: TallyRow) => string,
): Sums {
  const sums = new Map<string, Map<string, number>>();
  for (const row of rows) {
    const items = sums.get(outer(row)) ?? new Map<string, number>();
    sums.set(outer(row), items.set(inner(row), (items.get(inner(row)) ?? 0) + row.amount));
  }
  return sums;
}

/** Items with their sums, the most frequent first. */
function ranking(items: ReadonlyMap<string, number> = new Map()): [string, number][] {
  return [...items].toSorted(([a, more], [b, less]) => less - more || (a < b ? -1 : 1));
}

function total(amounts: Iterable<number>): number {
  return [...amounts].reduce((sum, amount) => sum + amount, 0);
}

/** To three digits; `null` of nothing. */
function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 1000) / 1000;
}
