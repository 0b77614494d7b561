import type { Answered } from '../../assistant/assistant.contract.js';
import { setAside } from './menu.js';
import { callPerson } from './people.js';
import { type Choices, type Phrase, phrase } from './reply.js';
import { say } from './run.js';
import { ask } from './prompt.js';
import type { Place, State } from './session.js';
import { recommended } from './shop.js';
import type { Scene, Turn } from './world.js';

/** More questions than this at once are a machine's. */
const MOST_WAITING = 3;

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
  if (result.outcome === 'handover') {
    const turn = callPerson(setAside(after), result.because);
    const { text } = result;
    if (text === undefined) return turn;
    return { ...turn, replies: [say([phrase('plain', { text })]), ...turn.replies] };
  }
  if (result.outcome === 'failed') return offerPerson(after, phrase('answer.failed'));
  const words = phrase('plain', { text: result.text });
  const turn = result.offersPerson ? offerPerson(after, words) : recommended(after, words, result.products);
  if (state.run === null) return turn;
  return { ...turn, state: after, replies: [...turn.replies, ask(scene, after, [], { again: true })] };
}

function settled(state: State): State {
  const { place } = state;
  if (place?.at !== 'question') return state;
  return { ...state, place: { ...place, waiting: Math.max(0, place.waiting - 1) }, misses: 0 };
}

function offerPerson(state: State, words: Phrase): Turn {
  const options = [{ value: 'person', title: phrase('row.person') }];
  const choices: Choices = { run: '-', step: 'menu', options, prefer: 'buttons', numbers: 'shown' };
  return {
    state,
    replies: [{ kind: 'say', phrases: [words], choices, sensitive: false }],
    wishes: [],
  };
}
