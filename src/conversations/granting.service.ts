import { Injectable } from '@nestjs/common';
import { Catalog, type Product } from '../catalog/catalog.contract.js';
import { type Issued, Uic } from '../uic/uic.contract.js';
import { Departures } from './departures/departures.service.js';
import { type Browsed, MOST_LISTED, type PricedOrder, together } from './dialogue/goods.js';
import type { Wish } from './dialogue/reply.js';
import type { Input } from './dialogue/world.js';
import { type Buyer, Orders } from './orders/orders.service.js';
import { Questions } from './questions/questions.service.js';

/** Whose wish it is: the person, the seat, and the message that made it. */
export interface Wisher extends Buyer {
  messageId: string;
}

const TOP = null;

/** Grants the wishes of a dialogue to which something comes back. Joins the transaction that is open. */
@Injectable()
export class Granting {
  constructor(
    private readonly uic: Uic,
    private readonly catalog: Catalog,
    private readonly orders: Orders,
    private readonly questions: Questions,
    private readonly departures: Departures,
  ) {}

  /** What comes back for a wish; `null` where nothing does, or not now. */
  async grant(wish: Wish, wisher: Wisher): Promise<Exclude<Input, { kind: 'message' }> | null> {
    const { contactId: holderId } = wisher;
    switch (wish.kind) {
      case 'issue':
        return this.issue(wish, wisher);
      case 'recall':
        return { kind: 'recalled', codes: await this.uic.recall(holderId, wish.value) };
      case 'replace':
        return { kind: 'replaced', done: await this.replace(holderId, wish) };
      case 'keep-apart':
        await this.uic.keepApart(holderId, wish.olderId, wish.newerId);
        return null;
      case 'browse':
        return { kind: 'browsed', browsed: await this.browse(wish) };
      case 'show':
        return this.show(wish);
      case 'offer':
        return { kind: 'offered', product: await this.catalog.find(wish.productId) };
      case 'orders':
        return { kind: 'orders', orders: await this.orders.known(wisher.contactId) };
      case 'ask':
        await this.questions.ask(wisher, wish.text);
        return null;
      default:
        return this.grantOrder(wish, wisher);
    }
  }

  private async issue(
    wish: Extract<Wish, { kind: 'issue' }>,
    wisher: Wisher,
  ): Promise<Exclude<Input, { kind: 'message' }>> {
    const { contactId: holderId, messageId, channel } = wisher;
    const { answers, language } = wish;
    const startedAt = new Date(wish.startedAt);
    const until = await this.departures.until(holderId);
    const issued: Issued =
      until === null
        ? await this.uic.issue({ holderId, answers, language, startedAt })
        : { outcome: 'limited', until };
    return { kind: 'issued', issued, messageId, channel };
  }

  private async grantOrder(wish: Wish, wisher: Wisher): Promise<Exclude<Input, { kind: 'message' }> | null> {
    switch (wish.kind) {
      case 'price':
        return { kind: 'priced', order: await this.orders.price(wisher, wish.wanted) };
      case 'change-order':
        return pricedOr(await this.orders.change(wisher, wish.orderId, wish));
      case 'confirm':
        return { kind: 'confirmed', outcome: await this.orders.confirm(wisher, wish.orderId) };
      case 'cancel-order':
        return { kind: 'called-off', outcome: await this.orders.cancel(wisher, wish.orderId) };
      default:
        return null;
    }
  }

  /** The older code where the person did not say which: the only other one that counts. */
  private async replace(
    holderId: string,
    { newerId, olderId }: Extract<Wish, { kind: 'replace' }>,
  ): Promise<boolean> {
    const others = olderId === null ? await this.uic.holdings(holderId) : [];
    const [only, another] = others.filter(({ id, current }) => current && id !== newerId);
    const older = olderId ?? (another === undefined ? only?.id : undefined);
    return older !== undefined && (await this.uic.supersede(holderId, older, newerId));
  }

  private async show(wish: Extract<Wish, { kind: 'show' }>): Promise<Extract<Input, { kind: 'shown' }>> {
    const product =
      'sku' in wish
        ? ((await this.catalog.bySku([wish.sku]))[0] ?? null)
        : await this.catalog.find(wish.productId);
    const listed = await this.listed(wish.catalogId, product === null ? [] : [product]);
    return { kind: 'shown', product, isListed: listed.size > 0 };
  }

  /** Shelves first, then what lies on this one; one more than fits tells whether there are more. */
  private async browse(wish: Extract<Wish, { kind: 'browse' }>): Promise<Browsed> {
    const { words, categoryId, offset, limit, catalogId } = wish;
    const shelves = words === null ? await this.catalog.categories(categoryId ?? TOP) : [];
    const categories = shelves.slice(offset, offset + limit);
    if (shelves.length > 0 && categoryId === null) {
      const more = shelves.length > offset + limit;
      return { words, categoryId, offset, categories, products: [], listed: new Map(), more };
    }
    const room = limit - categories.length;
    const found = await this.catalog.search({
      ...(words !== null && { words }),
      ...(categoryId !== null && { categoryId }),
      limit: (catalogId === undefined ? room : Math.max(room, MOST_LISTED)) + 1,
      offset: Math.max(0, offset - shelves.length),
    });
    const listed = await this.listed(catalogId, found);
    const products = together(found, listed, room);
    return { words, categoryId, offset, categories, products, listed, more: found.length > products.length };
  }

  /** Asked for only where the number has a catalogue. */
  private async listed(
    catalogId: string | undefined,
    products: readonly Product[],
  ): Promise<ReadonlyMap<string, string | null>> {
    if (catalogId === undefined || products.length === 0) return new Map();
    return this.catalog.listed(catalogId, products);
  }
}

function pricedOr(order: PricedOrder | null): Exclude<Input, { kind: 'message' }> {
  return order === null ? { kind: 'confirmed', outcome: { kind: 'over' } } : { kind: 'priced', order };
}
