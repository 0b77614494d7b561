import type { Product } from '../../catalog/catalog.contract.js';
import type { CartLine } from '../../whatsapp/whatsapp-content.contract.js';
import type { CalledOff, Confirmed, KnownOrder, OrderProblem, PricedOrder } from './goods.js';
import { closing, wishFor } from './menu.js';
import { moneyIn } from './money.js';
import { type Choices, type Option, type Phrase, phrase } from './reply.js';
import { say } from './run.js';
import type { Place, State } from './session.js';
import type { Turn } from './world.js';
import type { Scene } from './world.js';

/** Taps of an order say this step, and the order as their run: those of another order mean nothing for this one. */
export const ORDER = 'order';

type OrderPlace = Extract<Place, { at: 'order' }>;

/** The most of one product in an order. */
export const MOST = 999;
const MOST_LINES = 30;
/** As many lines as a list shows; a state has bounded room. */
const CHANGEABLE = 10;

/** A cart that was filled on WhatsApp: priced by our own catalogue, whatever it says itself. */
export function takeCart(scene: Scene, state: State, lines: readonly CartLine[]): Turn {
  const wanted = new Map<string, number>();
  for (const { productId, quantity } of lines.slice(0, MOST_LINES))
    wanted.set(productId, Math.min(MOST, (wanted.get(productId) ?? 0) + Math.max(0, Math.trunc(quantity))));
  const some = [...wanted].flatMap(([sku, quantity]) => (quantity > 0 ? [{ sku, quantity }] : []));
  if (some.length === 0) return closing(scene, state, [phrase('order.empty')]);
  return wishFor(state, { kind: 'price', wanted: some });
}

/** Asks how many of a product. */
export function askQuantity(scene: Scene, state: State, product: Product | null): Turn {
  if (product === null || !product.active || product.stock === 0)
    return closing(scene, state, [phrase('product.gone')]);
  const { sku, name, stock } = product;
  const place: Place = { at: 'quantity', sku, name, most: stock };
  const few = stock !== null && stock <= 5 ? [phrase('quantity.left', { n: String(stock) })] : [];
  return {
    state: { ...state, place },
    replies: [say([phrase('quantity.ask', { name }), ...few])],
    wishes: [],
  };
}

/** So many of it, in figures, whatever words are around them; `null` when the number cannot be. */
export function quantityIn(folded: string, most: number | null): number | null {
  const [figures = '', another] = folded.match(/\d+/g) ?? [];
  const number = another === undefined && figures.length <= 4 ? Number(figures) : 0;
  return number >= 1 && number <= Math.min(MOST, most ?? MOST) ? number : null;
}

/** The recapitulation, with what is not as it was wanted said before it. */
export function priced(scene: Scene, state: State, order: PricedOrder): Turn {
  const notes = order.problems.map(problemWords);
  if (order.lines.length === 0) return closing(scene, state, [...notes, phrase('order.empty')]);
  const { language } = state;
  const money = (amount: string) => moneyIn(language, amount, order.currency);
  const lines = order.lines.map(({ name, quantity, total }) => ({
    ...phrase('order.line', { quantity: String(quantity), name, total: money(total) }),
    tight: true,
  }));
  const words = [
    ...(order.changed ? [phrase('order.changed')] : []),
    ...notes,
    phrase('order.recap'),
    ...lines,
    phrase('order.total', { total: money(order.total) }),
    phrase('order.ask'),
  ];
  const options: Option[] = [
    { value: 'confirm', title: phrase('button.confirm') },
    { value: 'change', title: phrase('button.change') },
    { value: 'cancel', title: phrase('button.cancel') },
  ];
  return shownOrder(state, order, words, options, 'buttons');
}

/** Which line is to change? */
export function askLine(state: State, place: OrderPlace): Turn {
  const options = place.lines.map(({ sku, name, quantity }): Option => ({
    value: `line:${sku}`,
    title: name,
    description: phrase('order.now', { quantity: String(quantity) }),
  }));
  const asked: OrderPlace = {
    ...place,
    choosing: true,
    fixing: null,
    shown: options.map(({ value }) => value),
  };
  const choices = choicesOf(place.orderId, options, 'list');
  return {
    state: { ...state, place: asked },
    replies: [{ kind: 'say', phrases: [phrase('order.which')], choices, sensitive: false }],
    wishes: [],
  };
}

