import type { Question } from '../../uic/uic.contract.js';
import { phrases, type TextKey } from '../texts/phrases.js';
import { offered, titleOf } from './choices.js';
import { consentWords } from './consent.js';
import { type Flow, questionsOf, type Step } from './flow.js';
import { labelOf, ownWords, questionWords } from './question-words.js';
import { type Choices, type Option, type Phrase, phrase, type Reply, type Wording } from './reply.js';
import type { Answer, Run, State } from './session.js';
import type { Scene } from './world.js';

/** What is being asked of the person now. */
export interface Prompt {
  phrases: readonly Phrase[];
  choices?: Choices;
  /** It shows an answer. */
  sensitive: boolean;
}

/** How to put the question: `again` after an answer that was none, where the first time says more. */
export interface Manner {
  again?: boolean;
  /** Options of a choice from this one on. */
  from?: number;
}

/** The prompt as a message, after what leads to it. */
export function ask(scene: Scene, state: State, lead: readonly Phrase[] = [], manner: Manner = {}): Reply {
  const { phrases, choices, sensitive } = promptOf(scene, state, manner);
  return { kind: 'say', phrases: [...lead, ...phrases], choices, sensitive };
}

/** Tells where a state is; `null` when the flow or its step no longer exists. */
export function whereIs(scene: Scene, run: Run): { flow: Flow; step: Step } | null {
  const { flow } = scene.script;
  const step = flow.name === run.flow ? flow.steps.find(({ id }) => id === run.step) : undefined;
  return step === undefined ? null : { flow, step };
}

/** What a state asks. */
export function promptOf(scene: Scene, state: State, manner: Manner = {}): Prompt {
  if (state.asking === 'erase') return eraseQuestion(state, manner);
  if (state.asking === 'language') return languageQuestion(scene, state);
  const where = state.run && whereIs(scene, state.run);
  if (!state.run || !where) return { phrases: [], sensitive: false };
  const { flow, step } = where;
  switch (step.kind) {
    case 'consent':
      return consentQuestion(scene, state.run, manner);
    case 'question':
      return state.run.doubt
        ? doubtQuestion(state.run, step.question)
        : question(scene, state.run, flow, manner);
    case 'summary':
      return state.run.choosing ? whichAnswer(state.run, flow) : summary(state.run, flow, manner);
    default:
      return { phrases: [], sensitive: false };
  }
}

function eraseQuestion({ run }: State, { again }: Manner): Prompt {
  const options: Option[] = [
    { value: 'yes', title: phrase('button.erase') },
    { value: 'no', title: phrase('button.keep') },
  ];
  return {
    phrases: [phrase(again ? 'erase.again' : 'erase.ask')],
    choices: { run: run?.id ?? '-', step: 'erase', options, prefer: 'buttons', numbers: 'yes' },
    sensitive: false,
  };
}

function languageQuestion({ world }: Scene, { run }: State): Prompt {
  const options = world.texts.languages.map(({ code, name }) => ({ value: code, title: name }));
  return {
    phrases: [phrase('language.ask')],
    choices: { run: run?.id ?? '-', step: 'language', options, prefer: 'buttons', numbers: 'yes' },
    sensitive: false,
  };
}

function consentQuestion({ world, script }: Scene, run: Run, { again }: Manner): Prompt {
  const options: Option[] = [
    { value: 'yes', title: phrase('button.accept') },
    { value: 'no', title: phrase('button.refuse') },
  ];
  return {
    phrases: again ? [phrase('consent.again')] : consentWords(questionsOf(script.flow), world.settings),
    choices: { run: run.id, step: 'consent', options, prefer: 'buttons', numbers: 'yes' },
    sensitive: false,
  };
}

function question(scene: Scene, run: Run, flow: Flow, { from = 0 }: Manner): Prompt {
  const questions = questionsOf(flow);
  const index = questions.findIndex(({ key }) => key === run.step);
  const asked = questions[index];
  if (asked === undefined) return { phrases: [], sensitive: false };
  const choices = offered(asked, scene.world.can, from);
  return {
    phrases: [from > 0 ? phrase('option.rest') : questionWords(asked, index + 1, questions.length)],
    choices: choices === null ? undefined : { ...choices, run: run.id, step: run.step },
    sensitive: false,
  };
}

function doubtQuestion(run: Run, asked: Question): Prompt {
  const options: Option[] = [
    { value: `yes-${run.shows}`, title: phrase('button.yes') },
    { value: `no-${run.shows}`, title: phrase('button.no') },
  ];
  return {
    phrases: [doubtWords(asked, run.doubt ?? { value: '', shown: '' })],
    choices: { run: run.id, step: run.step, options, prefer: 'buttons', numbers: 'yes' },
    sensitive: true,
  };
}

/** A name of one letter is asked about in its own words; `KXX` says nothing to whoever answered K. */
function doubtWords(asked: Question, { value, shown }: Answer): Phrase {
  const own = ownWords(asked, 'doubt', { shown });
  if (own !== null) return phrase('plain', { text: own });
  const letter = asked.kind === 'letters' ? /^([A-Z])X+$/.exec(value)?.[1] : undefined;
  const key = `doubt.${asked.key}`;
  const isSpoken = letter !== undefined && asked.texts === undefined && Object.hasOwn(phrases, key);
  return isSpoken ? { key: key as TextKey, values: { letter } } : phrase('doubt.other', { shown });
}

function summary(run: Run, flow: Flow, { again }: Manner): Prompt {
  const questions = questionsOf(flow);
  const lines = questions.map((asked, index): Phrase => {
    const values = { label: labelOf(asked), shown: shownAnswer(asked, run) };
    const line =
      index === 0
        ? phrase('summary.first', values)
        : phrase('summary.line', { ...values, n: String(index + 1) });
    return { ...line, tight: true };
  });
  const options: Option[] = [
    { value: `right-${run.shows}`, title: phrase('button.right') },
    { value: `correct-${run.shows}`, title: phrase('button.correct') },
  ];
  return {
    phrases: [
      ...(again ? [phrase('summary.again')] : []),
      phrase('summary.lead'),
      ...lines,
      summaryQuestion(questions),
    ],
    choices: { run: run.id, step: 'summary', options, prefer: 'buttons', numbers: 'no' },
    sensitive: true,
  };
}

/** Whether all is right, and how to say what is not: 1 is a yes, so the first answer is corrected by its name. */
function summaryQuestion(questions: readonly Question[]): Phrase {
  const [first] = questions;
  const label = first === undefined ? '' : labelOf(first);
  if (questions.length < 2) return phrase('summary.one', { label });
  return phrase('summary.ask', { label, last: String(questions.length) });
}

/** An answer that was chosen is shown by its title, in the person's language. */
function shownAnswer(asked: Question, run: Run): Wording {
  const answer = run.answers[asked.key];
  const option = asked.kind === 'choice' && asked.options.find(({ value }) => value === answer?.value);
  return option ? titleOf(asked, option) : (answer?.shown ?? '');
}

function whichAnswer(run: Run, flow: Flow): Prompt {
  const options = questionsOf(flow).map((asked) => ({
    value: `fix-${asked.key}`,
    title: labelOf(asked),
    description: shownAnswer(asked, run),
  }));
  return {
    phrases: [phrase('summary.which')],
    choices: { run: run.id, step: 'summary', options, prefer: 'list', numbers: 'yes' },
    sensitive: true,
  };
}
