import { questionsOf } from './flow.js';
import { whereIs } from './prompt.js';
import { type Choices, type Option, type Phrase, phrase, type Reply, type Wish } from './reply.js';
import { also } from './run.js';
import type { Place, State } from './session.js';
import type { Scene, Turn } from './world.js';

/** Taps of a menu say this step; they mean the same however old the menu is. */
export const MENU = 'menu';

/** What can be done here, after what leads to it. Writing again also ends an opt-out. */
export function showMenu(scene: Scene, state: State, lead: readonly Phrase[] = []): Turn {
  const aside = setAside(state);
  const options = entries(scene, aside);
  const place: Place = { at: 'menu', shown: options.map(({ value }) => value) };
  const choices: Choices = { run: '-', step: MENU, options, prefer: 'list', numbers: 'yes' };
  const { serviceName: service } = scene.world.settings;
  const opening = lead.length > 0 ? [...lead, phrase('menu.ask')] : [phrase('menu.hello', { service })];
  const reply: Reply = { kind: 'say', phrases: opening, choices, sensitive: false };
  return awake({ state: { ...aside, place }, replies: [reply], wishes: [] }, state);
}

/** Something to say, and the way back to a code that waits. */
export function closing(scene: Scene, state: State, phrases: readonly Phrase[]): Turn {
  const left: State = { ...state, place: null, misses: 0 };
  const resume = resumption(scene, left);
  if (resume === null)
    return { state: left, replies: [{ kind: 'say', phrases, sensitive: false }], wishes: [] };
  const { description, ...option } = resume;
  const choices: Choices = { run: '-', step: MENU, options: [option], prefer: 'buttons', numbers: 'yes' };
  const place: Place = { at: 'menu', shown: [option.value] };
  const words = [...phrases, phrase('resume.offer', { where: description ?? '' })];
  return {
    state: { ...left, place },
    replies: [{ kind: 'say', phrases: words, choices, sensitive: false }],
    wishes: [],
  };
}

/** Something to say, and a few taps of the menu under it. */
export function offering(state: State, words: Phrase, options: readonly Option[]): Turn {
  const choices: Choices = { run: '-', step: MENU, options, prefer: 'buttons', numbers: 'yes' };
  const place: Place = { at: 'menu', shown: options.map(({ value }) => value) };
  return {
    state: { ...state, place },
    replies: [{ kind: 'say', phrases: [words], choices, sensitive: false }],
    wishes: [],
  };
}

/** The run waits; what the person does now comes first. */
export function setAside(state: State): State {
  if (state.run === null) return { ...state, asking: null };
  return { ...state, run: null, paused: state.run, asking: null };
}

/** Writing again ends an opt-out. */
export function awake(turn: Turn, before: State): Turn {
  const woken: Turn = { ...turn, state: { ...turn.state, optedOut: false } };
  return before.optedOut ? also(woken, { kind: 'opt', state: 'in' }) : woken;
}

/** Has something looked up, whatever was going on waits. */
export function wishFor(state: State, wish: Wish): Turn {
  return awake({ state: setAside(state), replies: [], wishes: [wish] }, state);
}

function entries(scene: Scene, state: State): Option[] {
  const { products, questions } = scene.world.offers;
  const resume = resumption(scene, state);
  return [
    ...(resume === null ? [{ value: 'uic', title: phrase('row.uic') }] : [resume]),
    ...(products ? [{ value: 'products', title: phrase('row.products') }] : []),
    ...(questions ? [{ value: 'question', title: phrase('row.question') }] : []),
    { value: 'person', title: phrase('row.person') },
  ];
}

function resumption(scene: Scene, { paused }: State): Option | null {
  const where = paused && whereIs(scene, paused);
  if (!where) return null;
  const questions = questionsOf(where.flow);
  const n = questions.findIndex(({ key }) => key === where.step.id) + 1;
  const description =
    n > 0 ? phrase('resume.where', { n: String(n), total: String(questions.length) }) : undefined;
  return { value: 'uic', title: phrase('row.resume'), ...(description && { description }) };
}
