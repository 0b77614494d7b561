import type { ReadingFault } from '../../uic/uic.contract.js';
import { fold } from '../../kernel/fold.js';
import type { Said } from './listen.js';
import { labelOf } from './question-words.js';
import { questionsOf } from './flow.js';
import { type Choices, type Phrase, phrase, type Wish } from './reply.js';
import { also, begin, quiet, tell } from './run.js';
import type { State } from './session.js';
import type { Recalled, Scene, Turn } from './world.js';
import { inWords } from './wording.js';

const STEP = 'recall';
const NONE_YET = 'none';
/** Wrong answers in a day; then only the questions, or the staff, lead to the code. */
const TRIES = 3;
const DAY_MS = 86_400_000;

/**
 * Asks for the one answer that opens the way to a code. Asked the same whether this phone has a code or not: who holds a phone for a
 * moment must not learn whether somebody registered with it.
 */
export function askToRecall(scene: Scene, state: State): Turn {
  const { now } = scene.world;
  const since = now - state.recalls.from < DAY_MS ? state.recalls : { from: now, misses: 0 };
  if (since.misses >= TRIES) return tell({ ...state, asking: null }, phrase('recall.limited'));
  return question(scene, { ...state, asking: 'recall', recalls: { ...since, askedAt: now } });
}

/** What the person answers; `null` when it is about something else. The answer itself is erased, whatever it was. */
export function recallAnswer(scene: Scene, state: State, said: Said): Turn | null {
  const aside: State = { ...state, asking: null };
  if (said.kind === 'unread') return question(scene, state, phrase(said.because));
  if (said.kind === 'tap') return said.step === STEP ? begin(scene, aside) : null;
  const { texts, recallKey } = scene.world;
  if (said.folded === fold(inWords(texts, state.language, phrase('button.none-yet'))))
    return begin(scene, aside);
  const reading = scene.world.read(recallKey, said.text);
  const erased: Wish = { kind: 'erase', since: state.recalls.askedAt };
  if (!reading.ok) {
    const { fault } = reading;
    const again = question(scene, state, because(fault));
    return also(again, erased);
  }
  return also(quiet(aside), erased, { kind: 'recall', value: reading.value });
}

/** The only code that fits. One of several would be a guess, and might be somebody else's. */
export function recalled(state: State, codes: readonly Recalled[]): Recalled | Turn {
  const [only, another] = codes;
  if (only !== undefined && another === undefined) return only;
  if (only !== undefined) return tell(state, phrase('recall.several'));
  const { recalls } = state;
  return tell({ ...state, recalls: { ...recalls, misses: recalls.misses + 1 } }, phrase('recall.none'));
}

function because(fault: ReadingFault): Phrase {
  if (fault === 'no-name') return phrase('recall.unknown');
  return phrase(fault === 'greeting' ? 'greeting' : `fault.${fault}`);
}

function question(scene: Scene, state: State, ...lead: Phrase[]): Turn {
  const { recallKey } = scene.world;
  const asked = questionsOf(scene.script.flow).find(({ key }) => key === recallKey);
  const label = asked === undefined ? '' : labelOf(asked);
  const options = [{ value: NONE_YET, title: phrase('button.none-yet') }];
  const choices: Choices = { run: '-', step: STEP, options, prefer: 'buttons', numbers: 'no' };
  const phrases = [...lead, phrase('recall.ask', { label })];
  return { state, replies: [{ kind: 'say', phrases, choices, sensitive: false }], wishes: [] };
}
