import type { Command } from '../texts/words.js';
import { questionsOf } from './flow.js';
import { reopen } from './cart.js';
import { closing, setAside, showMenu, wishFor } from './menu.js';
import { callPerson } from './people.js';
import { ask, whereIs } from './prompt.js';
import { promotionsOff, promotionsOn } from './promotions.js';
import { askToRecall } from './recalling.js';
import { type Phrase, phrase } from './reply.js';
import { also, askAgain, begin, dropOut, end, goTo, quiet, resume, speaking, tell } from './run.js';
import type { Place, State } from './session.js';
import { browseTop } from './shop.js';
import type { Scene, Turn } from './world.js';

/** A register that decides later than it said is given this much more. */
const PATIENCE_MS = 60_000;

type Handling = (scene: Scene, state: State) => Turn;

const HANDLINGS: Record<Command, Handling> = {
  help,
  restart,
  back,
  cancel,
  stop,
  'promotions-off': promotionsOff,
  'promotions-on': promotionsOn,
  erase: (scene, state) => askBeside(scene, state, 'erase'),
  language: (scene, state) => askBeside(scene, state, 'language'),
  code,
  find,
  correct,
  data,
  menu: (scene, state) => showMenu(scene, state),
  products: browseTop,
  person: (_, state) => callPerson(setAside(state), 'asked'),
  orders: (_, state) => wishFor(state, { kind: 'orders' }),
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
  if (scene.script.entry !== 'uic') return showMenu(scene, switched, [changed]);
  if (isStarting(switched)) return begin(scene, switched, [changed]);
  return tell(switched, changed, phrase('help.idle'));
}

/** Whether any message begins a run: the person never wrote, or the last run was lost on the way. */
export function isStarting({ run, paused, ended }: State): boolean {
  return run === null && paused === null && (ended === null || ended === 'expired' || ended === 'lost');
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
    if (scene.script.entry !== 'uic') return showMenu(scene, here, [...reason(here), phrase('help.idle')]);
    if (!isStarting(here)) return tell(here, idleHelp(scene));
    const why = reason(here);
    return begin(scene, here, why.length > 0 ? why : [phrase('help.first')]);
  }
  return askAgain(scene, here, position(scene, here), phrase('help.commands'));
}

function position(scene: Scene, { run }: State): Phrase {
  const where = run && whereIs(scene, run);
  if (where?.step.kind !== 'question') {
    const step = where?.step.kind;
    return phrase(step === 'consent' ? 'help.consent' : 'help.summary');
  }
  const questions = questionsOf(where.flow);
  const n = questions.findIndex(({ key }) => key === where.step.id) + 1;
  return phrase('help.question', { n: String(n), total: String(questions.length) });
}

function restart(scene: Scene, state: State): Turn {
  if (state.run === null && isWaiting(scene, state)) return tell(state, phrase('issued.wait'));
  if (state.run === null && state.paused === null) return begin(scene, state, reason(state));
  const { state: ended, wishes } = end(state, 'cancelled');
  return also(begin(scene, ended, [phrase('restarted')]), ...wishes);
}

/** The code, from where it waits or from the beginning. */
export function code(scene: Scene, state: State): Turn {
  if (state.run === null && isWaiting(scene, state)) return tell(state, phrase('issued.wait'));
  if (state.run === null && state.paused !== null) return resume(scene, state, state.paused);
  if (state.run === null) return begin(scene, state, reason(state));
  return askAgain(scene, { ...state, asking: null }, phrase('code.running'));
}

/** A code whose characters the register still has to decide. */
export function isWaiting({ world }: Scene, { waiting }: State): boolean {
  return waiting !== null && world.now < waiting.until + PATIENCE_MS;
}

/** The code that was issued before, unless one is under way. */
function find(scene: Scene, state: State): Turn {
  if (state.run !== null || state.paused !== null || isWaiting(scene, state)) return code(scene, state);
  return askToRecall(scene, { ...state, place: null });
}

