import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { ConversationMoved } from './conversations.errors.js';
import { Deeds } from './deeds.service.js';
import type { State } from './dialogue/session.js';
import type { Input } from './dialogue/world.js';
import { Dialogue } from './dialogue.service.js';
import { type Cause, Following } from './following.service.js';
import { Ledger } from './ledger.js';
import { SessionRepository } from './session.repository.js';
import { isSilent } from './threads/standing.js';
import { Thread } from './threads/thread.js';

/** A conversation, and the message from which something follows. */
export interface Spot extends Cause {
  contactId: string;
  numberId: string;
}

/** What happens in a conversation that is at this point; `null`: nothing. */
type Happening = (state: State) => Promise<Exclude<Input, { kind: 'message' }> | null>;

const TRIES = 5;

/** Lets a conversation advance although its person says nothing at this moment. */
@Injectable()
export class Turntable {
  constructor(
    private readonly dialogue: Dialogue,
    private readonly sessions: SessionRepository,
    private readonly following: Following,
    private readonly deeds: Deeds,
    private readonly database: Database,
  ) {}

  /**
   * What follows from `happens`, in one transaction with it; `null` from it: nothing. A conversation that moves meanwhile is taken
   * up again; one that people of the team look after, or that is gone, stays as it is.
   */
  async advance(spot: Spot, happens: Happening): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.database.retrying(() => this.attempt(spot, happens));
      } catch (error) {
        if (!(error instanceof ConversationMoved) || tries === TRIES) throw error;
      }
    }
  }

  private async attempt(
    { contactId, numberId, channel, messageId }: Spot,
    happens: Happening,
  ): Promise<void> {
    const saved = (await this.sessions.of([contactId])).find((each) => each.numberId === numberId);
    const state = this.dialogue.revive(saved?.json ?? null);
    const input = await happens(state);
    if (input === null || saved === undefined) return;
    const now = new Date(this.dialogue.now);
    const thread = new Thread(contactId, numberId, saved, state);
    const isQuiet = isSilent(thread.standing, now);
    // A code that was promised is given whoever looks after the conversation: nobody else can.
    if (isQuiet && input.kind !== 'issued') return;
    const ledger = new Ledger();
    if (input.kind === 'answered') {
      const kind = input.answered.outcome === 'failed' ? 'failed' : 'answered';
      ledger.occurrences.push({ kind, numberId, happenedAt: now });
    }
    const turn = this.dialogue.advance(thread.state, isQuiet ? unasking(input) : input, {
      channel,
      number: numberId,
    });
    await this.following.follow(thread, { channel, messageId }, turn, ledger);
    const spans = { ...this.dialogue.standard, ...this.dialogue.spans };
    const moved = await this.sessions.save([thread.change(now, spans)]);
    if (moved.length > 0) throw new ConversationMoved(moved.length);
    await this.deeds.settle(ledger);
  }
}

/** Without what would be asked about it: an answer beside the team would be heard by nobody, and staff see the pair anyway. */
function unasking(input: Exclude<Input, { kind: 'message' }>): Exclude<Input, { kind: 'message' }> {
  if (input.kind !== 'issued' || input.issued.outcome !== 'issued') return input;
  const { resembles: _asked, ...issued } = input.issued;
  return { ...input, issued };
}
