import type { Question } from '../../uic/uic.contract.js';
import { fold } from '../../kernel/fold.js';
import { OTHER_TOWN, restFrom, typedOption } from './choices.js';
import { leaveAside, switchLanguage } from './commands.js';
import { type Flow, questionsOf, type Step } from './flow.js';
import type { Said } from './listen.js';
import { ask, promptOf, whereIs } from './prompt.js';
import { labelOf, questionWords } from './question-words.js';
import { callPerson } from './people.js';
import { type Phrase, phrase } from './reply.js';
import { after, also, askAgain, dropOut, goOn, goTo, quiet, speaking, tell } from './run.js';
import type { Run, State } from './session.js';
import type { Scene, Turn } from './world.js';
import { inWords } from './wording.js';

/** Answers in a row that were not understood: then people are offered, then called. */
const OFFERED_AFTER = 3;
const CALLED_AFTER = 6;

type Words = Extract<Said, { kind: 'text' }>;

/** What was said, as an answer to what is being asked: an option that was picked, or words. */
type Meant = { picked: string } | { words: Words };

/** A question, while a run is open on it. */
interface Here {
  run: Run;
  flow: Flow;
  step: Step;
}

/** Takes what the person said as an answer to what is being asked, beside the flow or in it. */
export function answer(scene: Scene, state: State, said: Said): Turn {
  if (said.kind === 'unread')
    return state.asking === null
      ? missed(scene, state, phrase(said.because))
      : askAgain(scene, state, phrase(said.because));
  if (said.kind === 'text' && isGreeting(scene, state, said))
    return askAgain(scene, state, phrase('greeting'));
  const meant = meaning(scene, state, said);
  if (meant === null) return askAgain(scene, state, phrase('stale'));
  if (state.asking === 'erase') return eraseAnswer(scene, state, meant);
  if (state.asking === 'language') return languageAnswer(scene, state, meant);
  const where = state.run && whereIs(scene, state.run);
  if (!state.run || !where) return quiet(state);
  const here: Here = { run: state.run, ...where };
  switch (where.step.kind) {
    case 'consent':
      return consentAnswer(scene, state, here, meant);
    case 'question':
      return questionAnswer(scene, state, where.step.question, meant);
    case 'summary':
      return summaryAnswer(scene, state, here, meant);
    default:
      return goTo(scene, state, where.step.id);
  }
}

/** A tap of another question or another run means nothing now. */
function meaning(scene: Scene, state: State, said: Exclude<Said, { kind: 'unread' }>): Meant | null {
  const { choices } = promptOf(scene, state);
  if (said.kind === 'tap') {
    const isOfNow = said.run === choices?.run && said.step === choices.step;
    return isOfNow ? { picked: said.value } : null;
  }
  const { texts, can } = scene.world;
  const picked = choices && typedOption(choices, said.folded, { texts, can, language: state.language });
  return picked ? { picked } : { words: said };
}

/** Three letters are what is asked of a name, so a greeting as short as that is left to the reading. */
function isGreeting({ world }: Scene, state: State, { folded }: Words): boolean {
  return world.texts.means(folded, 'greeting') && (folded.length > 3 || state.asking !== null);
}

function agrees(scene: Scene, meant: Meant): 'yes' | 'no' | null {
  if ('picked' in meant) return meant.picked === 'yes' || meant.picked === 'no' ? meant.picked : null;
  const { texts } = scene.world;
  if (texts.means(meant.words.folded, 'yes')) return 'yes';
  return texts.means(meant.words.folded, 'no') ? 'no' : null;
}

function eraseAnswer(scene: Scene, state: State, meant: Meant): Turn {
  const decision = agrees(scene, meant);
  if (decision === null) return askAgain(scene, state);
  if (decision === 'no') return leaveAside(scene, state);
  const turn = dropOut(state, 'forgotten', 'cancelled');
  return speaking(also(turn, { kind: 'forget' }), phrase('erase.done'));
}

function languageAnswer(scene: Scene, state: State, meant: Meant): Turn {
  const known = scene.world.texts.languages.some(({ code }) => 'picked' in meant && code === meant.picked);
  return known && 'picked' in meant ? switchLanguage(scene, state, meant.picked) : askAgain(scene, state);
}

