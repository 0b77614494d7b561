import { InvalidRequest } from '../../platform/web/web.errors.js';

const DAY_MS = 24 * 3_600_000;
const USUAL_DAYS = 30;
const MOST_DAYS = 366;

/** Days as they were asked for: `2026-01-31`, UTC. */
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
export function daysOf(choice: Choice, now: Date): string[] {
  const { start, end } = periodOf(choice, now);
  const count = (end.getTime() - start.getTime()) / DAY_MS;
  if (count > MOST_DAYS)
    throw new InvalidRequest([
      { field: 'from', message: `doit être à ${MOST_DAYS} jours au plus du dernier` },
    ]);
  return Array.from({ length: count }, (_, index) => dayOf(new Date(start.getTime() + index * DAY_MS)));
}

/** From one day to another, both included (UTC); without a choice the thirty that end today. Throws `InvalidRequest`. */
export function periodOf(choice: Choice, now: Date): Period {
  const last = momentOf('to', choice.to ?? dayOf(now));
  const first = choice.from === undefined ? last - (USUAL_DAYS - 1) * DAY_MS : momentOf('from', choice.from);
  if (last < first)
    throw new InvalidRequest([{ field: 'to', message: 'doit être au plus tôt le jour « from »' }]);
  const [start, end] = [new Date(first), new Date(last + DAY_MS)];
  return { first: dayOf(start), last: dayOf(new Date(last)), start, end };
}

function momentOf(field: string, day: string): number {
  const moment = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(moment) || dayOf(new Date(moment)) !== day)
    throw new InvalidRequest([{ field, message: 'doit être un jour, comme 2026-01-31' }]);
  return moment;
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
