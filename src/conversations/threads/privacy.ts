import type { MessageLine } from '../../whatsapp/whatsapp.contract.js';
import type { ThreadRow } from './thread.repository.js';

/** A person's clock and ours may differ by this much: what was said a little earlier may be an answer as well. */
const MARGIN_MS = 60_000;

/** What nobody reads: codes, and what was said since a run began that is still open. What it was is erased when the run ends. */
export function privacyOf(
  rows: readonly Pick<ThreadRow, 'stage' | 'startedAt'>[],
): (line: Pick<MessageLine, 'isPrivate' | 'at'>) => boolean {
  const began = rows.filter(({ stage }) => stage === 'OPEN').map(({ startedAt }) => startedAt.getTime());
  const since = Math.min(...began) - MARGIN_MS;
  return ({ isPrivate, at }) => isPrivate || at.getTime() >= since;
}
