import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Catalog } from '../catalog/catalog.contract.js';
import { Clock } from '../kernel/clock.js';
import { Events } from '../platform/events/events.js';
import type { OutboundContent } from '../whatsapp/whatsapp-content.contract.js';
import { type FailedMessage, MessageFailed, WhatsApp } from '../whatsapp/whatsapp.contract.js';
import { Turntable } from './turntable.service.js';

/** How far back a message is looked for that has just failed. */
const LOOK_BACK = 50;
/** After this the person is no longer looking at the shop. */
const LATEST_MS = 3_600_000;

type Window = Extract<OutboundContent, { kind: 'products' }>;

/** What WhatsApp would not show as products of its catalogue is shown as a list. A single product's words go beside it anyway. */
@Injectable()
export class UnshownProducts implements OnModuleInit {
  constructor(
    private readonly events: Events,
    private readonly whatsapp: WhatsApp,
    private readonly catalog: Catalog,
    private readonly turntable: Turntable,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.events.on(MessageFailed, 'conversations.unshown-products', ({ message }) => this.show(message));
  }

  /** Once, however often it is told. */
  async show(message: FailedMessage): Promise<void> {
    const { id, contactId, number: numberId, channel, origin, kind, causeId } = message;
    if (origin !== 'bot' || kind !== 'products') return;
    const window = await this.windowIn(message);
    if (window === null) return;
    const skus = window.sections.flatMap((each) => each.productIds);
    const found = new Map((await this.catalog.bySku(skus)).map((product) => [product.sku, product]));
    const products = skus.flatMap((sku) => found.get(sku) ?? []).filter(({ active }) => active);
    const spot = { contactId, numberId, channel, messageId: causeId ?? id };
    await this.turntable.advance(spot, async ({ unshown }) =>
      unshown === id ? null : { kind: 'unshown', messageId: id, words: window.text, products },
    );
  }

  private async windowIn({ id, contactId, number }: FailedMessage): Promise<Window | null> {
    const lines = await this.whatsapp.history(contactId, number, null, LOOK_BACK);
    const line = lines.find((each) => each.id === id);
    const { content } = line ?? { content: null };
    const isRecent = line !== undefined && this.clock.now().getTime() - line.at.getTime() < LATEST_MS;
    return isRecent && content?.kind === 'products' ? content : null;
  }
}
