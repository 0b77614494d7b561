import type { Category, Product } from '../../catalog/catalog.contract.js';
import type { Capabilities } from '../../whatsapp/whatsapp.contract.js';
import { type Browsed, MOST_LISTED } from './goods.js';
import { closing, wishFor } from './menu.js';
import { clipped } from './clip.js';
import { moneyIn } from './money.js';
import { type Choices, type Option, type Phrase, phrase, type Reply } from './reply.js';
import { say } from './run.js';
import type { Place, State } from './session.js';
import type { Scene, Turn } from './world.js';

/** Taps of the shop say this step: a shelf `c:`, a product `p:`, one to order `o:`, what follows `more:`, `top`. They mean the same however old they are. */
export const SHOP = 'shop';

const ROWS_IN_TEXT = 9;
/** A description that is longer tells no more on a telephone. */
const LONGEST_DESCRIPTION = 600;

/** The shelves, or the products where there are none; what was going on waits. */
export function browseTop(scene: Scene, state: State): Turn {
  return browse(scene, state, { words: null, categoryId: null, offset: 0 });
}

/** Has the catalogue looked through. */
export function browse(
  scene: Scene,
  state: State,
  what: Pick<Browsed, 'words' | 'categoryId' | 'offset'>,
): Turn {
  const { can, catalogId } = scene.world;
  return wishFor(state, { kind: 'browse', ...what, limit: rowsOf(can), catalogId });
}

/** What the catalogue had: what WhatsApp itself can show as products, the rest as rows. */
export function browsed(scene: Scene, state: State, found: Browsed): Turn {
  const { words, categoryId, offset, categories, products, listed } = found;
  if (categories.length + products.length === 0) return nothing(scene, state, words);
  const { catalogId } = scene.world;
  const display =
    catalogId === undefined ? [] : products.filter(({ sku }) => listed.has(sku)).slice(0, MOST_LISTED);
  const rest = products.filter((product) => !display.includes(product));
  const next = `more:${offset + categories.length + products.length}`;
  const options = [
    ...categories.map(shelf),
    ...rest.map((product) => row(product, state.language)),
    ...(found.more ? [{ value: next, title: phrase('row.more') }] : []),
  ];
  const place: Place = { at: 'shop', words, categoryId, offset, shown: options.map(({ value }) => value) };
  const window: Reply[] =
    catalogId === undefined || display.length === 0 ? [] : [windowOf(scene, catalogId, display, found)];
  const lead = leadOf(found, window.length > 0, rest.length);
  const choices = choicesOf(options, rest.length + categories.length === 0 ? 'buttons' : 'list');
  const rows: Reply[] =
    options.length === 0 ? [] : [{ kind: 'say', phrases: [lead], choices, sensitive: false }];
  return { state: { ...state, place, misses: 0 }, replies: [...window, ...rows], wishes: [] };
}

/** Another word is looked for at once. */
function nothing(scene: Scene, state: State, words: string | null): Turn {
  const turn = closing(scene, state, [
    words === null ? phrase('shop.empty') : phrase('shop.none', { words }),
  ]);
  if (words === null || turn.state.place !== null) return turn;
  const place: Place = { at: 'shop', words: null, categoryId: null, offset: 0, shown: [] };
  return { ...turn, state: { ...turn.state, place } };
}

/** Products as the catalogue of the number has them. */
function windowOf(scene: Scene, catalogId: string, display: readonly Product[], found: Browsed): Reply {
  return {
    kind: 'products',
    catalogId,
    header: phrase('plain', { text: scene.world.settings.serviceName }),
    text: opening(found),
    items: display.map(({ sku }) => ({ sku, shelf: found.listed.get(sku) ?? null })),
    sensitive: false,
  };
}

function leadOf(found: Browsed, isBelowWindow: boolean, rest: number): Phrase {
  if (found.categories.length > 0) return phrase('shop.shelves');
  if (!isBelowWindow) return opening(found);
  return rest > 0 ? phrase('shop.these') : phrase('button.others');
}

