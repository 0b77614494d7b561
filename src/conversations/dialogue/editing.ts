import { createHash } from 'node:crypto';
import type { InboundContent } from '../../whatsapp/whatsapp-content.contract.js';
import { questionsOf } from './flow.js';
import { ask, whereIs } from './prompt.js';
import { phrase } from './reply.js';
import { quiet, tell } from './run.js';
import type { Run, State } from './session.js';
import type { Scene, Turn } from './world.js';

type Edit = Extract<InboundContent, { kind: 'edit' }>;

/** What an edit is: the last message said otherwise, which nothing has come of yet; other words of the last answer; or too late. */
export type Edited =
  | { is: 'said'; text: string }
  | { is: 'answer'; text: string }
  | { is: 'late' }
  | { is: 'nothing' };

/** Outside of a run, and beside it, words that change afterwards mean nothing: what was read was answered. */
export function editIn({ run, asking }: State, { target, content }: Edit, now: number): Edited {
  if (run === null || asking !== null || run.expiresAt <= now || content.kind !== 'text')
    return { is: 'nothing' };
  if (run.last?.message !== markOf(target)) return { is: 'late' };
  return { is: run.last.answered === null ? 'said' : 'answer', text: content.text };
}

/** The last answer in other words; only where they are an answer beyond doubt. What is being asked is asked again. */
export function changeAnswer(scene: Scene, state: State, text: string): Turn {
  const { run } = state;
  const key = run?.last?.answered ?? null;
  const where = run && whereIs(scene, run);
  if (run === null || !where || key === null) return quiet(state);
  const isAsked = questionsOf(where.flow).some((question) => question.key === key);
  const reading = isAsked ? scene.world.read(key, text) : null;
  if (reading === null || !reading.ok || !reading.sure) return editTooLate(state);
  const { value, shown } = reading;
  if (run.answers[key]?.value === value) return quiet(state);
  const shows = where.step.kind === 'summary' ? run.shows + 1 : run.shows;
  const changed: State = {
    ...state,
    run: { ...run, shows, answers: { ...run.answers, [key]: { value, shown } } },
  };
  return { state: changed, replies: [ask(scene, changed, [phrase('edited.done')])], wishes: [] };
}

export function editTooLate(state: State): Turn {
  return tell(state, phrase('edited.late'));
}

/** The turn of a message, with what an edit of it would change. */
export function remembering(turn: Turn, before: Run | null, message: string | undefined): Turn {
  const { run } = turn.state;
  if (run === null || message === undefined) return turn;
  const known = before?.id === run.id ? before.answers : {};
  const answered = Object.keys(run.answers).find((key) => run.answers[key]?.value !== known[key]?.value);
  return {
    ...turn,
    state: { ...turn.state, run: { ...run, last: { message: markOf(message), answered: answered ?? null } } },
  };
}

/** A provider's id of a message may hold the phone number: what is kept recognises it, and tells nothing. */
function markOf(message: string): string {
  return createHash('sha256').update(message).digest('base64url').slice(0, 22);
}
