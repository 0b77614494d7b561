import { ORDER, askLine, askLineQuantity, changeLine, quantityIn } from './cart.js';
import { askFreely } from './free.js';
import type { Heard } from './listen.js';
import { closing, MENU, setAside, showMenu, wishFor } from './menu.js';
import { callPerson } from './people.js';
import { phrase } from './reply.js';
import { also, begin, resume, say } from './run.js';
import type { Place, State } from './session.js';
import { browse, browseTop, SHOP } from './shop.js';
import type { Scene, Turn } from './world.js';

type Tap = Extract<Heard, { kind: 'tap' }>;
type Words = Extract<Heard, { kind: 'text' }>;
type OrderPlace = Extract<Place, { at: 'order' }>;

const MISSES_BEFORE_PEOPLE = 3;

/** Whether a tap belongs to what is outside the code: it is understood wherever the person is. */
export function isPlaceTap({ step }: Tap): boolean {
  return step === MENU || step === SHOP || step === ORDER;
}

/** What a tap of the menu, the shop or an order leads to. */
export function followTap(scene: Scene, state: State, { run, step, value }: Tap): Turn {
  if (step === MENU) return chosen(scene, state, value);
  if (step === SHOP) return shopTap(scene, state, value);
  return orderTap(scene, state, run, value);
}

/** Words where the person is outside the code: a number of what was shown, a quantity, words to look for, a question. */
export function answerPlace(scene: Scene, state: State, place: Place, words: Words): Turn {
  const picked = 'shown' in place ? place.shown[Number(words.folded) - 1] : undefined;
  switch (place.at) {
    case 'menu':
      return picked === undefined ? freeWords(scene, state, words) : chosen(scene, state, picked);
    case 'shop':
      return picked === undefined ? searchOrAsk(scene, state, words) : shopTap(scene, state, picked);
    case 'product':
      return picked === undefined ? searchOrAsk(scene, state, words) : shopTap(scene, state, picked);
    case 'quantity':
      return quantityAnswer(state, place, words);
    case 'order':
      return orderAnswer(scene, state, place, words, picked);
    case 'question':
      return askFreely(state, words.text);
  }
}

/** Words that belong to nothing: a question where questions are answered, else the menu again, in the end a person. */
export function freeWords(scene: Scene, state: State, words: Words): Turn {
  if (scene.world.offers.questions && !isGreeting(scene, words)) return askFreely(state, words.text);
  return missed(state, (counted) => showMenu(scene, counted, misunderstood(scene, words)));
}

function misunderstood(scene: Scene, words: Words) {
  return [phrase(isGreeting(scene, words) ? 'greeting' : 'menu.again')];
}

function isGreeting({ world }: Scene, { folded }: Words): boolean {
  return world.texts.means(folded, 'greeting');
}

function searchOrAsk(scene: Scene, state: State, words: Words): Turn {
  const isShort = words.folded.split(' ').length <= 4 && !words.text.includes('?');
  if (!isShort && scene.world.offers.questions) return askFreely(state, words.text);
  return browse(scene, state, { words: words.text.trim().slice(0, 100), categoryId: null, offset: 0 });
}

function chosen(scene: Scene, state: State, value: string): Turn {
  switch (value) {
    case 'uic':
      return state.paused === null ? codeFrom(scene, state) : resume(scene, state, state.paused);
    case 'products':
      return browseTop(scene, state);
    case 'question':
      return {
        state: { ...setAside(state), place: { at: 'question', waiting: 0 } },
        replies: [say([phrase('ask.open')])],
        wishes: [],
      };
    case 'person':
      return callPerson(setAside(state), 'asked');
    default:
      return showMenu(scene, state);
  }
}

/** A code that is being asked about goes on; else it begins. */
function codeFrom(scene: Scene, state: State): Turn {
  return state.run === null ? begin(scene, state) : resume(scene, state, state.run);
}

function shopTap(scene: Scene, state: State, value: string): Turn {
  const [kind, ...rest] = value.split(':');
  const id = rest.join(':');
  const { catalogId } = scene.world;
  if (kind === 'p') return wishFor(state, { kind: 'show', productId: id, catalogId });
  if (kind === 'o') return wishFor(state, { kind: 'offer', productId: id });
  if (kind === 'c') return browse(scene, state, { words: null, categoryId: id, offset: 0 });
  const { place } = state;
  if (kind !== 'more' || place?.at !== 'shop') return browseTop(scene, state);
  const { words, categoryId } = place;
  return browse(scene, state, { words, categoryId, offset: Number(id) || 0 });
}

function quantityAnswer(state: State, place: Extract<Place, { at: 'quantity' }>, { folded }: Words): Turn {
  const quantity = quantityIn(folded, place.most);
  if (quantity !== null) return wishFor(state, { kind: 'price', wanted: [{ sku: place.sku, quantity }] });
  const most = String(place.most ?? 999);
  return missed(state, (counted) => ({
    state: counted,
    replies: [say([phrase('quantity.again', { most })])],
    wishes: [],
  }));
}

function orderTap(scene: Scene, state: State, orderId: string, value: string): Turn {
  const place = state.place?.at === 'order' && state.place.orderId === orderId ? state.place : null;
  if (value === 'confirm') return wishFor(state, { kind: 'confirm', orderId });
  if (value === 'cancel')
    return also(closing(scene, state, [phrase('order.cancelled')]), { kind: 'cancel-order', orderId });
  if (place === null) return closing(scene, state, [phrase('order.over')]);
  return value.startsWith('line:') ? askLineQuantity(state, place, value.slice(5)) : askLine(state, place);
}

function orderAnswer(
  scene: Scene,
  state: State,
  place: OrderPlace,
  { folded }: Words,
  picked: string | undefined,
): Turn {
  const { texts } = scene.world;
  if (place.fixing !== null) return fixedLine(state, place, place.fixing, folded);
  if (picked !== undefined) return orderTap(scene, state, place.orderId, picked);
  if (texts.means(folded, 'yes')) return orderTap(scene, state, place.orderId, 'confirm');
  if (texts.means(folded, 'no')) return orderTap(scene, state, place.orderId, 'cancel');
  return missed(state, (counted) => ({
    state: counted,
    replies: [say([phrase('order.again')])],
    wishes: [],
  }));
}

function fixedLine(state: State, place: OrderPlace, sku: string, folded: string): Turn {
  const quantity = folded === '0' ? 0 : quantityIn(folded, null);
  if (quantity !== null) return changeLine(state, place, sku, quantity);
  return missed(state, (counted) => ({
    state: counted,
    replies: [say([phrase('quantity.again', { most: '999' })])],
    wishes: [],
  }));
}

/** Asked again a few times; then a person is called. */
function missed(state: State, again: (counted: State) => Turn): Turn {
  const misses = state.misses + 1;
  return misses >= MISSES_BEFORE_PEOPLE ? callPerson(state, 'failed') : again({ ...state, misses });
}
