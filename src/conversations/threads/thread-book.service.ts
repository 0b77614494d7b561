import { Injectable } from '@nestjs/common';
import { ConversationMoved } from '../conversations.errors.js';
import { Dialogue } from '../dialogue.service.js';
import { type Saved, SessionRepository } from '../session.repository.js';
import { Thread } from './thread.js';

/** Takes conversations in hand outside a turn, and puts them back. */
@Injectable()
export class ThreadBook {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly dialogue: Dialogue,
  ) {}

  saved(contactId: string): Promise<Saved[]> {
    return this.sessions.of([contactId]);
  }

  open({ contactId, numberId }: Pick<Saved, 'contactId' | 'numberId'>, saved: Saved | null): Thread {
    const state = saved === null ? this.dialogue.newState() : this.dialogue.revive(saved.json);
    return new Thread(contactId, numberId, saved, state);
  }

  /** Throws `ConversationMoved` when somebody else was quicker. */
  async save(thread: Thread, now: Date): Promise<void> {
    const change = thread.change(now, { ...this.dialogue.standard, ...this.dialogue.spans });
    const moved = await this.sessions.save([change]);
    if (moved.length > 0) throw new ConversationMoved(moved.length);
  }
}
