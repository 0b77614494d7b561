import { InvalidRequest } from '../../platform/web/web.errors.js';

const DAY_MS = 24 * 3_600_000;
const USUAL_DAYS = 30;
const MOST_DAYS = 366;

/** The days from one to another, both included (UTC); without a choice the thirty that end today. Throws `InvalidRequest`. */
export function daysOf(choice: { from?: string; to?: string }, now: Date): string[] {
  const last = momentOf('to', choice.to ?? dayOf(now));
  const first = choice.from === undefined ? last - (USUAL_DAYS - 1) * DAY_MS : momentOf('from', choice.from);
  const count = (last - first) / DAY_MS + 1;
  if (count < 1)
    throw new InvalidRequest([{ field: 'to', message: 'doit être au plus tôt le jour « from »' }]);
  if (count > MOST_DAYS)
    throw new InvalidRequest([
      { field: 'from', message: `doit être à ${MOST_DAYS} jours au plus du dernier` },
    ]);
  return Array.from({ length: count }, (_, index) => dayOf(new Date(first + index * DAY_MS)));
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
