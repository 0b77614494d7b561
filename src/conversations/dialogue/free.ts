import type { Answered } from '../../assistant/assistant.contract.js';
import { offering, setAside } from './menu.js';
import { callPerson } from './people.js';
import { type Phrase, phrase } from './reply.js';
import { say } from './run.js';
import { ask } from './prompt.js';
import type { Place, State } from './session.js';
import { recommended } from './shop.js';
import type { Scene, Turn } from './world.js';

/** More questions than this at once are a machine's. */
const MOST_WAITING = 3;
/** So many questions in a row without an answer: people are better at this. */
const CALLED_AFTER = 3;

type Failure = Extract<Answered, { outcome: 'failed' }>['because'];

/** A free question: its answer comes when it is there. */
export function askFreely(state: State, text: string): Turn {
  const aside = setAside(state);
  const waiting = state.place?.at === 'question' ? state.place.waiting : 0;
  if (waiting >= MOST_WAITING) return { state, replies: [say([phrase('ask.wait')])], wishes: [] };
  const place: Place = { at: 'question', waiting: waiting + 1 };
  return {
    state: { ...aside, place, ended: aside.ended ?? 'issued', optedOut: false },
    replies: [],
    wishes: [{ kind: 'ask', text }, ...(state.optedOut ? [{ kind: 'opt', state: 'in' } as const] : [])],
  };
}

/** The answer to a free question, whatever the person has done meanwhile: what was being asked is asked again after it. */
export function answered(scene: Scene, state: State, result: Answered): Turn {
  const after = settled(state);
  // Somebody who has gone on to the code does not lose its answers because of an earlier question.
  if (result.outcome === 'handover' && result.because === 'unsure' && state.run !== null)
    return askedAgain(scene, after, offerPerson(after, phrase('answer.failed')));
  if (result.outcome === 'handover') {
    const turn = callPerson(setAside(after), result.because);
    const { text } = result;
    if (text === undefined) return turn;
    return { ...turn, replies: [say([phrase('plain', { text })]), ...turn.replies] };
  }
  if (result.outcome === 'failed') return unanswered(after, state.misses, result.because);
  const words = phrase('plain', { text: result.text });
  const turn = result.offersPerson ? offerPerson(after, words) : recommended(after, words, result.products);
  return askedAgain(scene, after, turn);
}

/** What was being asked meanwhile is asked once more, below. */
function askedAgain(scene: Scene, state: State, turn: Turn): Turn {
  if (state.run === null) return turn;
  return { ...turn, state, replies: [...turn.replies, ask(scene, state, [], { again: true })] };
}

/** The fallback; a person is called where questions remain without answer. */
function unanswered(state: State, before: number, because: Failure): Turn {
  if (because === 'budget') return offerPerson(state, phrase('answer.enough'));
  const words = phrase(because === 'unusable' ? 'answer.failed' : 'answer.later');
  if (state.run !== null) return offerPerson(state, words);
  const misses = before + 1;
  return misses < CALLED_AFTER ? offerPerson({ ...state, misses }, words) : callPerson(state, 'failed');
}

function settled(state: State): State {
  const { place } = state;
  if (place?.at !== 'question') return state;
  return { ...state, place: { ...place, waiting: Math.max(0, place.waiting - 1) }, misses: 0 };
}

function offerPerson(state: State, words: Phrase): Turn {
  const turn = offering(state, words, [
    { value: 'person', title: phrase('row.person') },
    { value: 'menu', title: phrase('row.menu') },
  ]);
  const isAsking = state.run !== null || (state.place?.at === 'question' && state.place.waiting > 0);
  return isAsking ? { ...turn, state } : turn;
}
