import { Injectable, Optional } from '@nestjs/common';
import { Settings } from '../../platform/config/settings.js';
import type { OutboundContent } from '../../whatsapp/whatsapp-content.contract.js';
import { TemplateRules } from '../../whatsapp/whatsapp.port.js';
import { CARD_SOURCE } from '../card-source.js';
import { Texts } from '../texts/texts.js';
import type { Addressee } from './addressing.service.js';
import { ReminderTemplateUnready } from './reminders.errors.js';

/** The name of the template that brings the card; it is among those that are shipped ready. */
export const CARD_TEMPLATE = 'code_card';

/** Why it cannot go in a language; `null` where it is not there. */
interface Refused {
  language: string;
  faults: readonly string[] | null;
}

/** The template that may go when the window is closed: the card above words that say nothing of the person. */
@Injectable()
export class CardTemplate {
  constructor(
    private readonly texts: Texts,
    private readonly settings: Settings,
    @Optional() private readonly rules?: TemplateRules,
  ) {}

  /** In the language of the conversation, or in that of the house where it is not to be had in the first. Throws `ReminderTemplateUnready`. */
  async of(codeId: string, { number, language, isLanguageAsked }: Addressee): Promise<OutboundContent> {
    const { standard } = this.texts;
    const first = language ?? standard;
    const refused: Refused[] = [];
    for (const each of new Set([first, isLanguageAsked ? first : standard])) {
      const call = this.callIn(each, codeId);
      const verdict = await this.rules?.check(number.accountId, call);
      if (verdict === undefined || verdict.faults.length === 0) return { kind: 'template', ...call };
      const faults = verdict.category === null ? null : verdict.faults.map(({ message }) => message);
      refused.push({ language: each, faults });
    }
    // One that is there and may not go says more than one that is not there.
    const told = refused.find(({ faults }) => faults !== null) ?? { language: first, faults: null };
    throw new ReminderTemplateUnready(CARD_TEMPLATE, told.language, told.faults);
  }

  private callIn(language: string, codeId: string) {
    const text = this.settings.uic.serviceName;
    return {
      name: CARD_TEMPLATE,
      language,
      components: [{ type: 'body', parameters: [{ type: 'text', text }] }],
      picture: { source: CARD_SOURCE, id: codeId },
    };
  }
}
