import type { Stage } from './conversations.entity.js';
import type { State } from './dialogue/session.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** The last reply has left by then; what it said is not worth keeping a number for. */
const FAREWELL = 10 * MINUTE;
/** How long « merci » is understood as the end of a conversation. */
const AFTERWARDS = DAY;
/** How long a chosen language is remembered. */
const LANGUAGE = 90 * DAY;

/**
 * How long a state is kept, and as what. A person who refused leaves nothing behind, one who wants no message is remembered for
 * exactly that.
 */
export function keeping(
  state: State,
  now: number,
  standard: { language: string; timeoutMs: number },
): { stage: Stage; expiresAt: Date | null } {
  if (state.run !== null) return { stage: 'OPEN', expiresAt: new Date(state.run.expiresAt) };
  if (state.ended === 'forgotten') return { stage: 'LEAVING', expiresAt: new Date(now + FAREWELL) };
  if (state.optedOut) return { stage: 'CLOSED', expiresAt: null };
  if (state.ended === 'refused') return { stage: 'LEAVING', expiresAt: new Date(now + standard.timeoutMs) };
  const span = state.language === standard.language ? AFTERWARDS : LANGUAGE;
  return { stage: 'CLOSED', expiresAt: new Date(now + span) };
}
