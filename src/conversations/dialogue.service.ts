import { hash } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Settings } from '../platform/config/settings.js';
import { Uic } from '../uic/uic.contract.js';
import type { OutboundContent } from '../whatsapp/whatsapp-content.contract.js';
import { WhatsApp } from '../whatsapp/whatsapp.contract.js';
import { CARD_SOURCE } from './card-source.js';
import { QuestionWithoutText } from './conversations.errors.js';
import { advance } from './dialogue/advance.js';
import { announce, apologise, comeBack, hush, withdraw } from './dialogue/handing.js';
import { type Flow, type Script, uicFlow } from './dialogue/flow.js';
import { consentWords } from './dialogue/consent.js';
import { render } from './dialogue/render.js';
import { inWords } from './dialogue/wording.js';
import type { Reply } from './dialogue/reply.js';
import { newState, revive, type State } from './dialogue/session.js';
import type { Input, Turn, World } from './dialogue/world.js';
import { type Seat, Surroundings } from './surroundings.service.js';
import { phrases } from './texts/phrases.js';
import { Texts } from './texts/texts.js';
import { isSilent, isToBeTold, type Standing } from './threads/standing.js';

/** The pure dialogue, with this deployment's flows, texts and settings around it. */
@Injectable()
export class Dialogue implements OnModuleInit {
  private flow: Flow;

  constructor(
    private readonly texts: Texts,
    private readonly uic: Uic,
    private readonly whatsapp: WhatsApp,
    private readonly surroundings: Surroundings,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    const { questions } = this.uic;
    const silent = questions.filter(
      ({ key, texts }) => texts === undefined && !Object.hasOwn(phrases, `question.${key}`),
    );
    if (silent.length > 0) throw new QuestionWithoutText(silent.map(({ key }) => key));
    this.flow = uicFlow(questions, this.settings.uic);
  }

  /** What happens next in a conversation at this seat. */
  advance(state: State, input: Input, seat: Seat): Turn {
    return advance(this.script(seat), state, input, this.world(seat));
  }

  /** What happens next when a person says something, whoever looks after the conversation. */
  hear(
    { state, standing }: { state: State; standing: Standing },
    message: Extract<Input, { kind: 'message' }>,
    seat: Seat,
  ): Turn & { isTold: boolean } {
    const world = this.world(seat);
    const script = this.script(seat);
    if (isSilent(standing, new Date(world.now)))
      return { ...hush(script, state, message, world), isTold: false };
    const turn = (): Turn => advance(script, state, message, world);
    return isToBeTold(standing) ? comeBack(turn, state, message, world) : { ...turn(), isTold: false };
  }

  /** The team comes in: nothing that it must not read goes on. */
  withdraw(state: State): Turn {
    return withdraw(state);
  }

  /** A person of the team will come. */
  announce(state: State): Turn {
    return announce(state);
  }

  /** Nobody of the team came. */
  apologise(state: State): Turn {
    return apologise(state);
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
    const words = consentWords(this.uic.questions, this.surroundings.terms);
    const shown = words.map((each) => inWords(this.texts, language, each)).join('\n\n');
    return hash('sha256', shown, 'base64url');
  }

  get standard(): { language: string; timeoutMs: number } {
    return { language: this.texts.standard, timeoutMs: this.settings.uic.sessionTimeoutMinutes * 60_000 };
  }

  /** This moment, as the dialogue sees it; milliseconds. */
  get now(): number {
    return this.surroundings.now;
  }

  /** How long the house keeps silent in a hand-over, and how long conversations are kept. */
  get spans(): { silenceMs: number; retentionMs: number } {
    const { conversations, whatsapp } = this.settings;
    return { silenceMs: conversations.handoverMs, retentionMs: whatsapp.retentionDays * 86_400_000 };
  }

  private script({ number }: Seat): Script {
    return { entry: this.surroundings.entry(number), flow: this.flow };
  }

  private world(seat: Seat): World {
    const around = this.surroundings.of(seat, this.standard.timeoutMs);
    const { recallKey } = this.uic;
    return { ...around, texts: this.texts, recallKey, read: (key, text) => this.uic.read(key, text) };
  }
}
