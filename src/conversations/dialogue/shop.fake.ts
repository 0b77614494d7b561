import type { Answered } from '../../assistant/assistant.contract.js';
import type { Category, Product } from '../../catalog/catalog.contract.js';
import {
  type CalledOff,
  type Confirmed,
  type KnownOrder,
  type OrderProblem,
  type PricedLine,
  type PricedOrder,
  together,
  type Wanted,
} from './goods.js';
import { sum, times } from './money.js';
import type { Wish } from './reply.js';
import type { Input } from './world.js';

/** A catalogue, orders and answers in memory, as the dialogue asks for them. */
export class Shop {
  products: Product[] = [];
  shelves: Category[] = [];
  /** SKUs that the catalogue of the number has. */
  readonly onSale = new Set<string>();
  answers: Record<string, Answered> = {};
  readonly confirmed = new Map<string, KnownOrder>();
  private readonly drafts = new Map<string, PricedOrder>();
  private made = 0;

  get offers(): { products: boolean; questions: boolean } {
    return { products: this.products.length > 0, questions: Object.keys(this.answers).length > 0 };
  }

  answer(text: string): Answered {
    return this.answers[text] ?? { outcome: 'failed', because: 'timeout' };
  }

  /** What comes back for a wish; `null` for one that nothing comes back for. */
  grant(wish: Wish): Input | null {
    switch (wish.kind) {
      case 'browse':
        return this.browse(wish);
      case 'show':
        return this.show(wish);
      case 'offer':
        return { kind: 'offered', product: this.find(wish.productId) };
      case 'price':
        return { kind: 'priced', order: this.price(wish.wanted, null) };
      case 'change-order':
        return this.changed(wish);
      case 'confirm':
        return { kind: 'confirmed', outcome: this.confirm(wish.orderId) };
      case 'cancel-order':
        return { kind: 'called-off', outcome: this.callOff(wish.orderId) };
      case 'orders':
        return { kind: 'orders', orders: [...this.confirmed.values()] };
      default:
        return null;
    }
  }

  private browse({ words, categoryId, offset, limit, catalogId }: Extract<Wish, { kind: 'browse' }>): Input {
    const isTop = words === null && categoryId === null;
    const shelves = isTop ? this.shelves : [];
    const categories = shelves.slice(offset, offset + limit);
    const fits = this.products.filter(
      (each) =>
        each.active &&
        (words === null || each.name.toLowerCase().includes(words.toLowerCase())) &&
        (categoryId === null || each.categoryId === categoryId),
    );
    const found = shelves.length > 0 ? [] : fits.slice(offset);
    const listed = this.listed(catalogId === undefined ? [] : found);
    const products = together(found, listed, limit);
    const more = found.length > products.length || shelves.length > offset + limit;
    return { kind: 'browsed', browsed: { words, categoryId, offset, categories, products, listed, more } };
  }

  private listed(products: readonly Product[]): Map<string, string | null> {
    const shelfOf = (id: string | null) => this.shelves.find((shelf) => shelf.id === id)?.name ?? null;
    const there = products.filter(({ sku }) => this.onSale.has(sku));
    return new Map(there.map(({ sku, categoryId }) => [sku, shelfOf(categoryId)]));
  }

  private show(wish: Extract<Wish, { kind: 'show' }>): Input {
    const product = this.find('sku' in wish ? wish.sku : wish.productId);
    const isListed = wish.catalogId !== undefined && this.onSale.has(product?.sku ?? '');
    return { kind: 'shown', product, isListed };
  }

  private find(idOrSku: string): Product | null {
    return this.products.find(({ id, sku }) => id === idOrSku || sku === idOrSku) ?? null;
  }

  private change({ orderId, sku, quantity }: Extract<Wish, { kind: 'change-order' }>): PricedOrder | null {
    const lines = this.drafts.get(orderId)?.lines;
    if (lines === undefined || this.confirmed.has(orderId)) return null;
    const wanted = lines.map((line) => ({
      sku: line.sku,
      quantity: line.sku === sku ? quantity : line.quantity,
    }));
    return this.price(
      wanted.filter((line) => line.quantity > 0),
      orderId,
    );
  }

  private price(wanted: readonly Wanted[], orderId: string | null): PricedOrder {
    this.made += 1;
    const id = orderId ?? `order-${this.made}`;
    const problems: OrderProblem[] = [];
    const lines = wanted.flatMap(({ sku, quantity }): PricedLine[] => {
      const product = this.find(sku);
      if (product === null) problems.push({ kind: 'unknown', name: sku });
      else if (product.stock === 0) problems.push({ kind: 'sold-out', name: product.name });
      if (product === null || product.stock === 0) return [];
      const left = Math.min(quantity, product.stock ?? quantity);
      if (left < quantity) problems.push({ kind: 'short', name: product.name, left });
      const total = times(product.price, left) ?? '0.00';
      return [{ sku, quantity: left, name: product.name, price: product.price, total }];
    });
    const total = sum(lines.map((line) => line.total)) ?? '0.00';
    const order = { id, lines, total, currency: 'USD', problems, changed: orderId !== null };
    this.drafts.set(id, order);
    return order;
  }

  private changed(wish: Extract<Wish, { kind: 'change-order' }>): Input {
    const order = this.change(wish);
    return order === null ? { kind: 'confirmed', outcome: { kind: 'over' } } : { kind: 'priced', order };
  }

  private callOff(id: string): CalledOff {
    const known = this.confirmed.get(id);
    if (known !== undefined) return { kind: 'kept', number: known.number };
    return { kind: this.drafts.delete(id) ? 'cancelled' : 'over' };
  }

  private confirm(id: string): Confirmed {
    const known = this.confirmed.get(id);
    if (known !== undefined) return { kind: 'already', ...known };
    const draft = this.drafts.get(id);
    if (draft === undefined) return { kind: 'over' };
    const { total, currency } = draft;
    const order: KnownOrder = { number: 'K7M2Q', state: 'confirmed', total, currency };
    this.confirmed.set(id, order);
    return { kind: 'confirmed', number: order.number, total, currency };
  }
}
