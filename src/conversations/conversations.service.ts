import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import type { InboundMessage } from '../whatsapp/whatsapp.contract.js';
import { InboundHandler } from '../whatsapp/whatsapp.port.js';
import { ConversationMoved } from './conversations.errors.js';
import { Deeds } from './deeds.service.js';
import { isConfidential } from './dialogue/session.js';
import { Dialogue } from './dialogue.service.js';
import { Following } from './following.service.js';
import { Ledger } from './ledger.js';
import { type Saved, SessionRepository } from './session.repository.js';
import { isOverdue, received, told } from './threads/standing.js';
import { Thread } from './threads/thread.js';

/** Answers people: loads where they are, lets the dialogue advance, and has done what it wishes. */
@Injectable()
export class ConversationsService extends InboundHandler {
  constructor(
    private readonly dialogue: Dialogue,
    private readonly sessions: SessionRepository,
    private readonly deeds: Deeds,
    private readonly following: Following,
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
    const spans = { ...this.dialogue.standard, ...this.dialogue.spans };
    const changes = threads
      .filter((thread) => thread.isToBeSaved)
      .map((thread) => thread.change(this.clock.now(), spans));
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
    return new Thread(contactId, number, saved, state);
  }

  private async take(thread: Thread, message: InboundMessage, ledger: Ledger): Promise<void> {
    const { id, channel, content, at, product, providerId } = message;
    const now = this.clock.now();
    if (isOverdue(thread.standing, now)) thread.end('timeout', ledger, now);
    const wasPrivate = thread.isPrivate;
    const about = product && { product: product.productId };
    const input = { kind: 'message', id, at: at.getTime(), content, ...about, providerId } as const;
    const turn = this.dialogue.hear(thread, input, { channel, number: thread.numberId });
    if (turn.isTold) thread.standing = told(thread.standing);
    const isPrivate = wasPrivate || isConfidential(turn.state);
    const { silenceMs } = this.dialogue.spans;
    thread.standing = received(thread.standing, { channel, at, content, isPrivate }, { now, silenceMs });
    await this.following.follow(thread, { channel, messageId: id }, turn, ledger);
  }
}

function keyOf(contactId: string, numberId: string): string {
  return `${contactId} ${numberId}`;
}
