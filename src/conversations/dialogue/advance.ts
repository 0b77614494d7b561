import type { Issued } from '../../uic/uic.contract.js';
import { answer, type Said } from './answering.js';
import { isStarting, obey, reason, switchLanguage } from './commands.js';
import { questionsOf, type Script } from './flow.js';
import { type Heard, listen } from './listen.js';
import { whereIs } from './prompt.js';
import { phrase, type Reply } from './reply.js';
import { also, begin, end, expire, quiet, say, speaking, tell } from './run.js';
import type { State } from './session.js';
import type { Input, Scene, Turn, World } from './world.js';

const MINUTE = 60_000;
const HOUR = 3_600_000;

/**
 * What becomes of a conversation when this happens: the new state, what to say, what to have done. Pure, and total: it never
 * throws, whatever was saved and whatever is said.
 */
export function advance(script: Script, state: State, input: Input, world: World): Turn {
  if (input.kind === 'issued')
    return counted(issued({ script, world, message: NO_MESSAGE }, state, input.issued), world);
  const heard = listen(input.content, world.texts);
  if (heard.kind === 'nothing') return quiet(state);
  if (isMachine(state, world) && !isStop(heard)) return mute(state, world);
  const turn = hear({ script, world, message: input }, state, heard);
  return counted(prolonged(turn, world), world);
}

const NO_MESSAGE = { id: '-', at: 0 };

function hear(scene: Scene, saved: State, heard: Exclude<Heard, { kind: 'nothing' }>): Turn {
  const { state, wishes } = settled(scene, saved);
  return also(respond(scene, state, heard), ...wishes);
}

/** A run that waited too long, or whose flow is no longer what it was, is over before anything is answered. */
function settled(scene: Scene, state: State): Turn {
  if (state.run === null) return quiet(state);
  if (state.run.expiresAt <= scene.world.now) return expire(state);
  return whereIs(scene, state.run) === null ? end(state, 'lost') : quiet(state);
}

function respond(scene: Scene, state: State, heard: Exclude<Heard, { kind: 'nothing' }>): Turn {
  if (heard.kind === 'command') return obey(scene, state, heard.command);
  if (heard.kind === 'switch') return switchLanguage(scene, state, heard.language);
  if (isLanguageTap(scene, heard)) return switchLanguage(scene, state, heard.value);
  return state.run === null && state.asking === null
    ? idle(scene, state, heard)
    : answer(scene, state, heard);
}

/** A language may be tapped at any time: it answers no question. */
function isLanguageTap({ world }: Scene, heard: Said): heard is Extract<Said, { kind: 'tap' }> {
  return (
    heard.kind === 'tap' &&
    heard.step === 'language' &&
    world.texts.languages.some(({ code }) => code === heard.value)
  );
}

/** No run is open: a message begins one, unless it is the last word of the one that is over. */
function idle(scene: Scene, state: State, said: Said): Turn {
  if (isStarting(state)) return begin(scene, state, reason(state));
  if (isLastWord(scene, state, said)) return state.optedOut ? quiet(state) : tell(state, phrase('thanks'));
  if (said.kind === 'tap' && !state.optedOut) return tell(state, phrase('help.idle'));
  return begin(scene, state);
}

/** Thanks, a smile, or the confirmation sent twice. */
function isLastWord({ world }: Scene, { ended }: State, said: Said): boolean {
  if (said.kind === 'unread') return said.because === 'unread.emoji' || said.because === 'unread.sticker';
  if (said.kind !== 'text') return false;
  const { texts } = world;
  return texts.means(said.folded, 'thanks') || (ended === 'issued' && texts.means(said.folded, 'yes'));
}

/** The code is there, or may not be had yet: either way the run is over. */
function issued(scene: Scene, state: State, result: Issued): Turn {
  const { settings, now } = scene.world;
  if (result.outcome === 'limited') {
    const hours = Math.max(1, Math.ceil((result.until.getTime() - now) / HOUR));
    return speaking(end(state, 'limited'), phrase('issued.limited', { hours: String(hours) }));
  }
  const words = [
    phrase(result.repeat ? 'issued.repeat' : 'issued.new'),
    phrase('issued.code', { code: result.code }),
    phrase('issued.advice', { service: settings.serviceName }),
  ];
  const replies: Reply[] = [say(words, true)];
  if (settings.card && scene.world.can.media) {
    const caption = phrase('issued.card', { grouped: grouped(scene, state, result.code) });
    replies.push({ kind: 'card', codeId: result.id, caption, sensitive: true });
  }
  return { ...end(state, 'issued'), replies };
}

/** The code in the groups of the answers that it is made of, where it is made of them one after the other. */
function grouped(scene: Scene, { run }: State, code: string): string {
  const where = run && whereIs(scene, run);
  const groups = where ? questionsOf(where.flow).map(({ key }) => run.answers[key]?.value ?? '') : [];
  return groups.join('') === code ? groups.join(' ') : code;
}

function prolonged(turn: Turn, { now, settings }: World): Turn {
  const { run } = turn.state;
  if (run === null) return turn;
  return { ...turn, state: { ...turn.state, run: { ...run, expiresAt: now + settings.timeoutMs } } };
}

function isStop(heard: Heard): boolean {
  return heard.kind === 'command' && heard.command === 'stop';
}

function isMachine({ replies }: State, { now, settings }: World): boolean {
  return now - replies.from < MINUTE && replies.count >= settings.repliesPerMinute;
}

/** Silence until it has been quiet for a minute: a machine that goes on writing stays unanswered. */
function mute(state: State, { now }: World): Turn {
  const replies = { from: now, count: state.replies.count };
  return { state: { ...state, replies }, replies: [], wishes: [{ kind: 'mute' }] };
}

function counted(turn: Turn, { now }: World): Turn {
  if (turn.replies.length === 0) return turn;
  const { from, count } = turn.state.replies;
  const isSameMinute = now - from < MINUTE;
  const replies = {
    from: isSameMinute ? from : now,
    count: (isSameMinute ? count : 0) + turn.replies.length,
  };
  return { ...turn, state: { ...turn.state, replies } };
}
