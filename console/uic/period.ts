/** Days of the programme, both included: `2026-01-31`. */
export interface Period {
  from: string;
  to: string;
}

const DAY_MS = 86_400_000;
const USUAL_DAYS = 30;
const MOST_DAYS = 366;

/** The thirty days that end today, by the reader's own clock. */
export function usualPeriod(now: number, timeZone?: string): Period {
  const to = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone }).format(now);
  return { from: dayOf(Date.parse(to) - (USUAL_DAYS - 1) * DAY_MS), to };
}

/** Whether the server will take it. */
export function isWhole({ from, to }: Period): boolean {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  return days >= 1 && days <= MOST_DAYS;
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
