import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { Uic } from '../uic/uic.contract.js';
import type { InboundMessage } from '../whatsapp/whatsapp.contract.js';
import { InboundHandler } from '../whatsapp/whatsapp.port.js';
import { ConversationMoved } from './conversations.errors.js';
import { Deeds } from './deeds.service.js';
import type { Wish } from './dialogue/reply.js';
import type { State } from './dialogue/session.js';
import type { Turn } from './dialogue/world.js';
import { Dialogue } from './dialogue.service.js';
import { keeping } from './keeping.js';
import { Ledger } from './ledger.js';
import { type Change, type Saved, SessionRepository } from './session.repository.js';

/** One person's messages to one of our numbers, and where the conversation stands. */
interface Thread {
  contactId: string;
  numberId: string;
  messages: InboundMessage[];
  saved: Saved | null;
  /** Before and after the messages. */
  before: State;
  state: State;
}

/** Answers people: loads where they are, lets the dialogue advance, and has done what it wishes. */
@Injectable()
export class ConversationsService extends InboundHandler {
  constructor(
    private readonly dialogue: Dialogue,
    private readonly sessions: SessionRepository,
    private readonly deeds: Deeds,
    private readonly uic: Uic,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** Throws `ConversationMoved` when somebody else moved one of the conversations meanwhile. */
  async handle(messages: readonly InboundMessage[]): Promise<void> {
    const ledger = new Ledger();
    const threads = await this.threads(messages, ledger);
    for (const thread of threads) {
      for (const message of thread.messages) await this.take(thread, message, ledger);
    }
    const changes = threads
      .filter(({ before, state }) => state !== before)
      .map((thread) => this.change(thread));
    const moved = await this.sessions.save(changes);
    if (moved.length > 0) throw new ConversationMoved(moved.length);
    await this.deeds.settle(ledger);
  }

  private async threads(messages: readonly InboundMessage[], ledger: Ledger): Promise<Thread[]> {
    const saved = await this.sessions.of(messages.map(({ contactId }) => contactId));
    const known = new Map(saved.map((each) => [keyOf(each.contactId, each.numberId), each]));
    const threads = new Map<string, Thread>();
    for (const message of messages) {
      const key = keyOf(message.contactId, message.number);
      const thread = threads.get(key) ?? this.thread(message, known.get(key) ?? null, ledger);
      thread.messages.push(message);
      threads.set(key, thread);
    }
    return [...threads.values()];
  }

  private thread({ contactId, number }: InboundMessage, saved: Saved | null, ledger: Ledger): Thread {
    const state = saved === null ? this.dialogue.newState() : this.dialogue.revive(saved.json);
    if (saved !== null && state.ended === 'lost') {
      ledger.lost += 1;
      ledger.erase(contactId, saved.startedAt.getTime());
    }
    return { contactId, numberId: number, messages: [], saved, before: state, state };
  }

  private async take(thread: Thread, message: InboundMessage, ledger: Ledger): Promise<void> {
    const { id, channel, content } = message;
    const at = message.at.getTime();
    const turn = this.dialogue.advance(thread.state, { kind: 'message', id, at, content }, channel);
    await this.follow(thread, message, turn, ledger);
  }

  private async follow(thread: Thread, message: InboundMessage, turn: Turn, ledger: Ledger): Promise<void> {
    thread.state = turn.state;
    for (const wish of turn.wishes) await this.grant(wish, thread, message, ledger);
    const { contactId, channel, number } = message;
    for (const reply of turn.replies) {
      for (const content of this.dialogue.words(reply, turn.state, channel)) {
        ledger.drafts.push({ contactId, channel, number, content, sensitive: reply.sensitive });
      }
    }
    const issue = turn.wishes.find((wish) => wish.kind === 'issue');
    if (issue === undefined) return;
    const issued = await this.uic.issue({ holderId: contactId, answers: issue.answers });
    const next = this.dialogue.advance(thread.state, { kind: 'issued', issued }, channel);
    await this.follow(thread, message, next, ledger);
  }

  private async grant(wish: Wish, thread: Thread, message: InboundMessage, ledger: Ledger): Promise<void> {
    const { contactId, numberId } = thread;
    switch (wish.kind) {
      case 'erase':
        return ledger.erase(contactId, wish.since);
      case 'drop-out':
        return void ledger.dropOuts.push([wish.at, wish.how]);
      case 'opt':
        return void ledger.optOuts.set(contactId, wish.state);
      case 'mute':
        return void (ledger.muted += 1);
      case 'forget':
        return this.deeds.forget(ledger, contactId, numberId);
      case 'consent':
        return void ledger.consents.push(this.evidence(wish.language, message));
      case 'issue':
        // Asked for after what is said first: see `follow`.
        return;
    }
  }

  private evidence(language: string, { contactId, id }: InboundMessage): Ledger['consents'][number] {
    const textVersion = this.dialogue.consentVersion(language);
    return { contactId, messageId: id, textVersion, language, givenAt: this.clock.now() };
  }

  private change({ saved, contactId, numberId, state }: Thread): Change {
    const now = this.clock.now();
    const startedAt = state.run === null ? (saved?.startedAt ?? now) : new Date(state.run.startedAt);
    const kept = keeping(state, now.getTime(), this.dialogue.standard);
    return { saved, contactId, numberId, state, startedAt, ...kept };
  }
}

function keyOf(contactId: string, numberId: string): string {
  return `${contactId} ${numberId}`;
}
