import type { ContactView } from '../../whatsapp/whatsapp.contract.js';
import type { OrderState } from '../dialogue/goods.js';
import type { Order } from './order.repository.js';
import type { OrderDto } from './orders.dto.js';

/** An order as the team and the seller's system see it; who bought only where `contact` is given. */
export function orderView(order: Order, contact?: ContactView): OrderDto {
  const { id, number, state, lines, total, currency, contactId, numberId, createdAt, confirmedAt } = order;
  return {
    id,
    number: number ?? '',
    state: state.toLowerCase() as OrderState,
    lines: lines.map(({ sku, name, quantity, price, total: sum }) => ({
      sku,
      name,
      quantity,
      price,
      total: sum,
    })),
    total,
    currency,
    contactId,
    buyer: contact === undefined ? null : { name: contact.name, phone: contact.phone },
    from: numberId,
    createdAt: createdAt.toISOString(),
    confirmedAt: confirmedAt?.toISOString() ?? null,
    changedAt: order.changedAt.toISOString(),
  };
}
