import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Settings } from '../../platform/config/settings.js';
import { Events } from '../../platform/events/events.js';
import { postNews } from '../../platform/http/signed-post.js';
import { WhatsApp } from '../../whatsapp/whatsapp.contract.js';
import { OrderConfirmed, OrderMoved } from '../conversations.contract.js';
import { OrderRepository } from './order.repository.js';
import { orderView } from './order-view.js';

/** Tells the seller's own system of orders: at least once, in order of attempts, signed. */
@Injectable()
export class OrderNews implements OnModuleInit {
  constructor(
    private readonly repository: OrderRepository,
    private readonly whatsapp: WhatsApp,
    private readonly events: Events,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    if (this.settings.orders.webhook === undefined) return;
    const confirmed = ({ orderId }: OrderConfirmed, delivery: string) =>
      this.post(delivery, orderId, 'order.confirmed', 'confirmed');
    this.events.on(OrderConfirmed, 'conversations.order-confirmed', confirmed);
    const moved = ({ orderId, state }: OrderMoved, delivery: string) =>
      this.post(delivery, orderId, 'order.moved', state);
    this.events.on(OrderMoved, 'conversations.order-moved', moved);
  }

  private async post(delivery: string, orderId: string, event: string, state: string): Promise<void> {
    const { webhook } = this.settings.orders;
    const order = await this.repository.find(orderId);
    // Erased meanwhile: there is nobody to deliver to.
    if (webhook === undefined || order === null) return;
    const [contact] = await this.whatsapp.contacts([order.contactId]);
    await postNews(webhook, delivery, { event, state, order: orderView(order, contact) });
  }
}
