import { answer } from './answering.js';
import { askQuantity, calledOff, confirmed, ordersTold, priced, takeCart } from './cart.js';
import { isStarting, isWaiting, obey, reason, switchLanguage } from './commands.js';
import { changeAnswer, editIn, editTooLate, remembering } from './editing.js';
import { type Script } from './flow.js';
import { answered, askFreely } from './free.js';
import { issued, shownAgain } from './giving.js';
import { type Heard, listen, type Said } from './listen.js';
import { awake, closing, showMenu, wishFor } from './menu.js';
import {
  answerPlace,
  followTap,
  isAboutCode,
  isPlaceTap,
  offerCode,
  pickByName,
  unreadAnywhere,
  unreadAt,
} from './places.js';
import { counted, isMachine, mute } from './machine.js';
import { willOf } from './promotions.js';
import { recallAnswer } from './recalling.js';
import { replaceAnswer, replaced } from './replacing.js';
import { whereIs } from './prompt.js';
import { phrase } from './reply.js';
import { also, begin, end, expire, quiet, resume, tell } from './run.js';
import type { Place, State } from './session.js';
import { browsed, shown } from './shop.js';
import { unshown } from './unshown.js';
import type { Input, Scene, Turn, World } from './world.js';

/**
 * What becomes of a conversation when this happens: the new state, what to say, what to have done. Pure, and total: it never
 * throws, whatever was saved and whatever is said.
 */
export function advance(script: Script, state: State, input: Input, world: World): Turn {
  if (input.kind !== 'message')
    return counted(cameTrue({ script, world, message: NO_MESSAGE }, state, input), world);
  if (input.content.kind === 'edit')
    return counted(prolonged(edit({ script, world, message: input }, state, input.content), world), world);
  const heard = listen(input.content, world.texts);
  if (heard.kind === 'nothing') return quiet(state);
  if (isMachine(state, world) && !isStop(heard)) return also(mute(state, world), ...willOf(heard));
  const scene = { script, world, message: input };
  const turn = isAboutProduct(state, input) ? aboutProduct(scene, state, input) : hear(scene, state, heard);
  return counted(prolonged(remembering(turn, state.run, input.providerId), world), world);
}

/** A message that the person has changed; see `editing.ts`. */
function edit(scene: Scene, state: State, content: Extract<Message['content'], { kind: 'edit' }>): Turn {
  if (isMachine(state, scene.world)) return mute(state, scene.world);
  const edited = editIn(state, content, scene.world.now);
  if (edited.is === 'nothing') return quiet(state);
  if (edited.is === 'late') return editTooLate(state);
  const heard = listen({ kind: 'text', text: edited.text }, scene.world.texts);
  if (heard.kind === 'nothing') return quiet(state);
  if (edited.is === 'answer' && heard.kind === 'text') return changeAnswer(scene, state, edited.text);
  const turn = hear(scene, state, heard);
  return edited.is === 'said' ? remembering(turn, state.run, content.target) : turn;
}

/** Somebody writes beneath a product of the catalogue: the product itself is the best beginning of an answer. */
function isAboutProduct({ run, asking }: State, { product, content }: Message): boolean {
  return product !== undefined && content.kind === 'text' && run === null && asking === null;
}

function aboutProduct({ world }: Scene, state: State, { product = '' }: Message): Turn {
  return wishFor(state, { kind: 'show', sku: product, catalogId: world.catalogId });
}

type Came<K> = Extract<Input, { kind: K }>;
type Message = Came<'message'>;

const NO_MESSAGE = { id: '-', at: 0 };

/** A wish came true: what it leads to. */
function cameTrue(scene: Scene, state: State, input: Exclude<Input, { kind: 'message' }>): Turn {
  switch (input.kind) {
    case 'issued':
      return issued(scene, state, input);
    case 'recalled':
      return shownAgain(scene, state, input.codes);
    case 'replaced':
      return replaced(state, input.done);
    case 'browsed':
      return browsed(scene, state, input.browsed);
    case 'shown':
      return shown(scene, state, input);
    case 'unshown':
      return unshown(scene, state, input);
    case 'offered':
      return askQuantity(scene, state, input.product);
    case 'priced':
      return priced(scene, state, input.order);
    case 'confirmed':
      return confirmed(scene, state, input.outcome);
    case 'called-off':
      return calledOff(scene, state, input.outcome);
    case 'orders':
      return ordersTold(scene, state, input.orders);
    case 'answered':
      return answered(scene, state, input.answered);
  }
}

function hear(scene: Scene, saved: State, heard: Exclude<Heard, { kind: 'nothing' }>): Turn {
  const { state, wishes } = settled(scene, saved);
  return also(respond(scene, state, heard), ...wishes);
}

/** A run that waited too long, or whose flow is no longer what it was, is over before anything is answered. */
function settled(scene: Scene, state: State): Turn {
  const run = state.run ?? state.paused;
  if (run === null) return quiet(state);
  if (run.expiresAt <= scene.world.now) return kept(state, expire(state));
  return whereIs(scene, run) === null ? kept(state, end(state, 'lost')) : quiet(state);
}

/** A code that waited is over; what the person does now goes on. */
function kept({ run, place }: State, over: Turn): Turn {
  return run === null ? { ...over, state: { ...over.state, place } } : over;
}

