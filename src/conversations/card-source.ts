import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Uic } from '../uic/uic.contract.js';
import { Attachments, type AttachmentSource } from '../whatsapp/whatsapp.port.js';

/** The name under which the card is asked for. */
export const CARD_SOURCE = 'uic.card';

/** Makes the cards that follow codes, when they are sent. */
@Injectable()
export class CardSource implements AttachmentSource, OnModuleInit {
  readonly name = CARD_SOURCE;

  constructor(
    private readonly attachments: Attachments,
    private readonly uic: Uic,
  ) {}

  onModuleInit(): void {
    this.attachments.add(this);
  }

  render(codeId: string): Promise<Buffer> {
    return this.uic.card(codeId);
  }
}
