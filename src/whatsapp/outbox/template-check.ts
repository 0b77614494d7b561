import { Injectable, Optional } from '@nestjs/common';
import type { ContentFault, OutboundContent } from '../whatsapp-content.contract.js';
import { TemplateRules } from '../whatsapp.port.js';
import { Routes } from './routes.js';

/** What is known of a call of a template. */
export interface TemplateVerdict {
  faults: ContentFault[];
  /** Those who want no marketing do not get it. */
  isMarketing: boolean;
  /** It carries a code. */
  isSecret: boolean;
}

const NOTHING: TemplateVerdict = { faults: [], isMarketing: false, isSecret: false };

/** Templates as their own room judges them; where there is no such room, the provider judges. */
@Injectable()
export class TemplateCheck {
  constructor(
    private readonly routes: Routes,
    @Optional() private readonly rules?: TemplateRules,
  ) {}

  async of(number: string, content: OutboundContent): Promise<TemplateVerdict> {
    if (content.kind !== 'template' || this.rules === undefined) return NOTHING;
    const { name, language, components, picture } = content;
    const account = this.routes.of(number)?.accountId ?? number;
    const { faults, category } = await this.rules.check(account, { name, language, components, picture });
    return { faults, isMarketing: category === 'MARKETING', isSecret: category === 'AUTHENTICATION' };
  }
}
