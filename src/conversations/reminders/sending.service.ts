import { Injectable } from '@nestjs/common';
import type { OutboundContent } from '../../whatsapp/whatsapp-content.contract.js';
import { WhatsApp } from '../../whatsapp/whatsapp.contract.js';
import type { Addressee } from './addressing.service.js';
import { CardTemplate } from './card-template.service.js';
import { CardWords } from './card-words.service.js';
import { ReminderTooSoon } from './reminders.errors.js';

/** A code as it is sent again. */
export interface Shown {
  id: string;
  code: string;
}

/** What is on its way: the template outside of the window, else the code as the dialogue gives it. */
export interface Reminded {
  messageId: string;
  kind: 'template' | 'message';
}

const DAY_MS = 24 * 3_600_000;

/** Puts a reminder on its way, in the shape that the window allows. Joins the transaction that is open. */
@Injectable()
export class Sending {
  constructor(
    private readonly whatsapp: WhatsApp,
    private readonly words: CardWords,
    private readonly template: CardTemplate,
  ) {}

  async send(code: Shown, addressee: Addressee): Promise<Reminded> {
    const { contactId, number } = addressee;
    const isOpen = (await this.whatsapp.windowUntil(contactId, number.id)) !== null;
    const contents = isOpen ? this.words.of(code, addressee) : [await this.template.of(code.id, addressee)];
    const messageId = await this.submitAll(contents, code.id, addressee);
    return { messageId, kind: isOpen ? 'message' : 'template' };
  }

  /** The id of the first. */
  private async submitAll(
    contents: readonly OutboundContent[],
    codeId: string,
    { contactId, number }: Addressee,
  ): Promise<string> {
    // A program's message: unlike a person's answer it never goes to somebody who says STOP meanwhile.
    const common = {
      to: { contactId },
      number: number.id,
      origin: 'api',
      flow: 'uic',
      sensitive: true,
    } as const;
    const once = { key: `uic.remind ${codeId} ${contactId}`, withinMs: DAY_MS };
    const ids: string[] = [];
    for (const content of contents) {
      const isFirst = ids.length === 0;
      const submitted = await this.whatsapp.submit({ ...common, content, ...(isFirst && { once }) });
      if (submitted.repeated) throw new ReminderTooSoon(codeId);
      ids.push(submitted.id);
    }
    const [messageId = ''] = ids;
    return messageId;
  }
}
