import { Injectable } from '@nestjs/common';
import { Settings } from '../../platform/config/settings.js';
import type { OutboundContent } from '../../whatsapp/whatsapp-content.contract.js';
import { WhatsApp } from '../../whatsapp/whatsapp.contract.js';
import { CARD_SOURCE } from '../card-source.js';
import { render } from '../dialogue/render.js';
import { phrase, type Reply } from '../dialogue/reply.js';
import { Texts } from '../texts/texts.js';
import type { Addressee } from './addressing.service.js';

/** A code as the dialogue hands it over: the characters alone on their line, then the card. */
@Injectable()
export class CardWords {
  constructor(
    private readonly whatsapp: WhatsApp,
    private readonly texts: Texts,
    private readonly settings: Settings,
  ) {}

  of({ id, code }: { id: string; code: string }, { language, number }: Addressee): OutboundContent[] {
    const can = this.whatsapp.capabilities(number.channel);
    const service = this.settings.uic.serviceName;
    const words = [
      phrase('recall.found'),
      phrase('issued.code', { code }),
      phrase('issued.advice', { service }),
    ];
    const replies: Reply[] = [{ kind: 'say', phrases: words, sensitive: true }];
    const caption = phrase('issued.card', { grouped: code });
    if (can.media) replies.push({ kind: 'card', codeId: id, caption, sensitive: true });
    const manner = {
      texts: this.texts,
      language: language ?? this.texts.standard,
      can,
      cardSource: CARD_SOURCE,
    };
    return replies.flatMap((reply) => render(reply, manner));
  }
}
