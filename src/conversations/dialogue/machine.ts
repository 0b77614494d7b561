import type { State } from './session.js';
import type { Turn, World } from './world.js';

const MINUTE = 60_000;

/** Whether more was answered within a minute than any person could read. */
export function isMachine({ replies }: State, { now, settings }: World): boolean {
  return now - replies.from < MINUTE && replies.count >= settings.repliesPerMinute;
}

/** Silence until it has been quiet for a minute: a machine that goes on writing stays unanswered. */
export function mute(state: State, { now }: World): Turn {
  const replies = { from: now, count: state.replies.count };
  return { state: { ...state, replies }, replies: [], wishes: [{ kind: 'mute' }] };
}

/** The same turn with its replies counted. */
export function counted(turn: Turn, { now }: World): Turn {
  if (turn.replies.length === 0) return turn;
  const { from, count } = turn.state.replies;
  const isSameMinute = now - from < MINUTE;
  const replies = {
    from: isSameMinute ? from : now,
    count: (isSameMinute ? count : 0) + turn.replies.length,
  };
  return { ...turn, state: { ...turn.state, replies } };
}
