const MINUTE = 60_000;
/** No place counts its days further from UTC than so. */
const FURTHEST = 26 * 60;

const formats = new Map<string, Intl.DateTimeFormat>();

/** As Sweden writes it: `2026-01-31 08:00:00`. Making one takes far longer than using it. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  formats.set(zone, made);
  return made;
}

/** Whether this names a zone of the IANA list. */
export function isZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && formatOf(name) !== undefined;
  } catch {
    return false;
  }
}

/** The day of a moment in a zone: `2026-01-31`. */
export function dayIn(zone: string, at: Date): string {
  return formatOf(zone).format(at).slice(0, 10);
}

/** A moment whose UTC is what the clocks of a zone showed: for a table that tells times without a zone. */
export function wallIn(zone: string, at: Date): Date {
  return new Date(`${formatOf(zone).format(at).replace(' ', 'T')}.${millisecondsOf(at)}Z`);
}

/** The moment at which a day begins in a zone: where clocks are put forward at midnight, that is not 00:00. */
export function startOfDay(zone: string, day: string): Date {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  let [before, from] = [-FURTHEST, FURTHEST];
  while (from - before > 1) {
    const between = Math.floor((before + from) / 2);
    if (dayIn(zone, new Date(midnight + between * MINUTE)) < day) before = between;
    else from = between;
  }
  return new Date(midnight + from * MINUTE);
}

function millisecondsOf(at: Date): string {
  return String(at.getUTCMilliseconds()).padStart(3, '0');
}
