import { startOfDay } from '../../kernel/zone.js';
import { InvalidRequest } from '../../platform/web/web.errors.js';

const DAY_MS = 24 * 3_600_000;
const USUAL_DAYS = 30;
const MOST_DAYS = 366;

/** Days as they were asked for: `2026-01-31`. */
export interface Choice {
  from?: string;
  to?: string;
}

/** From the first day to the last, both included. */
export interface Period {
  first: string;
  last: string;
  /** The moment at which the first day begins. */
  start: Date;
  /** The moment at which the last day is over. */
  end: Date;
}

/** The days of a period, at most 366. Throws `InvalidRequest`. */
export function daysOf(choice: Choice, today: string): string[] {
  const [first, last] = endsOf(choice, today);
  const count = (last - first) / DAY_MS + 1;
  if (count > MOST_DAYS)
    throw new InvalidRequest([
      { field: 'from', message: `doit être à ${MOST_DAYS} jours au plus du dernier` },
    ]);
  return Array.from({ length: count }, (_, index) => dayOf(first + index * DAY_MS));
}

/** From one day of a zone to another, both included; without a choice the thirty that end today. Throws `InvalidRequest`. */
export function periodOf(choice: Choice, today: string, zone: string): Period {
  const ends = endsOf(choice, today);
  const [first, last, next] = [dayOf(ends[0]), dayOf(ends[1]), dayOf(ends[1] + DAY_MS)];
  return { first, last, start: startOfDay(zone, first), end: startOfDay(zone, next) };
}

/** The first day and the last, as moments that only stand for days. */
function endsOf({ from, to }: Choice, today: string): [first: number, last: number] {
  const last = markOf('to', to ?? today);
  const first = from === undefined ? last - (USUAL_DAYS - 1) * DAY_MS : markOf('from', from);
  if (last < first)
    throw new InvalidRequest([{ field: 'to', message: 'doit être au plus tôt le jour « from »' }]);
  return [first, last];
}

function markOf(field: string, day: string): number {
  const mark = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(mark) || dayOf(mark) !== day)
    throw new InvalidRequest([{ field, message: 'doit être un jour, comme 2026-01-31' }]);
  return mark;
}

function dayOf(mark: number): string {
  return new Date(mark).toISOString().slice(0, 10);
}
