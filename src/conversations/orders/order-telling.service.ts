import { Injectable } from '@nestjs/common';
import { WhatsApp } from '../../whatsapp/whatsapp.contract.js';
import type { OrderState } from '../dialogue/goods.js';
import { moneyIn } from '../dialogue/money.js';
import { Texts } from '../texts/texts.js';
import type { Order } from './order.repository.js';

/** Under this name the template stands that tells of an order when the window is closed. */
export const ORDER_PURPOSE = 'order-status';

/** Tells buyers how their orders stand. */
@Injectable()
export class OrderTelling {
  constructor(
    private readonly whatsapp: WhatsApp,
    private readonly texts: Texts,
  ) {}

  /** Puts the news on its way, as a template where the window is closed; our id of the message. Throws what `submit` throws. */
  async tell({ id, number, state, total, currency, language, ...order }: Order): Promise<string> {
    const at = state.toLowerCase() as OrderState;
    const text = this.texts.say(language, 'order.news', {
      number: number ?? '',
      state: this.texts.say(language, `order.state.${at}`),
      total: moneyIn(language, total, currency),
    });
    const submitted = await this.whatsapp.submit({
      to: { contactId: order.contactId },
      number: order.numberId,
      content: { kind: 'text', text },
      origin: 'api',
      purpose: ORDER_PURPOSE,
      flow: 'shop',
      requestKey: `order:${id}:${at}`,
    });
    return submitted.id;
  }
}