function consentAnswer(scene: Scene, state: State, { flow, step }: Here, meant: Meant): Turn {
  const decision = agrees(scene, meant);
  if (decision === null) return missed(scene, state);
  if (decision === 'no') return speaking(dropOut(state, 'refused', 'refused'), phrase('consent.refused'));
  return also(goTo(scene, state, after(flow, step).id), { kind: 'consent', language: state.language });
}

function questionAnswer(scene: Scene, state: State, question: Question, meant: Meant): Turn {
  if (state.run?.doubt) return doubtAnswer(scene, state, question, meant);
  if ('words' in meant) return read(scene, state, question, meant.words.text);
  if (meant.picked === OTHER_TOWN) return tell(state, typed(scene, question));
  const from = restFrom(meant.picked);
  if (from === null) return read(scene, state, question, meant.picked);
  return { state, replies: [ask(scene, state, [], { from })], wishes: [] };
}

/** Asks for a town that is not on the list; a question in words of its own is its own words again. */
function typed({ script }: Scene, question: Question): Phrase {
  const questions = questionsOf(script.flow);
  if (question.texts === undefined) return phrase('town.typed');
  return questionWords(question, questions.indexOf(question) + 1, questions.length);
}

/** Yes takes the answer, no asks again, and anything else is another answer. */
function doubtAnswer(scene: Scene, state: State, question: Question, meant: Meant): Turn {
  const { run } = state;
  if (!run?.doubt) return quiet(state);
  if ('picked' in meant) {
    if (meant.picked === `yes-${run.shows}`) return goOn(scene, state, question.key, run.doubt);
    if (meant.picked === `no-${run.shows}`) return goTo(scene, state, run.step);
    return askAgain(scene, state, phrase('stale'));
  }
  const decision = agrees(scene, meant);
  if (decision === 'yes') return goOn(scene, state, question.key, run.doubt);
  if (decision === 'no') return goTo(scene, state, run.step);
  return read(scene, { ...state, run: { ...run, doubt: null } }, question, meant.words.text);
}

function read(scene: Scene, state: State, question: Question, text: string): Turn {
  const reading = scene.world.read(question.key, text);
  if (state.run === null) return quiet(state);
  if (!reading.ok) {
    const { fault } = reading;
    return missed(scene, state, phrase(fault === 'greeting' ? 'greeting' : `fault.${fault}`));
  }
  const { value, shown, sure } = reading;
  if (sure) return goOn(scene, { ...state, misses: 0 }, question.key, { value, shown });
  const doubting: State = {
    ...state,
    run: { ...state.run, doubt: { value, shown }, shows: state.run.shows + 1 },
  };
  return askAgain(scene, doubting);
}

/** The same question again; whoever is stuck is told of the people, and in the end they are called. */
function missed(scene: Scene, state: State, ...because: Phrase[]): Turn {
  const misses = state.misses + 1;
  const counted: State = { ...state, misses };
  if (misses < OFFERED_AFTER) return askAgain(scene, counted, ...because);
  if (misses < CALLED_AFTER) return askAgain(scene, counted, ...because, phrase('offer.person'));
  return callPerson(counted, 'failed');
}

function summaryAnswer(scene: Scene, state: State, { run, flow, step }: Here, meant: Meant): Turn {
  const choice =
    'picked' in meant ? meant.picked : typedChoice(scene, state, { run, flow, step }, meant.words);
  const fix = questionsOf(flow).find(({ key }) => choice === `fix-${key}`);
  if (fix) return goTo(scene, state, fix.key, { correcting: true });
  if (choice === `right-${run.shows}`) return goTo(scene, state, after(flow, step).id);
  if (choice === `correct-${run.shows}`) {
    const choosing: State = { ...state, run: { ...run, choosing: true } };
    return { state: choosing, replies: [ask(scene, choosing)], wishes: [] };
  }
  return 'picked' in meant ? askAgain(scene, state, phrase('stale')) : missed(scene, state);
}

/** 1 and yes say that all is right; the other numbers and the names of the questions say what is not. */
function typedChoice(scene: Scene, state: State, { run, flow }: Here, { folded }: Words): string | null {
  const { texts } = scene.world;
  const questions = questionsOf(flow);
  if (folded === '1' || texts.means(folded, 'yes')) return `right-${run.shows}`;
  if (texts.means(folded, 'no')) return `correct-${run.shows}`;
  const numbered = questions[Number(folded) - 1];
  const named = questions.find((asked) => fold(inWords(texts, state.language, labelOf(asked))) === folded);
  const asked = numbered ?? named;
  return asked === undefined ? null : `fix-${asked.key}`;
}
