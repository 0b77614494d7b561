import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../../platform/database/database.js';
import { ConversationMoved, ConversationNotFound } from '../conversations.errors.js';
import { Deeds } from '../deeds.service.js';
import type { Turn } from '../dialogue/world.js';
import { Dialogue } from '../dialogue.service.js';
import { Ledger } from '../ledger.js';
import { SessionRepository } from '../session.repository.js';
import { type Spans, Thread } from '../threads/thread.js';

const MOST_TRIES = 8;

/** A conversation in the hands of somebody of the team. */
export interface InHand {
  id: string;
  thread: Thread;
  ledger: Ledger;
  now: Date;
  spans: Spans;
}

/** Takes a conversation, lets it be changed, and puts it back, however often the person writes meanwhile. */
@Injectable()
export class Hands {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionRepository,
    private readonly dialogue: Dialogue,
    private readonly deeds: Deeds,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs the work on the conversation as it is now, saves what comes of it, and then does `then`, all in one transaction; from the
   * beginning when somebody else was quicker.
   */
  async change<T>(
    id: string,
    work: (inHand: InHand) => Promise<void> | void,
    then: (inHand: InHand) => Promise<T>,
  ): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.database.retrying(() => this.once(id, work, then));
      } catch (error) {
        if (!(error instanceof ConversationMoved) || attempt >= MOST_TRIES) throw error;
      }
    }
  }

  /** The run that is open ends, so that nobody reads its answers; the person is told where that can be said. */
  withdraw(inHand: InHand): void {
    this.follow(inHand, this.dialogue.withdraw(inHand.thread.state));
  }

  /** A person of the team is asked for by another one; `isHeard`: the person is told. */
  call(inHand: InHand, isHeard: boolean): void {
    const { thread, ledger, now, spans } = inHand;
    this.withdraw(inHand);
    if (isHeard) this.follow(inHand, this.dialogue.announce(thread.state));
    thread.handOver('agent', ledger, now, spans);
  }

  private follow({ thread, ledger, now }: InHand, turn: Turn): void {
    const { contactId, standing } = thread;
    thread.state = turn.state;
    for (const wish of turn.wishes) {
      if (wish.kind === 'erase') ledger.erase(contactId, wish.since);
      if (wish.kind === 'drop-out') ledger.dropOuts.push([wish.at, wish.how]);
    }
    const { channel } = standing;
    if (channel === null) return;
    for (const reply of turn.replies)
      for (const content of this.dialogue.words(reply, turn.state, channel))
        thread.say({ channel, content, sensitive: reply.sensitive }, ledger, now);
  }

  private async once<T>(
    id: string,
    work: (inHand: InHand) => Promise<void> | void,
    then: (inHand: InHand) => Promise<T>,
  ): Promise<T> {
    const saved = await this.sessions.find(id);
    if (saved === null) throw new ConversationNotFound(id);
    const { contactId, numberId, json } = saved;
    const thread = new Thread(contactId, numberId, saved, this.dialogue.revive(json));
    const now = this.clock.now();
    const spans = { ...this.dialogue.standard, ...this.dialogue.spans };
    const inHand: InHand = { id, thread, ledger: new Ledger(), now, spans };
    await work(inHand);
    const moved = await this.sessions.save([thread.change(now, spans)]);
    if (moved.length > 0) throw new ConversationMoved(moved.length);
    await this.deeds.settle(inHand.ledger);
    return then(inHand);
  }
}
