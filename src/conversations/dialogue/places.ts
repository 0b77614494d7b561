import { askLine, askLineQuantity, changeLine, MOST, ORDER, quantityIn, reopen } from './cart.js';
import { askFreely } from './free.js';
import type { Heard } from './listen.js';
import { obey } from './commands.js';
import { closing, MENU, offering, setAside, showMenu, wishFor } from './menu.js';
import { callPerson } from './people.js';
import { type Phrase, phrase } from './reply.js';
import { begin, resume, say, tell } from './run.js';
import type { Place, State } from './session.js';
import { browse, browseTop, SHOP } from './shop.js';
import type { TextKey } from '../texts/phrases.js';
import type { Scene, Turn } from './world.js';
import { inWords } from './wording.js';
import { fold } from '../../kernel/fold.js';

type Tap = Extract<Heard, { kind: 'tap' }>;
type Words = Extract<Heard, { kind: 'text' }>;
type OrderPlace = Extract<Place, { at: 'order' }>;
type ShowingPlace = Extract<Place, { shown: string[] }>;
type Unread = Extract<Heard, { kind: 'unread' }>['because'];

/** What the things that are shown are called, where that is always the same; categories and products have names of their own. */
const NAMES: Readonly<Record<string, readonly TextKey[]>> = {
  uic: ['row.uic', 'row.resume'],
  products: ['row.products'],
  question: ['row.question'],
  person: ['row.person'],
  find: ['button.find'],
  menu: ['row.menu'],
  top: ['button.others'],
  'o:': ['button.order'],
  'more:': ['row.more'],
  confirm: ['button.confirm'],
  change: ['button.change'],
  cancel: ['button.cancel'],
};

const MISSES_BEFORE_PEOPLE = 3;
/** Of a sentence that is about one thing. */
const MOST_WORDS = 10;

/** Whether a tap belongs to what is outside the code: it is understood wherever the person is. */
export function isPlaceTap({ step }: Tap): boolean {
  return step === MENU || step === SHOP || step === ORDER;
}

/** What a tap of the menu, the shop or an order leads to. */
export function followTap(scene: Scene, state: State, { run, step, value }: Tap): Turn {
  if (step === MENU) return chosen(scene, state, value);
  if (step === SHOP) return shopTap(scene, state, value);
  return orderTap(state, run, value);
}

/** Something that is shown and was written by its name instead of being tapped, whatever else that name may mean. */
export function pickByName(scene: Scene, state: State, folded: string): Turn | null {
  const { place, run, asking, language } = state;
  if (place === null || !('shown' in place) || run !== null || asking !== null) return null;
  const isNamed = (key: TextKey) =>
    fold(inWords(scene.world.texts, language, { key, values: {} })) === folded;
  const value = place.shown.find((each) => namesOf(each).some(isNamed));
  return value === undefined ? null : pick(scene, state, place, value);
}

/** Words where the person is outside the code: a number of what was shown, a quantity, words to look for, a question. */
export function answerPlace(scene: Scene, state: State, place: Place, words: Words): Turn {
  const picked = 'shown' in place ? pickedIn(scene, place, words) : undefined;
  if (picked !== undefined) return pick(scene, state, place, picked);
  switch (place.at) {
    case 'menu':
      return freeWords(scene, state, words);
    case 'shop':
    case 'product':
      return searchOrAsk(scene, state, words);
    case 'quantity':
      return quantityAnswer(state, place, words);
    case 'order':
      return orderAnswer(scene, state, place, words);
    case 'question':
      return isFree(scene, state, words) ? askFreely(state, words.text) : freeWords(scene, state, words);
  }
}

/** By its number; a yes means the only thing that is offered, or the product that is shown. */
function pickedIn({ world }: Scene, { at, shown }: ShowingPlace, { folded }: Words): string | undefined {
  const [first = '', ...others] = shown;
  const isOffered = at === 'menu' ? others.length === 0 : at === 'product' && first.startsWith('o:');
  if (isOffered && world.texts.means(folded, 'yes')) return first;
  return shown[Number(folded) - 1];
}

function pick(scene: Scene, state: State, place: Place, value: string): Turn {
  if (place.at === 'menu') return chosen(scene, state, value);
  return place.at === 'order' ? orderTap(state, place.orderId, value) : shopTap(scene, state, value);
}

/** Something that cannot be read where words are waited for; `null` where a smile may be the last word. */
export function unreadAt(state: State, place: Place, because: Unread): Turn | null {
  const again = (...asked: Phrase[]): Turn =>
    missed(state, (counted) => tell(counted, phrase(because), ...asked));
  if (place.at === 'quantity') return again(quantityWords(place.most));
  if (place.at === 'order') return again(place.fixing === null ? phrase('order.again') : quantityWords(null));
  const isSmile = because === 'unread.emoji' || because === 'unread.sticker';
  return place.at === 'question' && !isSmile ? again(phrase('ask.open')) : null;
}

