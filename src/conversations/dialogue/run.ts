import type { Answers } from '../../uic/uic.contract.js';
import { type Flow, questionsOf, type Step } from './flow.js';
import { ask, whereIs } from './prompt.js';
import { type Phrase, phrase, type Reply, type Wish } from './reply.js';
import type { Answer, Ending, Run, State } from './session.js';
import type { Scene, Turn } from './world.js';

const COUNTED = ['consent', 'family', 'given', 'year', 'town', 'gender', 'summary'] as const;

/** Nothing to say, nothing to do. */
export function quiet(state: State): Turn {
  return { state, replies: [], wishes: [] };
}

/** One message that asks nothing. */
export function tell(state: State, ...phrases: Phrase[]): Turn {
  return { state, replies: [say(phrases)], wishes: [] };
}

/** What is being asked, again, after what leads to it. */
export function askAgain(scene: Scene, state: State, ...lead: Phrase[]): Turn {
  return { state, replies: [ask(scene, state, lead, { again: true })], wishes: [] };
}

/** The same turn, with this to say. */
export function speaking(turn: Turn, ...phrases: Phrase[]): Turn {
  return { ...turn, replies: [say(phrases)] };
}

/** The same turn with more to do. */
export function also(turn: Turn, ...wishes: Wish[]): Turn {
  return { ...turn, wishes: [...wishes, ...turn.wishes] };
}

/** A run begins with this message, at the first stop of the script's entry. Writing again also ends an opt-out. */
export function begin(scene: Scene, state: State, lead: readonly Phrase[] = []): Turn {
  const { entry } = scene.script;
  const { now, settings } = scene.world;
  const run: Run = {
    id: scene.message.id,
    flow: entry.name,
    step: entry.steps[0].id,
    answers: {},
    doubt: null,
    choosing: false,
    correcting: false,
    shows: 0,
    startedAt: Math.min(now, scene.message.at),
    expiresAt: now + settings.timeoutMs,
  };
  const turn = enter(scene, { ...state, run, ended: null, asking: null, optedOut: false }, lead);
  return state.optedOut ? also(turn, { kind: 'opt', state: 'in' }) : turn;
}

/** The run goes on with this flow, from its first stop. */
export function takeFlow(scene: Scene, state: State, flow: Flow): Turn {
  return goTo(scene, state, flow.steps[0].id, { flow: flow.name });
}

/** The run moves to a stop and asks what is to be asked there. */
export function goTo(
  scene: Scene,
  state: State,
  step: string,
  change: Partial<Run> = {},
  lead: readonly Phrase[] = [],
): Turn {
  if (state.run === null) return quiet(state);
  const run: Run = { ...state.run, doubt: null, choosing: false, ...change, step };
  return enter(scene, { ...state, run }, lead);
}

/** After an answer: back to the summary, to the next question without answer, or past the questions. */
export function goOn(scene: Scene, state: State, key: string, answer: Answer): Turn {
  const where = state.run && whereIs(scene, state.run);
  if (!state.run || !where) return quiet(state);
  const answers = { ...state.run.answers, [key]: answer };
  const { steps } = where.flow;
  const next =
    steps.find((step) => step.kind === 'question' && !Object.hasOwn(answers, step.id)) ??
    steps.find((step) => step.kind === 'summary' || step.kind === 'issue');
  return goTo(scene, state, next?.id ?? where.step.id, { answers, correcting: false });
}

/** The stop after this one in its flow. */
export function after(flow: Flow, step: Step): Step {
  return flow.steps[flow.steps.indexOf(step) + 1] ?? step;
}

/** The run is over: its answers go, and so does what was said in it. */
export function end(state: State, ending: Ending): Turn {
  const wishes: Wish[] = state.run === null ? [] : [{ kind: 'erase', since: state.run.startedAt }];
  return { state: { ...state, run: null, asking: null, ended: ending }, replies: [], wishes };
}

/** The run ends without a code; the statistics learn at which stop. */
export function dropOut(state: State, ending: Ending, how: 'refused' | 'cancelled' | 'expired'): Turn {
  const at = COUNTED.find((step) => step === state.run?.step);
  const turn = end(state, ending);
  return at === undefined ? turn : also(turn, { kind: 'drop-out', at, how });
}

/** The run waited too long. For the job that looks for such runs, and for a message that comes before it. */
export function expire(state: State): Turn {
  return dropOut(state, 'expired', 'expired');
}

/** A message without question. */
export function say(phrases: readonly Phrase[], sensitive = false): Reply {
  return { kind: 'say', phrases, sensitive };
}

/** Arrives at the run's stop: says what is said there, and goes on where nothing is asked. */
function enter(scene: Scene, state: State, lead: readonly Phrase[]): Turn {
  const where = state.run && whereIs(scene, state.run);
  if (!state.run || !where) return quiet(state);
  const { flow, step } = where;
  if (step.kind === 'notice') {
    const notice = phrase('notice', { service: scene.world.settings.serviceName });
    return goTo(scene, state, after(flow, step).id, {}, [...lead, notice]);
  }
  if (step.kind === 'issue') return issue(scene, state, flow, lead);
  const shown =
    step.kind === 'summary' ? { ...state, run: { ...state.run, shows: state.run.shows + 1 } } : state;
  return { state: shown, replies: [ask(scene, shown, lead)], wishes: [] };
}

/** Has the code made, once every question has its answer: a question may be new since the others were answered. */
function issue(scene: Scene, state: State, flow: Flow, lead: readonly Phrase[]): Turn {
  const given = state.run?.answers ?? {};
  const questions = questionsOf(flow);
  const open = questions.find(({ key }) => given[key] === undefined);
  if (open !== undefined) return goTo(scene, state, open.key, {}, lead);
  const answers = Object.fromEntries(questions.map(({ key }) => [key, given[key]?.value ?? ''])) as Answers;
  return { state, replies: lead.length > 0 ? [say(lead)] : [], wishes: [{ kind: 'issue', answers }] };
}
