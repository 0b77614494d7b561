import type { Command } from '../texts/phrases.js';
import { questionsOf } from './flow.js';
import { ask, whereIs } from './prompt.js';
import { type Phrase, phrase } from './reply.js';
import { also, askAgain, begin, dropOut, end, goTo, quiet, speaking, tell } from './run.js';
import type { State } from './session.js';
import type { Scene, Turn } from './world.js';

type Handling = (scene: Scene, state: State) => Turn;

const HANDLINGS: Record<Command, Handling> = {
  help,
  restart,
  back,
  cancel,
  stop,
  erase: (scene, state) => askBeside(scene, state, 'erase'),
  language: (scene, state) => askBeside(scene, state, 'language'),
  code,
};

/** Does what a command asks, wherever the person is. */
export function obey(scene: Scene, state: State, command: Command): Turn {
  return HANDLINGS[command](scene, state);
}

/** The person wants another language; what was being asked is asked in it, the consent in full. */
export function switchLanguage(scene: Scene, state: State, language: string): Turn {
  const switched: State = { ...state, language, asking: null };
  const changed = phrase('language.changed');
  if (switched.run !== null)
    return { state: switched, replies: [ask(scene, switched, [changed])], wishes: [] };
  if (isStarting(switched)) return begin(scene, switched, [changed]);
  return tell(switched, changed, phrase('help.idle'));
}

/** Whether any message begins a run: the person never wrote, or the last run was lost on the way. */
export function isStarting({ run, ended }: State): boolean {
  return run === null && (ended === null || ended === 'expired' || ended === 'lost');
}

/** What explains why a run begins now, where that needs an explanation. */
export function reason({ ended }: State): Phrase[] {
  if (ended === 'expired') return [phrase('expired')];
  return ended === 'lost' ? [phrase('renewed')] : [];
}

function help(scene: Scene, state: State): Turn {
  const here: State = { ...state, asking: null };
  const where = here.run && whereIs(scene, here.run);
  if (!where) {
    if (!isStarting(here)) return tell(here, phrase('help.idle'));
    const why = reason(here);
    return begin(scene, here, why.length > 0 ? why : [phrase('help.first')]);
  }
  return askAgain(scene, here, position(scene, here), phrase('help.commands'));
}

function position(scene: Scene, { run }: State): Phrase {
  const where = run && whereIs(scene, run);
  if (where?.step.kind !== 'question') {
    const step = where?.step.kind;
    return phrase(step === 'consent' ? 'help.consent' : step === 'menu' ? 'help.menu' : 'help.summary');
  }
  const questions = questionsOf(where.flow);
  const n = questions.findIndex(({ key }) => key === where.step.id) + 1;
  return phrase('help.question', { n: String(n), total: String(questions.length) });
}

function restart(scene: Scene, state: State): Turn {
  if (state.run === null) return begin(scene, state, reason(state));
  const { state: ended, wishes } = end(state, 'cancelled');
  return also(begin(scene, ended, [phrase('restarted')]), ...wishes);
}

function code(scene: Scene, state: State): Turn {
  if (state.run === null) return begin(scene, state, reason(state));
  return askAgain(scene, { ...state, asking: null }, phrase('code.running'));
}

function cancel(scene: Scene, state: State): Turn {
  if (state.asking !== null) return leaveAside(scene, state);
  if (state.run === null) return tell(state, phrase('cancelled.nothing'));
  return speaking(dropOut(state, 'cancelled', 'cancelled'), phrase('cancelled'));
}

function stop(_: Scene, state: State): Turn {
  if (state.optedOut) return quiet(state);
  const turn = dropOut(state, 'stopped', 'cancelled');
  const out = { ...turn, state: { ...turn.state, optedOut: true } };
  return speaking(also(out, { kind: 'opt', state: 'out' }), phrase('stopped'));
}

function back(scene: Scene, state: State): Turn {
  if (state.asking !== null) return leaveAside(scene, state);
  const where = state.run && whereIs(scene, state.run);
  if (!state.run || !where) return code(scene, state);
  const { run } = state;
  if (run.choosing || run.correcting) return goTo(scene, state, 'summary', { correcting: false });
  if (run.doubt !== null) return goTo(scene, state, run.step);
  const steps = where.flow.steps.filter((step) => step.kind === 'question' || step === where.step);
  const before = steps[steps.indexOf(where.step) - 1];
  if (before === undefined || where.step.kind === 'consent')
    return askAgain(scene, state, phrase('back.first'));
  const { [before.id]: _gone, ...answers } = run.answers;
  return goTo(scene, state, before.id, { answers });
}

/** A question beside the flow; the flow's own waits. */
function askBeside(scene: Scene, state: State, asking: 'erase' | 'language'): Turn {
  const aside: State = { ...state, asking };
  return { state: aside, replies: [ask(scene, aside)], wishes: [] };
}

/** Leaves the question beside the flow unanswered. */
export function leaveAside(scene: Scene, state: State): Turn {
  const lead = state.asking === 'erase' ? [phrase('erase.kept')] : [];
  const back: State = { ...state, asking: null };
  if (back.run !== null) return askAgain(scene, back, ...lead);
  return tell(back, ...lead, phrase('help.idle'));
}
