import type { Command } from '../texts/words.js';
import { answer } from './answering.js';
import { obey } from './commands.js';
import type { Script } from './flow.js';
import { type Heard, listen } from './listen.js';
import { counted, isMachine } from './machine.js';
import { callPerson } from './people.js';
import { willOf } from './promotions.js';
import { phrase } from './reply.js';
import { also, dropOut, quiet, say, speaking, tell } from './run.js';
import type { State } from './session.js';
import type { Input, Scene, Turn, World } from './world.js';

type Message = Extract<Input, { kind: 'message' }>;

const HEEDED: ReadonlySet<Command> = new Set(['stop', 'promotions-off', 'promotions-on', 'erase']);

/** A person of the team comes in: a run ends, so that nobody reads its answers, and the person hears that they are erased. */
export function withdraw(state: State): Turn {
  if (state.run === null && state.paused === null) return quiet({ ...state, asking: null, place: null });
  return speaking(dropOut(state, 'expired', 'cancelled'), phrase('handover.erased'));
}

/** A person of the team was called by another one. */
export function announce(state: State): Turn {
  return callPerson(state, 'agent');
}

/** Nobody of the team could answer, and the house is back. */
export function apologise(state: State): Turn {
  return { state, replies: [say([phrase('handover.late')])], wishes: [] };
}

/** While the team looks after the conversation: only the will to stop or to be forgotten is obeyed, nothing else is answered. */
export function hush(script: Script, state: State, message: Message, world: World): Turn {
  const heard = listen(message.content, world.texts);
  const isStop = heard.kind === 'command' && heard.command === 'stop';
  if (isMachine(state, world) && !isStop) return also(quiet(state), ...willOf(heard));
  return counted(heed({ script, world, message }, state, heard), world);
}

/** The first words after that, as `turn` answers them: the person hears who speaks again. A thank-you is only returned. */
export function comeBack(
  turn: () => Turn,
  state: State,
  message: Message,
  world: World,
): Turn & { isTold: boolean } {
  if (isLastWord(listen(message.content, world.texts), world)) {
    const thanks = state.optedOut || isMachine(state, world) ? quiet(state) : tell(state, phrase('thanks'));
    return { ...counted(thanks, world), isTold: false };
  }
  const taken = turn();
  const [first, ...rest] = taken.replies;
  if (first?.kind !== 'say') return { ...taken, isTold: false };
  const opening = { ...first, phrases: [phrase('handover.over'), ...first.phrases] };
  return { ...taken, replies: [opening, ...rest], isTold: true };
}

function heed(scene: Scene, state: State, heard: Heard): Turn {
  if (heard.kind === 'command' && HEEDED.has(heard.command)) return obey(scene, state, heard.command);
  if (state.asking !== 'erase') return quiet(state);
  const aside: State = { ...state, asking: null };
  if (heard.kind !== 'text' && heard.kind !== 'tap') return quiet(aside);
  const turn = answer(scene, state, heard);
  if (turn.wishes.some(({ kind }) => kind === 'forget')) return turn;
  // Neither yes nor no was meant for the person of the team.
  return turn.state.asking === 'erase' ? quiet(aside) : tell(aside, phrase('erase.kept'));
}

function isLastWord(heard: Heard, { texts }: World): boolean {
  if (heard.kind === 'unread') return heard.because === 'unread.emoji' || heard.because === 'unread.sticker';
  return heard.kind === 'text' && texts.means(heard.folded, 'thanks');
}
