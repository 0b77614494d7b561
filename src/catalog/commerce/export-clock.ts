import type { CommerceExportRow } from './commerce-export.entity.js';

/** Products that change are waited for until they rest, but not for ever. */
const QUIET_MS = 10_000;
const LONGEST_WAIT_MS = 5 * 60_000;
/** Without any change, all is looked through once a day. */
const AT_LEAST_EVERY_MS = 24 * 3_600_000;
const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 3_600_000;
/** What only people can mend is not tried again sooner. */
export const MENDED_BY_PEOPLE: ReadonlySet<string> = new Set([
  'catalog.source-key',
  'catalog.source-permission',
]);
/** An export heard of within this time goes on; the lease knows better. */
const ALIVE_MS = 15_000;

type Last = Pick<
  CommerceExportRow,
  'state' | 'beatAt' | 'finishedAt' | 'startedAt' | 'seenUntil' | 'failures' | 'errorCode'
>;

/** Whether it is time for the next export. */
export function isExportDue(last: Last | null, lastChange: Date, now: Date): boolean {
  const since = (moment: Date): number => now.getTime() - moment.getTime();
  if (last === null) return lastChange.getTime() > 0;
  const { finishedAt } = last;
  if (last.state === 'RUNNING' || finishedAt === null) return Math.abs(since(last.beatAt)) > ALIVE_MS;
  if (last.state === 'FAILED') return since(finishedAt) >= pauseAfter(last);
  if (last.state !== 'DONE') return true;
  if (lastChange <= last.seenUntil) return since(last.startedAt) >= AT_LEAST_EVERY_MS;
  return since(lastChange) >= QUIET_MS || since(finishedAt) >= LONGEST_WAIT_MS;
}

function pauseAfter({ failures, errorCode }: Last): number {
  if (MENDED_BY_PEOPLE.has(errorCode ?? '')) return LONGEST_PAUSE_MS;
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(20, Math.max(0, failures - 1)));
}
