import { questionsOf } from './flow.js';
import { whereIs } from './prompt.js';
import { recalled } from './recalling.js';
import { type Phrase, phrase, type Reply } from './reply.js';
import { afterNew } from './replacing.js';
import { end, quiet, say, speaking } from './run.js';
import type { State } from './session.js';
import type { Input, Recalled, Scene, Turn } from './world.js';

const HOUR = 3_600_000;

/** The code is there, or may not be had yet: either way the run is over. */
export function issued(
  scene: Scene,
  state: State,
  { issued: result, messageId, channel }: Extract<Input, { kind: 'issued' }>,
): Turn {
  if (result.outcome === 'limited') {
    const hours = Math.max(1, Math.ceil((result.until.getTime() - scene.world.now) / HOUR));
    return speaking(end(state, 'limited'), phrase('issued.limited', { hours: String(hours) }));
  }
  const isOwn = (state.run && whereIs(scene, state.run))?.step.kind === 'issue';
  const renewing = (isOwn ? state.run?.renewing : state.waiting?.renewing) ?? false;
  const over = isOwn ? end(state, 'issued') : beside(state);
  if (result.outcome === 'pending') {
    const waiting = { codeId: result.id, until: result.until.getTime(), renewing, messageId, channel };
    return speaking({ ...over, state: { ...over.state, waiting } }, phrase('issued.pending'));
  }
  const lead = phrase(result.repeat ? 'issued.repeat' : 'issued.new');
  const replies = handedOver(scene, lead, result, grouped(scene, state, result.code));
  const waiting = over.state.waiting?.codeId === result.id ? null : over.state.waiting;
  const told: Turn = { ...over, state: { ...over.state, waiting }, replies };
  return afterNew(scene, told, result, renewing);
}

/** A code that was promised comes into whatever the person has begun meanwhile, and ends none of it. */
function beside(state: State): Turn {
  const isIdle = state.run === null && state.paused === null;
  return quiet(isIdle ? { ...state, ended: 'issued' } : state);
}

/** The code in words, alone on its line, then the card. */
function handedOver(
  { world: { settings, can } }: Scene,
  lead: Phrase,
  { id, code }: Recalled,
  parts: string,
): Reply[] {
  const advice = phrase('issued.advice', { service: settings.serviceName });
  const words = say([lead, phrase('issued.code', { code }), advice], true);
  if (!settings.card || !can.media) return [words];
  const caption = phrase('issued.card', { grouped: parts });
  return [words, { kind: 'card', codeId: id, caption, sensitive: true }];
}

/** The person told the answer that opens the way to its code. */
export function shownAgain(scene: Scene, state: State, codes: readonly Recalled[]): Turn {
  const found = recalled(state, codes);
  if (!('code' in found)) return found;
  return { state, replies: handedOver(scene, phrase('recall.found'), found, found.code), wishes: [] };
}

/** The code in the groups of the answers that it is made of, where it is made of them one after the other. */
function grouped(scene: Scene, { run }: State, code: string): string {
  const where = run && whereIs(scene, run);
  const groups = where ? questionsOf(where.flow).map(({ key }) => run.answers[key]?.value ?? '') : [];
  return groups.join('') === code ? groups.join(' ') : code;
}
