import type { Issued } from '../../uic/uic.contract.js';
import { fold } from '../../kernel/fold.js';
import type { Said } from './listen.js';
import { questionsOf } from './flow.js';
import { labelOf } from './question-words.js';
import { type Choices, phrase, type Reply, type Wish } from './reply.js';
import { also, quiet, speaking, tell } from './run.js';
import type { State } from './session.js';
import type { Scene, Turn } from './world.js';
import { inWords } from './wording.js';

type New = Extract<Issued, { outcome: 'issued' }>;

const STEP = 'replace';

/**
 * After a new code: whether it takes the place of an earlier one. Somebody who came to correct has said so already; a code that differs
 * in one answer only may be a correction, and the person is asked. The earlier code itself is not shown: others may use the phone.
 */
export function afterNew(scene: Scene, turn: Turn, { id, repeat, resembles }: New, renewing: boolean): Turn {
  if (repeat) return turn;
  if (renewing) return also(turn, { kind: 'replace', newerId: id, olderId: resembles?.id ?? null });
  if (resembles === undefined || isBusy(turn.state)) return turn;
  const pair = { olderId: resembles.id, newerId: id, key: resembles.key };
  const state: State = { ...turn.state, asking: 'replace', pair };
  return { ...turn, state, replies: [...turn.replies, ask(scene, resembles.key)] };
}

/** Something else was asked before the code came: two questions at once would be answered wrongly, and staff see the pair anyway. */
function isBusy({ run, asking }: State): boolean {
  return run !== null || asking !== null;
}

/** Yes or no to that; `null` when the person speaks of something else, and nothing is changed then. */
export function replaceAnswer(scene: Scene, state: State, said: Said): Turn | null {
  const decision = decisionIn(scene, state, said);
  const { pair } = state;
  if (decision === null || pair === null) return null;
  const { newerId, olderId } = pair;
  const over: State = { ...state, asking: null, pair: null };
  if (decision === 'yes') return also(quiet(over), { kind: 'replace', newerId, olderId });
  const apart: Wish = { kind: 'keep-apart', newerId, olderId };
  return speaking(also(quiet(over), apart), phrase('replace.apart'));
}

/** What came of it. */
export function replaced(state: State, done: boolean): Turn {
  return tell(state, phrase(done ? 'replace.done' : 'replace.staff'));
}

function ask(scene: Scene, key: string): Reply {
  const asked = questionsOf(scene.script.flow).find((question) => question.key === key);
  const label = asked === undefined ? key : labelOf(asked);
  const choices: Choices = {
    run: '-',
    step: STEP,
    options: [
      { value: 'yes', title: phrase('button.replace') },
      { value: 'no', title: phrase('button.apart') },
    ],
    prefer: 'buttons',
    numbers: 'yes',
  };
  return { kind: 'say', phrases: [phrase('replace.ask', { label })], choices, sensitive: false };
}

function decisionIn({ world: { texts } }: Scene, { language }: State, said: Said): 'yes' | 'no' | null {
  if (said.kind === 'unread') return null;
  if (said.kind === 'tap') {
    const isOurs = said.step === STEP && (said.value === 'yes' || said.value === 'no');
    return isOurs && said.value === 'yes' ? 'yes' : isOurs ? 'no' : null;
  }
  const { folded } = said;
  const isTitle = (key: 'button.replace' | 'button.apart') =>
    fold(inWords(texts, language, phrase(key))) === folded;
  if (folded === '1' || isTitle('button.replace') || texts.means(folded, 'yes')) return 'yes';
  return folded === '2' || isTitle('button.apart') || texts.means(folded, 'no') ? 'no' : null;
}