/** One answer of the summary; afterwards the whole code, which then takes the earlier one's place. */
function correct(scene: Scene, state: State): Turn {
  const where = state.run && whereIs(scene, state.run);
  if (state.run && where?.step.kind === 'summary') {
    const choosing: State = { ...state, asking: null, run: { ...state.run, choosing: true } };
    return { state: choosing, replies: [ask(scene, choosing)], wishes: [] };
  }
  if (state.run !== null) return back(scene, state);
  if (state.paused !== null || isWaiting(scene, state)) return code(scene, state);
  const turn = begin(scene, state, [phrase('correct.lead')]);
  const run = turn.state.run && { ...turn.state.run, renewing: true };
  return { ...turn, state: { ...turn.state, run } };
}

/** What is kept, told the same to everybody: who holds a phone for a moment learns nothing of its owner. */
function data(scene: Scene, state: State): Turn {
  const { serviceName: service, register, retentionDays, contact } = scene.world.settings;
  const days = String(retentionDays);
  const words = [
    phrase('data.kept', { service }),
    { ...(retentionDays > 0 ? phrase('data.days', { days }) : phrase('data.always')), tight: true },
    ...(register ? [{ ...phrase('data.register'), tight: true }] : []),
    phrase('data.rights'),
    ...(contact === null ? [] : [{ ...phrase('data.contact', { contact }), tight: true }]),
  ];
  const here: State = { ...state, asking: null };
  return here.run !== null && whereIs(scene, here.run)
    ? askAgain(scene, here, ...words)
    : tell(here, ...words);
}

function cancel(scene: Scene, state: State): Turn {
  if (state.asking !== null) return leaveAside(scene, state);
  // Whoever leaves the menu beneath a code that waits means the code.
  const isLeaving = state.place !== null && (state.place.at !== 'menu' || state.paused === null);
  if (state.run === null && state.place !== null && isLeaving) return leavePlace(scene, state, state.place);
  if (state.run === null && state.paused === null)
    return tell(state, phrase(scene.script.entry === 'uic' ? 'cancelled.nothing' : 'help.where'));
  return speaking(dropOut(state, 'cancelled', 'cancelled'), phrase('cancelled'));
}

function stop(_: Scene, state: State): Turn {
  if (state.optedOut) return quiet(state);
  const turn = dropOut(state, 'stopped', 'cancelled');
  // Nor the code that was promised: it is still there for whoever writes again.
  const out = { ...turn, state: { ...turn.state, optedOut: true, waiting: null } };
  return speaking(also(out, { kind: 'opt', state: 'out' }), phrase('stopped'));
}

function back(scene: Scene, state: State): Turn {
  if (state.asking !== null) return leaveAside(scene, state);
  const where = state.run && whereIs(scene, state.run);
  if (!state.run || !where) return backFrom(scene, state);
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
  return tell(back, ...lead, idleHelp(scene));
}

/** What can be done when nothing is going on. */
export function idleHelp({ script }: Scene): Phrase {
  return phrase(script.entry === 'uic' ? 'help.idle' : 'help.where');
}

/** Leaves the menu, the shop, an order or a question; an order that was shown is cancelled. */
function leavePlace(scene: Scene, state: State, place: Place): Turn {
  if (place.at !== 'order') return closing(scene, state, [phrase('left')]);
  return wishFor(state, { kind: 'cancel-order', orderId: place.orderId });
}

/** One step back outside the code: to the order that is being changed, to the products, else to the menu. */
function backFrom(scene: Scene, state: State): Turn {
  const { place } = state;
  if (place?.at === 'order' && (place.choosing || place.fixing !== null)) return reopen(state, place.orderId);
  if (place !== null && place.at !== 'menu' && place.at !== 'question' && scene.world.offers.products)
    return browseTop(scene, state);
  return scene.script.entry === 'uic' && place === null ? code(scene, state) : showMenu(scene, state);
}
