import type { TallyRow } from './tally.entity.js';

/** Where a conversation can end without a code, in their order. */
export const STAGES = ['consent', 'family', 'given', 'year', 'town', 'gender', 'summary'] as const;

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

export interface Figures {
  totals: Omit<DayFigures, 'day'> & { completionRate: number | null };
  days: DayFigures[];
  towns: { town: string; count: number }[];
  genders: { gender: string; count: number }[];
  dropOuts: DropOutFigures[];
}

/** What the counts of these days say. Every day is there, also one on which nothing happened. */
export function figuresOf(rows: readonly TallyRow[], days: readonly string[]): Figures {
  const perDay = days.map((day) =>
    dayFigures(
      day,
      rows.filter((row) => row.day === day),
    ),
  );
  const sum = (key: keyof Omit<DayFigures, 'day'>) => perDay.reduce((total, day) => total + day[key], 0);
  const [issued, repeated, limited, droppedOut] = [
    sum('issued'),
    sum('repeated'),
    sum('limited'),
    sum('droppedOut'),
  ];
  const ended = issued + repeated + limited + droppedOut;
  const completionRate = ended === 0 ? null : Math.round(((issued + repeated) / ended) * 1000) / 1000;
  return {
    totals: {
      issued,
      repeated,
      possibleDuplicates: sum('possibleDuplicates'),
      limited,
      droppedOut,
      completionRate,
    },
    days: perDay,
    towns: ranking(rows, 'town').map(([town, count]) => ({ town, count })),
    genders: ranking(rows, 'gender').map(([gender, count]) => ({ gender, count })),
    dropOuts: STAGES.map((at) => dropOutFigures(at, rows)),
  };
}

function dayFigures(day: string, rows: readonly TallyRow[]): DayFigures {
  return {
    day,
    issued: amount(rows, 'issued'),
    repeated: amount(rows, 'repeated'),
    possibleDuplicates: amount(rows, 'duplicate'),
    limited: amount(rows, 'limited'),
    droppedOut: amount(rows, 'drop-out'),
  };
}

function dropOutFigures(at: string, rows: readonly TallyRow[]): DropOutFigures {
  const count = (how: string) => amount(rows, 'drop-out', `${at}:${how}`);
  const [refused, cancelled, expired] = [count('refused'), count('cancelled'), count('expired')];
  return { at, refused, cancelled, expired, total: refused + cancelled + expired };
}

function amount(rows: readonly TallyRow[], kind: string, item?: string): number {
  return rows
    .filter((row) => row.kind === kind && (item === undefined || row.item === item))
    .reduce((sum, row) => sum + row.amount, 0);
}

/** Items of a kind with their sums, the most frequent first. */
function ranking(rows: readonly TallyRow[], kind: string): [string, number][] {
  const items = new Set(rows.filter((row) => row.kind === kind).map(({ item }) => item));
  return [...items]
    .map((item): [string, number] => [item, amount(rows, kind, item)])
    .sort(([a, more], [b, less]) => less - more || (a < b ? -1 : 1));
}
