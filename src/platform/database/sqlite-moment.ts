/** Length of `2026-11-21 09:30:00.000`, of the same in ISO 8601, of what comes before the seconds, and where the day ends. */
const LENGTH = 23;
const ISO_LENGTH = 24;
const SECONDS = 17;
const DAY_END = 10;
const SPACE = 0x20;
const MINUTE = 60_000;

/** The beginning of the minute written last: most moments that are written are of now. */
let last = { minute: Number.NaN, text: '' };

/** A moment as TypeORM writes it into SQLite; `null` for one beyond the year 9999, or that is none. */
export function momentText(moment: Date): string | null {
  const at = moment.getTime();
  const minute = Math.floor(at / MINUTE);
  if (minute !== last.minute) {
    if (Number.isNaN(at)) return null;
    const iso = moment.toISOString();
    if (iso.length !== ISO_LENGTH) return null;
    last = { minute, text: `${iso.slice(0, DAY_END)} ${iso.slice(DAY_END + 1, SECONDS)}` };
  }
  const rest = String(100_000 + at - minute * MINUTE);
  return `${last.text}${rest.slice(1, 3)}.${rest.slice(3)}`;
}

/** The moment that such a text names; `null` where it is written otherwise. */
export function momentIn(text: string): Date | null {
  if (text.length !== LENGTH || text.charCodeAt(DAY_END) !== SPACE) return null;
  const moment = new Date(`${text.slice(0, DAY_END)}T${text.slice(DAY_END + 1)}Z`);
  return Number.isNaN(moment.getTime()) ? null : moment;
}