function respond(scene: Scene, state: State, heard: Exclude<Heard, { kind: 'nothing' }>): Turn {
  const named = 'folded' in heard ? pickByName(scene, state, heard.folded) : null;
  if (named !== null) return named;
  if (heard.kind === 'command') return obey(scene, state, heard.command);
  if (heard.kind === 'switch') return switchLanguage(scene, state, heard.language);
  if (heard.kind === 'cart') return takeCart(scene, state, heard.lines);
  if (isLanguageTap(scene, heard)) return switchLanguage(scene, state, heard.value);
  return outside(scene, state, heard) ?? inside(scene, state, heard);
}

/** What belongs to the menu, the shop, an order or a question; `null` when it belongs to the code. */
function outside(scene: Scene, state: State, said: Said): Turn | null {
  if (state.asking !== null) return null;
  if (said.kind === 'tap') return isPlaceTap(said) ? followTap(scene, state, said) : null;
  if (state.run !== null || state.place === null) return null;
  if (said.kind === 'unread') return unreadAt(state, state.place, said.because);
  return placed(scene, state, state.place, said);
}

function inside(scene: Scene, state: State, said: Said): Turn {
  if (state.asking === 'recall' || state.asking === 'replace') {
    const turn =
      state.asking === 'recall' ? recallAnswer(scene, state, said) : replaceAnswer(scene, state, said);
    // Whoever speaks of something else has not answered, and is not held up.
    return turn ?? respond(scene, { ...state, asking: null, pair: null }, said);
  }
  if (state.asking === null && said.kind === 'tap' && state.paused?.id === said.run)
    return answer(scene, { ...state, run: state.paused, paused: null, place: null }, said);
  const isIdle = state.run === null && state.asking === null;
  return isIdle ? idle(scene, state, said) : answer(scene, state, said);
}

/** A language may be tapped at any time: it answers no question. */
function isLanguageTap({ world }: Scene, heard: Said): heard is Extract<Said, { kind: 'tap' }> {
  return (
    heard.kind === 'tap' &&
    heard.step === 'language' &&
    world.texts.languages.some(({ code }) => code === heard.value)
  );
}

/** Outside the code: thanks end a conversation there too. */
function placed(scene: Scene, state: State, place: Place, said: Extract<Said, { kind: 'text' }>): Turn {
  const isThanks = scene.world.texts.means(said.folded, 'thanks') && place.at !== 'order';
  return isThanks ? closing(scene, state, [phrase('thanks')]) : answerPlace(scene, state, place, said);
}

/** No run is open: a message begins what a first message meets, unless it is the last word of a run that is over. */
function idle(scene: Scene, state: State, said: Said): Turn {
  if (isWaiting(scene, state)) return tell(state, phrase('issued.wait'));
  if (scene.script.entry !== 'uic') return idleAtMenu(scene, state, said);
  if (state.paused !== null && !isLastWord(scene, state, said)) return resume(scene, state, state.paused);
  if (isStarting(state)) return begin(scene, state, reason(state));
  if (isLastWord(scene, state, said)) return state.optedOut ? quiet(state) : tell(state, phrase('thanks'));
  if (isOverTap(state, said)) return tell(state, phrase('stale.over'));
  return begin(scene, state);
}

function idleAtMenu(scene: Scene, state: State, said: Said): Turn {
  if (state.ended === 'expired' || state.ended === 'lost') return begin(scene, state, reason(state));
  if (isLastWord(scene, state, said)) return state.optedOut ? quiet(state) : tell(state, phrase('thanks'));
  if (said.kind === 'text' && isAboutCode(scene, state, said.folded)) return awake(offerCode(state), state);
  const isQuestion = said.kind === 'text' && !scene.world.texts.means(said.folded, 'greeting');
  if (isOverTap(state, said)) return tell(state, phrase('stale.over'));
  if (said.kind === 'unread') return unreadAnywhere(scene, state, said.because);
  const { questions } = scene.world.offers;
  if (scene.script.entry === 'assistant' && questions && !isQuestion) return invite(scene, state);
  const isAsked = scene.script.entry === 'assistant' || (isQuestion && said.folded.includes(' '));
  if (questions && isQuestion && isAsked) return askFreely(state, said.text);
  return showMenu(scene, state);
}

/** A button of a run that is over, tapped once more. */
function isOverTap({ ended, optedOut }: State, said: Said): boolean {
  return said.kind === 'tap' && ended !== null && !optedOut;
}

function invite(scene: Scene, state: State): Turn {
  const { serviceName: service } = scene.world.settings;
  const turn = tell({ ...state, place: { at: 'question', waiting: 0 } }, phrase('ask.hello', { service }));
  return awake(turn, state);
}

/** Thanks, a smile, or the confirmation sent twice. A smile as the first word of all is a greeting. */
function isLastWord({ world }: Scene, { ended, replies }: State, said: Said): boolean {
  if (said.kind === 'unread')
    return replies.from > 0 && (said.because === 'unread.emoji' || said.because === 'unread.sticker');
  if (said.kind !== 'text') return false;
  const { texts } = world;
  return texts.means(said.folded, 'thanks') || (ended === 'issued' && texts.means(said.folded, 'yes'));
}

function prolonged(turn: Turn, { now, settings }: World): Turn {
  const { run } = turn.state;
  if (run === null) return turn;
  return { ...turn, state: { ...turn.state, run: { ...run, expiresAt: now + settings.timeoutMs } } };
}

function isStop(heard: Heard): boolean {
  return heard.kind === 'command' && heard.command === 'stop';
}
