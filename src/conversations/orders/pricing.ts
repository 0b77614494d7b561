import type { Product } from '../../catalog/catalog.contract.js';
import type { OrderProblem, PricedLine, PricedOrder, Wanted } from '../dialogue/goods.js';
import { sum, times } from '../dialogue/money.js';

export type Priced = Pick<PricedOrder, 'lines' | 'total' | 'currency' | 'problems'>;

/** So much of a name is enough to know the product by. */
const NAME = 60;
/** As many as a cart of WhatsApp holds. */
const MOST_LINES = 30;

/**
 * What is wanted, as the catalogue of this moment prices it: nobody else's prices count. What cannot be had is left out and told;
 * one order is in one currency, that of its first line.
 */
export function price(wanted: readonly Wanted[], products: readonly Product[]): Priced {
  const bySku = new Map(products.map((product) => [product.sku, product]));
  const lines: PricedLine[] = [];
  const problems: OrderProblem[] = [];
  let currency: string | null = null;
  for (const { sku, quantity } of wanted.slice(0, MOST_LINES)) {
    const product = bySku.get(sku);
    const problem = problemOf(sku, product, currency);
    if (product === undefined || problem !== null) {
      if (problem !== null) problems.push(problem);
      continue;
    }
    const had = Math.min(quantity, product.stock ?? quantity);
    if (had < quantity) problems.push({ kind: 'short', name: nameOf(product), left: had });
    const total = times(product.price, had) ?? '0.00';
    currency = product.currency;
    lines.push({ sku, quantity: had, name: nameOf(product), price: product.price, total });
  }
  const total = sum(lines.map((line) => line.total)) ?? '0.00';
  return { lines, total, currency: currency ?? 'USD', problems };
}

/** Whether two priced orders ask the same money for the same things. */
export function isSame(one: Pick<Priced, 'lines' | 'total' | 'currency'>, other: typeof one): boolean {
  const text = ({ lines, total, currency }: typeof one) =>
    JSON.stringify([total, currency, lines.map(({ sku, quantity, price }) => [sku, quantity, price])]);
  return text(one) === text(other);
}

function problemOf(sku: string, product: Product | undefined, currency: string | null): OrderProblem | null {
  if (product === undefined) return { kind: 'unknown', name: sku.slice(0, NAME) };
  const name = nameOf(product);
  if (!product.active || times(product.price, 1) === null) return { kind: 'unknown', name };
  if (product.stock !== null && product.stock <= 0) return { kind: 'sold-out', name };
  return currency !== null && product.currency !== currency ? { kind: 'currency', name } : null;
}

function nameOf({ name }: Product): string {
  return [...name].slice(0, NAME).join('');
}
