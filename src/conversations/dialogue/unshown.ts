import type { Product } from '../../catalog/catalog.contract.js';
import { phrase, type Phrase, type Reply } from './reply.js';
import { quiet } from './run.js';
import type { Place, State } from './session.js';
import { row, rowsWith } from './shop.js';
import type { Input, Scene, Turn } from './world.js';

/** Products that WhatsApp did not show, as lists: as many as it takes. Nothing where the person has gone on to questions. */
export function unshown(
  { world }: Scene,
  state: State,
  { messageId, words, products }: Extract<Input, { kind: 'unshown' }>,
): Turn {
  const noted: State = { ...state, unshown: messageId, place: numbered(state.place, products) };
  if (state.run !== null || state.asking !== null) return quiet(noted);
  const most = world.can.listRows || products.length;
  const replies: Reply[] = [];
  for (let from = 0; from < products.length; from += most)
    replies.push(list(products.slice(from, from + most), state, from === 0 ? words : null));
  return { state: noted, replies, wishes: [] };
}

/** What is listed can be picked by its number where nothing else can. */
function numbered(place: Place | null, products: readonly Product[]): Place | null {
  const isFree = place?.at === 'shop' && place.shown.length === 0;
  return isFree ? { ...place, shown: products.map(({ id }) => `p:${id}`) } : place;
}

function list(products: readonly Product[], { language }: State, words: string | null): Reply {
  const lead: Phrase = words === null ? phrase('shop.more') : phrase('plain', { text: words });
  return rowsWith(
    lead,
    products.map((product) => row(product, language)),
  );
}
