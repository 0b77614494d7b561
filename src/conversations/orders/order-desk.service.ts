import { Injectable } from '@nestjs/common';
import { RelaisError } from '../../kernel/error.js';
import { Database } from '../../platform/database/database.js';
import { Events } from '../../platform/events/events.js';
import { AuditTrail } from '../../platform/web/audit.js';
import { OrderMoved } from '../conversations.contract.js';
import type { OrderState } from '../dialogue/goods.js';
import type { OrderRowState } from './order.entity.js';
import { OrderTelling } from './order-telling.service.js';
import { OrderStuck, OrderUnknown } from './orders.errors.js';
import { type Order, OrderRepository } from './order.repository.js';

/** From which states an order comes into each. */
const BEFORE: Record<OrderState, readonly OrderRowState[]> = {
  confirmed: [],
  preparing: ['CONFIRMED'],
  shipped: ['CONFIRMED', 'PREPARING'],
  delivered: ['CONFIRMED', 'PREPARING', 'SHIPPED'],
  cancelled: ['CONFIRMED', 'PREPARING', 'SHIPPED'],
};

/** Whether the buyer was told of a new state, and why not. */
export type Told = { told: true; messageId: string } | { told: false; because: string };

/** Orders as the team works on them. */
@Injectable()
export class OrderDesk {
  constructor(
    private readonly repository: OrderRepository,
    private readonly telling: OrderTelling,
    private readonly database: Database,
    private readonly events: Events,
    private readonly audit: AuditTrail,
  ) {}

  list(
    filter: { state?: OrderState; contactId?: string },
    before: string | null,
    limit: number,
  ): Promise<Order[]> {
    const { state, contactId } = filter;
    const where = {
      ...(state !== undefined && { state: state.toUpperCase() as OrderRowState }),
      ...(contactId !== undefined && { contactId }),
    };
    return this.repository.list(where, before, limit);
  }

  /** A confirmed order. Throws `OrderUnknown`. */
  async find(id: string): Promise<Order> {
    const order = await this.repository.find(id);
    if (order === null || order.number === null) throw new OrderUnknown(id);
    return order;
  }

  /** Moves an order on; with `tell` the buyer hears of it, by a template where the window is closed. Throws `OrderStuck`. */
  async move(id: string, state: OrderState, tell: boolean): Promise<{ order: Order; notice: Told | null }> {
    const order = await this.find(id);
    const to = state.toUpperCase() as OrderRowState;
    await this.database.retrying(async () => {
      if (!(await this.repository.change(id, BEFORE[state], { state: to })))
        throw new OrderStuck(order.state, to);
      await this.audit.record({ action: 'orders.moved', subject: `order:${id}`, detail: { state } });
      await this.events.publish(new OrderMoved(id, state));
    });
    const notice = tell ? await this.tell({ ...order, state: to }) : null;
    return { order: await this.find(id), notice };
  }

  /** The order has moved whether or not its buyer can be reached. */
  private async tell(order: Order): Promise<Told> {
    try {
      return { told: true, messageId: await this.telling.tell(order) };
    } catch (error) {
      if (!(error instanceof RelaisError)) throw error;
      return { told: false, because: error.publicText };
    }
  }
}