/** How many of this line, 0 to take it out. */
export function askLineQuantity(state: State, place: OrderPlace, sku: string): Turn {
  const line = place.lines.find((each) => each.sku === sku);
  if (line === undefined) return askLine(state, place);
  const fixing: OrderPlace = { ...place, choosing: false, fixing: sku, shown: [] };
  return {
    state: { ...state, place: fixing },
    replies: [say([phrase('order.how-many', { name: line.name })])],
    wishes: [],
  };
}

/** The order with another quantity of one line, priced anew. */
export function changeLine(state: State, { orderId }: OrderPlace, sku: string, quantity: number): Turn {
  return wishFor(state, { kind: 'change-order', orderId, sku, quantity });
}

/** The order as it is now. */
export function reopen(state: State, orderId: string): Turn {
  return wishFor(state, { kind: 'change-order', orderId, sku: '', quantity: 0 });
}

/** What became of the confirmation. */
export function confirmed(scene: Scene, state: State, outcome: Confirmed): Turn {
  if (outcome.kind === 'changed') return priced(scene, state, outcome.order);
  if (outcome.kind === 'over') return closing(scene, state, [phrase('order.over')]);
  const { number, total, currency } = outcome;
  const money = moneyIn(state.language, total, currency);
  const words =
    outcome.kind === 'confirmed'
      ? phrase('order.confirmed', { number, total: money })
      : phrase('order.already', { number });
  return closing(scene, state, [words]);
}

/** Whether an order is still one that can be called off; what was confirmed the team looks after. */
export function calledOff(scene: Scene, state: State, outcome: CalledOff): Turn {
  if (outcome.kind === 'kept')
    return closing(scene, state, [phrase('order.kept', { number: outcome.number })]);
  return closing(scene, state, [phrase(outcome.kind === 'cancelled' ? 'order.cancelled' : 'order.over')]);
}

/** The person's own orders. */
export function ordersTold(scene: Scene, state: State, orders: readonly KnownOrder[]): Turn {
  if (orders.length === 0) return closing(scene, state, [phrase('orders.none')]);
  const lines = orders.map(({ number, state: at, total, currency }) => ({
    ...phrase('orders.line', {
      number,
      state: phrase(`order.state.${at}`),
      total: moneyIn(state.language, total, currency),
    }),
    tight: true,
  }));
  return closing(scene, state, [phrase('orders.lead'), ...lines]);
}

function shownOrder(
  state: State,
  order: PricedOrder,
  words: readonly Phrase[],
  options: readonly Option[],
  prefer: 'buttons' | 'list',
): Turn {
  const place: OrderPlace = {
    at: 'order',
    orderId: order.id,
    lines: order.lines.slice(0, CHANGEABLE).map(({ sku, name, quantity }) => ({
      sku,
      name: [...name].slice(0, 24).join(''),
      quantity,
    })),
    choosing: false,
    fixing: null,
    shown: options.map(({ value }) => value),
  };
  const choices = choicesOf(order.id, options, prefer);
  return {
    state: { ...state, place, misses: 0 },
    replies: [{ kind: 'say', phrases: words, choices, sensitive: false }],
    wishes: [],
  };
}

function choicesOf(orderId: string, options: readonly Option[], prefer: 'buttons' | 'list'): Choices {
  return { run: orderId, step: ORDER, options, prefer, numbers: 'yes' };
}

function problemWords(problem: OrderProblem): Phrase {
  const { name } = problem;
  switch (problem.kind) {
    case 'unknown':
      return phrase('order.unknown', { name });
    case 'sold-out':
      return phrase('order.sold-out', { name });
    case 'currency':
      return phrase('order.currency', { name });
    case 'short':
      return phrase('order.short', { name, n: String(problem.left) });
  }
}
