import { noticeWords } from './consent.js';
import { type Flow, questionsOf, type Step } from './flow.js';
import { ask, whereIs } from './prompt.js';
import { type Phrase, phrase, type Reply, type Wish } from './reply.js';
import type { Answer, Ending, Run, State } from './session.js';
import type { Scene, Turn } from './world.js';

/** Stops at which nothing is asked, so that nobody leaves there. */
const PASSED: readonly string[] = ['notice', 'issue'];

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

/** A run begins with this message, at the first stop of the flow. Writing again also ends an opt-out. */
export function begin(scene: Scene, state: State, lead: readonly Phrase[] = []): Turn {
  const { flow } = scene.script;
  const { now, settings } = scene.world;
  const run: Run = {
    id: scene.message.id,
    flow: flow.name,
    step: flow.steps[0].id,
    answers: {},
    doubt: null,
    choosing: false,
    correcting: false,
    renewing: false,
    shows: 0,
    startedAt: Math.min(now, scene.message.at),
    expiresAt: now + settings.timeoutMs,
    last: null,
  };
  const fresh: State = { ...state, run, paused: null, place: null, misses: 0, ended: null, asking: null };
  const turn = enter(scene, { ...fresh, optedOut: false }, lead);
  return state.optedOut ? also(turn, { kind: 'opt', state: 'in' }) : turn;
}

/** A run that waited goes on where it was. */
export function resume(scene: Scene, state: State, paused: Run): Turn {
  const { now, settings } = scene.world;
  const run: Run = { ...paused, expiresAt: now + settings.timeoutMs };
  return askAgain(scene, { ...state, run, paused: null, place: null, asking: null }, phrase('resumed'));
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
  return enter(scene, { ...state, run, misses: 0 }, lead);
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

/** The run is over, also one that waited: its answers go, and so does what was said in it. */
export function end(state: State, ending: Ending): Turn {
  const run = state.run ?? state.paused;
  const wishes: Wish[] = run === null ? [] : [{ kind: 'erase', since: run.startedAt }];
  const over: State = { ...state, run: null, paused: null, place: null, misses: 0, asking: null };
  return { state: { ...over, ended: ending }, replies: [], wishes };
}

/** The run ends without a code; the statistics learn at which stop. */
export function dropOut(state: State, ending: Ending, how: 'refused' | 'cancelled' | 'expired'): Turn {
  const at = (state.run ?? state.paused)?.step;
  const turn = end(state, ending);
  return at === undefined || PASSED.includes(at) ? turn : also(turn, { kind: 'drop-out', at, how });
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
    const notice = noticeWords(questionsOf(flow), scene.world.settings);
    return goTo(scene, state, after(flow, step).id, {}, [...lead, ...notice]);
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
  const answers = Object.fromEntries(questions.map(({ key }) => [key, given[key]?.value ?? '']));
  const { language } = state;
  const startedAt = state.run?.startedAt ?? scene.world.now;
  const wish: Wish = { kind: 'issue', answers, language, startedAt };
  return { state, replies: lead.length > 0 ? [say(lead)] : [], wishes: [wish] };
}
