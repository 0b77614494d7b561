import type { Stage } from './conversations.entity.js';
import type { State } from './dialogue/session.js';
import { isHandedOver, type Standing } from './threads/standing.js';

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
  const run = state.run ?? state.paused;
  if (run !== null) return { stage: 'OPEN', expiresAt: new Date(run.expiresAt) };
  if (state.ended === 'forgotten') return { stage: 'LEAVING', expiresAt: new Date(now + FAREWELL) };
  if (state.optedOut) return { stage: 'CLOSED', expiresAt: null };
  if (state.ended === 'refused') return { stage: 'LEAVING', expiresAt: new Date(now + standard.timeoutMs) };
  const span = state.language === standard.language ? AFTERWARDS : LANGUAGE;
  return { stage: 'CLOSED', expiresAt: new Date(now + span) };
}

/** Until when the conversation itself is kept: as long as there may be words in it. */
export function lastingUntil({ lastAt }: Standing, startedAt: Date, retentionMs: number): Date {
  return new Date((lastAt ?? startedAt).getTime() + retentionMs);
}

/**
 * When somebody has to look at it. While the team looks after it: once that has lasted too long, or a run that began beside it has
 * waited too long for its answers to be kept.
 */
export function dueAt(
  standing: Standing,
  { stage, expiresAt }: { stage: Stage; expiresAt: Date | null },
  lasting: Date,
): Date | null {
  if (isHandedOver(standing))
    return stage === 'OPEN' ? earlier(expiresAt, standing.silentUntil) : standing.silentUntil;
  const { lastType, labels } = standing;
  return expiresAt === null && lastType === null && labels === null ? null : earlier(expiresAt, lasting);
}

function earlier(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
