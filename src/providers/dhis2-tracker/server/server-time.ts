/** The server's own clock, as it was when it answered. */
export interface ServerTime {
  /** Its wall clock, in milliseconds as if it were in UTC. */
  wallMs: number;
  /** Ours at that moment: by the calendar, and by a clock that nobody can set. */
  calendarMs: number;
  steadyMs: number;
}

const WITHOUT_ZONE = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.\d+)?$/;
const WITH_ZONE = /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:?\d{2})$/;

/** Reads `serverDate`, which is told without a zone and means the server's own; `null` where it cannot be read. */
export function wallMsOf(serverDate: string, zone: string): number | null {
  const [, local] = WITHOUT_ZONE.exec(serverDate) ?? [];
  if (local !== undefined) return validOr(Date.parse(`${local}Z`));
  if (!WITH_ZONE.test(serverDate)) return null;
  const instant = validOr(Date.parse(serverDate.replace(/([+-]\d{2})(\d{2})$/, '$1:$2')));
  return instant === null ? null : instant + (zoneOffsetMs(instant, zone) ?? 0);
}

/** The day of an event of ours as the server counts days, and never one that it has not reached: it refuses the future. */
export function dayThere(at: Date, { wallMs, calendarMs, steadyMs }: ServerTime): string {
  const now = wallMs + (performance.now() - steadyMs);
  const then = at.getTime() + (wallMs - calendarMs);
  return new Date(Math.min(now, then)).toISOString().slice(0, 10);
}

/** How far the server's clock is ahead of ours; `null` where its zone means nothing here. */
export function aheadMs({ wallMs, calendarMs }: ServerTime, zone: string): number | null {
  const offset = zoneOffsetMs(calendarMs, zone);
  return offset === null ? null : wallMs - (calendarMs + offset);
}

function validOr(ms: number): number | null {
  return Number.isFinite(ms) ? ms : null;
}

function zoneOffsetMs(instant: number, zone: string): number | null {
  try {
    const shown = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      dateStyle: 'short',
      timeStyle: 'medium',
    }).format(instant);
    return Date.parse(`${shown.replace(' ', 'T')}Z`) - Math.floor(instant / 1000) * 1000;
  } catch {
    return null;
  }
}
