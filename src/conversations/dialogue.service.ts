import { hash } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { Settings } from '../platform/config/settings.js';
import { Uic } from '../uic/uic.contract.js';
import { type OutboundContent, WhatsApp } from '../whatsapp/whatsapp.contract.js';
import { CARD_SOURCE } from './card-source.js';
import { QuestionWithoutText } from './conversations.errors.js';
import { advance } from './dialogue/advance.js';
import { type Script, scriptOf, uicFlow } from './dialogue/flow.js';
import { render } from './dialogue/render.js';
import type { Reply } from './dialogue/reply.js';
import { newState, revive, type State } from './dialogue/session.js';
import type { Input, Turn, World } from './dialogue/world.js';
import { phrases } from './texts/phrases.js';
import { Texts } from './texts/texts.js';

/** The pure dialogue, with this deployment's flows, texts and settings around it. */
@Injectable()
export class Dialogue implements OnModuleInit {
  private script: Script;

  constructor(
    private readonly texts: Texts,
    private readonly uic: Uic,
    private readonly whatsapp: WhatsApp,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    const { questions } = this.uic;
    const silent = questions.filter(({ key }) => !Object.hasOwn(phrases, `question.${key}`));
    if (silent.length > 0) throw new QuestionWithoutText(silent.map(({ key }) => key));
    this.script = scriptOf([uicFlow(questions, this.settings.uic)], this.settings.conversations.entryFlow);
  }

  /** What happens next in a conversation on this channel. */
  advance(state: State, input: Input, channel: string): Turn {
    return advance(this.script, state, input, this.world(channel));
  }

  /** The words of a reply, in the language of the conversation, as this channel can show them. */
  words(reply: Reply, { language }: State, channel: string): OutboundContent[] {
    const can = this.whatsapp.capabilities(channel);
    return render(reply, { texts: this.texts, language, can, cardSource: CARD_SOURCE });
  }

  /** The state of somebody of whom nothing is saved. */
  newState(): State {
    return newState(this.texts.standard);
  }

  /** A saved state; `lost` where it cannot be read. */
  revive(json: string | null): State {
    return revive(json ?? '', this.texts.standard);
  }

  /** Names the very words to which somebody consents. */
  consentVersion(language: string): string {
    const shown = this.texts.say(language, 'consent', { service: this.settings.uic.serviceName });
    return hash('sha256', shown, 'base64url');
  }

  get standard(): { language: string; timeoutMs: number } {
    return { language: this.texts.standard, timeoutMs: this.settings.uic.sessionTimeoutMinutes * 60_000 };
  }

  private world(channel: string): World {
    const { serviceName, qrCode } = this.settings.uic;
    const { repliesPerMinute } = this.settings.conversations;
    return {
      now: this.clock.now().getTime(),
      can: this.whatsapp.capabilities(channel),
      texts: this.texts,
      read: (key, text) => this.uic.read(key, text),
      settings: { serviceName, timeoutMs: this.standard.timeoutMs, card: qrCode, repliesPerMinute },
    };
  }
}