/** Something that cannot be read and belongs to nothing: what can be done here is shown. */
export function unreadAnywhere(scene: Scene, state: State, because: Unread): Turn {
  const isGreeting = state.replies.from === 0 && (because === 'unread.emoji' || because === 'unread.sticker');
  if (isGreeting) return showMenu(scene, state);
  return missed(state, (counted) => showMenu(scene, counted, [phrase(because)]));
}

/** Words that belong to nothing: a question where questions are answered, else the menu again, in the end a person. */
export function freeWords(scene: Scene, state: State, words: Words): Turn {
  const { texts, offers } = scene.world;
  if (isGreeting(scene, words)) return showMenu(scene, state, [phrase('greeting')]);
  if (texts.means(words.folded, 'no')) return closing(scene, state, [phrase('left')]);
  if (isAboutCode(scene, state, words.folded)) return offerCode(state);
  if (offers.questions && !texts.means(words.folded, 'yes')) return askFreely(state, words.text);
  return missed(state, (counted) => showMenu(scene, counted, [phrase('menu.again')]));
}

/** Whether a short sentence has the code in it; a longer one asks something else as well, and so does whoever was offered it already. */
export function isAboutCode({ world: { texts } }: Scene, { place }: State, folded: string): boolean {
  const isOffered = place?.at === 'menu' && place.shown.includes('find');
  const isShort = folded.split(' ').length <= MOST_WORDS && !/\d/.test(folded);
  return !isOffered && isShort && (texts.mentions(folded, 'code') || texts.mentions(folded, 'find'));
}

/** Is it about the code? A model would not know: it is told nothing of codes. */
export function offerCode(state: State): Turn {
  return offering(setAside(state), phrase('code.offer'), [
    { value: 'uic', title: phrase('row.uic') },
    { value: 'find', title: phrase('button.find') },
    { value: 'person', title: phrase('row.person') },
  ]);
}

function isGreeting({ world }: Scene, { folded }: Words): boolean {
  return world.texts.means(folded, 'greeting');
}

/** Whether words that come while questions are asked are one. */
function isFree(scene: Scene, state: State, words: Words): boolean {
  return !isGreeting(scene, words) && !isAboutCode(scene, state, words.folded);
}

function searchOrAsk(scene: Scene, state: State, words: Words): Turn {
  const { texts } = scene.world;
  if (isGreeting(scene, words)) return showMenu(scene, state, [phrase('greeting')]);
  if (texts.means(words.folded, 'no')) return closing(scene, state, [phrase('left')]);
  if (texts.means(words.folded, 'yes')) return browseTop(scene, state);
  if (/^\d{1,2}$/.test(words.folded)) return missed(state, (counted) => tell(counted, phrase('shop.pick')));
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
    case 'find':
      return obey(scene, state, 'find');
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
  return missed(state, (counted) => tell(counted, quantityWords(place.most)));
}

function orderTap(state: State, orderId: string, value: string): Turn {
  const place = state.place?.at === 'order' && state.place.orderId === orderId ? state.place : null;
  if (value === 'confirm') return wishFor(state, { kind: 'confirm', orderId });
  if (value === 'cancel') return wishFor(state, { kind: 'cancel-order', orderId });
  // The person has gone on to something else meanwhile.
  if (place === null) return reopen(state, orderId);
  return value.startsWith('line:') ? askLineQuantity(state, place, value.slice(5)) : askLine(state, place);
}

function orderAnswer(scene: Scene, state: State, place: OrderPlace, { folded }: Words): Turn {
  const { texts } = scene.world;
  if (place.fixing !== null) return fixedLine(state, place, place.fixing, folded);
  const line = place.choosing ? place.lines.find(({ name }) => fold(name) === folded) : undefined;
  if (line !== undefined) return askLineQuantity(state, place, line.sku);
  if (texts.means(folded, 'yes')) return orderTap(state, place.orderId, 'confirm');
  if (texts.means(folded, 'no')) return orderTap(state, place.orderId, 'cancel');
  return missed(state, (counted) => tell(counted, phrase('order.again')));
}

function fixedLine(state: State, place: OrderPlace, sku: string, folded: string): Turn {
  const quantity = folded === '0' ? 0 : quantityIn(folded, null);
  if (quantity !== null) return changeLine(state, place, sku, quantity);
  return missed(state, (counted) => tell(counted, quantityWords(null)));
}

/** Asked again a few times; then a person is called. */
function missed(state: State, again: (counted: State) => Turn): Turn {
  const misses = state.misses + 1;
  return misses >= MISSES_BEFORE_PEOPLE ? callPerson(state, 'failed') : again({ ...state, misses });
}

function quantityWords(most: number | null): Phrase {
  return phrase('quantity.again', { most: String(most ?? MOST) });
}

function namesOf(value: string): readonly TextKey[] {
  return NAMES[value] ?? NAMES[`${value.split(':')[0]}:`] ?? [];
}