/** A product whole: its picture, its words, the way to order it. */
export function shown(
  scene: Scene,
  state: State,
  { product, isListed = false }: { product: Product | null; isListed?: boolean },
): Turn {
  if (product === null || !product.active) return closing(scene, state, [phrase('product.gone')]);
  const others: Option = { value: 'top', title: phrase('button.others') };
  const isThere = product.stock === null || product.stock > 0;
  const options = isThere ? [{ value: `o:${product.id}`, title: phrase('button.order') }, others] : [others];
  const name = phrase('product.name', { name: product.name, about: about(product, state.language) });
  const description = clipped(product.description.trim(), LONGEST_DESCRIPTION);
  // Whatever becomes of the picture, the words say all there is to know.
  const words = [name, ...(description === '' ? [] : [phrase('plain', { text: description })])];
  const place: Place = { at: 'product', productId: product.id, shown: options.map(({ value }) => value) };
  return {
    state: { ...state, place, misses: 0 },
    replies: [
      ...sightOf(scene, product, isListed),
      { kind: 'say', phrases: words, choices: choicesOf(options, 'buttons'), sensitive: false },
    ],
    wishes: [],
  };
}

/** How it looks: as the number's catalogue shows it, else its picture where there is one. */
function sightOf({ world }: Scene, { sku, images }: Product, isListed: boolean): Reply[] {
  const { catalogId, can } = world;
  if (isListed && catalogId !== undefined) return [{ kind: 'product', catalogId, sku, sensitive: false }];
  // WhatsApp fetches nothing that is not encrypted on the way.
  const url = images.find((address) => address.startsWith('https://'));
  return url === undefined || !can.media ? [] : [{ kind: 'picture', url, sensitive: false }];
}

/** Rows beneath these words. */
export function rowsWith(words: Phrase, options: readonly Option[]): Reply {
  return { kind: 'say', phrases: [words], choices: choicesOf(options, 'list'), sensitive: false };
}

/** Products that somebody recommends, beneath the words that do. */
export function recommended(state: State, words: Phrase, products: readonly Product[]): Turn {
  const options = products.slice(0, ROWS_IN_TEXT).map((product) => row(product, state.language));
  if (options.length === 0) return { state, replies: [say([words])], wishes: [] };
  const place: Place = {
    at: 'shop',
    words: null,
    categoryId: null,
    offset: 0,
    shown: options.map(({ value }) => value),
  };
  return {
    state: { ...state, place },
    replies: [
      {
        kind: 'say',
        phrases: [words, phrase('shop.these')],
        choices: choicesOf(options, 'list'),
        sensitive: false,
      },
    ],
    wishes: [],
  };
}

function opening({ words, offset }: Browsed): Phrase {
  if (offset > 0) return phrase('shop.more');
  return words === null ? phrase('shop.products') : phrase('shop.found', { words });
}

function shelf({ id, name, products }: Category): Option {
  return { value: `c:${id}`, title: name, description: phrase('shop.count', { n: String(products) }) };
}

/** A product as a row: its name, its price and stock. */
export function row(product: Product, language: string): Option {
  return { value: `p:${product.id}`, title: product.name, description: about(product, language) };
}

/** Price and stock: `12,50 $US · en stock`. */
function about({ price, currency, stock }: Product, language: string): Phrase {
  const there =
    stock === null || stock > FEW
      ? phrase('shop.in')
      : stock === 0
        ? phrase('shop.out')
        : phrase('shop.left', { n: String(stock) });
  return phrase('shop.about', { price: moneyIn(language, price, currency), stock: there });
}

/** So few are worth telling. */
const FEW = 5;

function choicesOf(options: readonly Option[], prefer: 'buttons' | 'list'): Choices {
  return { run: '-', step: SHOP, options, prefer, numbers: 'yes' };
}

function rowsOf({ listRows }: Capabilities): number {
  return (listRows > 0 ? listRows : ROWS_IN_TEXT) - 1;
}
