import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { OrderSummary } from '../../assistant/assistant.contract.js';
import { Catalog } from '../../catalog/catalog.contract.js';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../platform/database/id.js';
import { Events } from '../../platform/events/events.js';
import { OrderConfirmed } from '../conversations.contract.js';
import type { CalledOff, Confirmed, KnownOrder, OrderState, PricedOrder, Wanted } from '../dialogue/goods.js';
import { moneyIn } from '../dialogue/money.js';
import { Texts } from '../texts/texts.js';
import { type Order, OrderRepository } from './order.repository.js';
import { isSame, price, type Priced } from './pricing.js';

/** Whose order it is, and where it is talked about. */
export interface Buyer {
  contactId: string;
  channel: string;
  number: string;
  language: string;
}

/** After this a draft is no longer confirmed: prices and stocks have moved on. */
const DRAFT_MS = 24 * 3_600_000;
const SHOWN = 5;
/** Without 0, O, 1, I, L: a number is read aloud. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const LENGTH = 6;

/** Orders from the first price to the confirmation. Joins the transaction that is open. */
@Injectable()
export class Orders {
  constructor(
    private readonly repository: OrderRepository,
    private readonly catalog: Catalog,
    private readonly texts: Texts,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** What is wanted, priced, as a new draft. */
  async price(buyer: Buyer, wanted: readonly Wanted[]): Promise<PricedOrder> {
    const priced = await this.priced(wanted);
    const now = this.clock.now();
    const id = newId();
    const { contactId, channel, number: numberId, language } = buyer;
    const { lines, total, currency } = priced;
    const times = { createdAt: now, changedAt: now, confirmedAt: null };
    const whose = { contactId, channel, numberId, language };
    await this.repository.add({
      id,
      number: null,
      ...whose,
      state: 'DRAFT',
      lines,
      total,
      currency,
      ...times,
    });
    return { id, ...priced, changed: false };
  }

  /** A draft with another quantity of one line, 0 takes it out; `null` when it is no draft of this buyer any more. */
  async change(buyer: Buyer, orderId: string, { sku, quantity }: Wanted): Promise<PricedOrder | null> {
    const draft = await this.draftOf(buyer, orderId);
    if (draft === null) return null;
    const wanted = draft.lines.map((line) => ({
      sku: line.sku,
      quantity: line.sku === sku ? quantity : line.quantity,
    }));
    const priced = await this.priced(wanted.filter((line) => line.quantity > 0));
    return (await this.rewrite(draft, priced)) ? { id: orderId, ...priced, changed: true } : null;
  }

  /** Confirms a draft once; where prices or stocks have moved, it is shown again instead. */
  async confirm(buyer: Buyer, orderId: string): Promise<Confirmed> {
    const order = await this.repository.find(orderId);
    if (order === null || order.contactId !== buyer.contactId || order.state === 'CANCELLED')
      return { kind: 'over' };
    const { number, total, currency } = order;
    if (number !== null) return { kind: 'already', number, total, currency };
    if (this.isOld(order) || order.lines.length === 0) return { kind: 'over' };
    const priced = await this.priced(order.lines);
    if (!isSame(order, priced)) {
      await this.rewrite(order, priced);
      return { kind: 'changed', order: { id: order.id, ...priced, changed: true } };
    }
    return this.close(order);
  }

  /** Nobody wants it any more; one that was confirmed stays. */
  async cancel({ contactId }: Buyer, orderId: string): Promise<CalledOff> {
    const order = await this.repository.find(orderId);
    if (order?.contactId !== contactId) return { kind: 'over' };
    if (await this.repository.change(orderId, ['DRAFT'], { state: 'CANCELLED' }))
      return { kind: 'cancelled' };
    const now = await this.repository.find(orderId);
    if (now === null) return { kind: 'over' };
    return now.state === 'CANCELLED' || now.number === null
      ? { kind: 'cancelled' }
      : { kind: 'kept', number: now.number };
  }

  /** The buyer's last orders. */
  async known(contactId: string): Promise<KnownOrder[]> {
    const orders = await this.repository.ofContact(contactId, SHOWN);
    return orders.map(({ number, state, total, currency }) => ({
      number: number ?? '',
      state: state.toLowerCase() as OrderState,
      total,
      currency,
    }));
  }

  /** The same for an assistant that tells of them. */
  async summaries(contactId: string, language: string): Promise<OrderSummary[]> {
    const orders = await this.repository.ofContact(contactId, SHOWN);
    return orders.map(({ number, state, total, currency, confirmedAt, createdAt }) => ({
      number: number ?? '',
      state: this.texts.say(language, `order.state.${state.toLowerCase() as OrderState}`),
      total: moneyIn(language, total, currency),
      at: confirmedAt ?? createdAt,
    }));
  }

  private async close(order: Order): Promise<Confirmed> {
    const now = this.clock.now();
    const number = newNumber();
    const set = { state: 'CONFIRMED', number, confirmedAt: now } as const;
    const { total, currency } = order;
    if (!(await this.repository.change(order.id, ['DRAFT'], set))) {
      const known = (await this.repository.find(order.id))?.number;
      return known ? { kind: 'already', number: known, total, currency } : { kind: 'over' };
    }
    await this.events.publish(new OrderConfirmed(order.id));
    return { kind: 'confirmed', number, total, currency };
  }

  private async priced(wanted: readonly Wanted[]): Promise<Priced> {
    const products = await this.catalog.bySku(wanted.map(({ sku }) => sku));
    return price(wanted, products);
  }

  private async draftOf({ contactId }: Buyer, orderId: string): Promise<Order | null> {
    const order = await this.repository.find(orderId);
    const isOpen = order?.contactId === contactId && order.state === 'DRAFT' && !this.isOld(order);
    return isOpen ? order : null;
  }

  private rewrite({ id }: Order, { lines, total, currency }: Priced): Promise<boolean> {
    return this.repository.change(id, ['DRAFT'], { lines, total, currency });
  }

  private isOld({ createdAt }: Order): boolean {
    return this.clock.now().getTime() - createdAt.getTime() > DRAFT_MS;
  }
}

function newNumber(): string {
  return Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}
