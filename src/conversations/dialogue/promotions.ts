import type { Heard } from './listen.js';
import { awake } from './menu.js';
import { phrase, type Wish } from './reply.js';
import { also, askAgain, quiet, tell } from './run.js';
import type { State } from './session.js';
import type { Scene, Turn } from './world.js';

/** The button beneath advertising, or its words: said once, and what is going on goes on. */
export function promotionsOff(scene: Scene, state: State): Turn {
  const wish: Wish = { kind: 'promotions', state: 'out' };
  // Who said STOP gets no message already.
  return also(state.optedOut ? quiet(state) : noted(scene, state, 'promotions.off'), wish);
}

/** Whoever wants advertising wants messages. */
export function promotionsOn(scene: Scene, state: State): Turn {
  return also(awake(noted(scene, state, 'promotions.on'), state), { kind: 'promotions', state: 'in' });
}

/** What of it has to be obeyed also where nothing is answered. */
export function willOf(heard: Heard): Wish[] {
  if (heard.kind !== 'command') return [];
  if (heard.command === 'promotions-off') return [{ kind: 'promotions', state: 'out' }];
  return heard.command === 'promotions-on' ? [{ kind: 'promotions', state: 'in' }] : [];
}

function noted(scene: Scene, state: State, key: 'promotions.off' | 'promotions.on'): Turn {
  const isAsked = state.run !== null || state.asking !== null;
  return isAsked ? askAgain(scene, state, phrase(key)) : tell(state, phrase(key));
}
