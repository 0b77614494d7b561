import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import type { HandoverReason } from './conversations.contract.js';
import { Deeds } from './deeds.service.js';
import { Departures } from './departures/departures.service.js';
import type { Wish } from './dialogue/reply.js';
import type { Turn } from './dialogue/world.js';
import { Dialogue } from './dialogue.service.js';
import { Granting } from './granting.service.js';
import type { Ledger } from './ledger.js';
import type { Thread } from './threads/thread.js';

/** What a turn follows from: the message that a person sent, on its channel. */
export interface Cause {
  channel: string;
  /** Our id of the message. */
  messageId: string;
}

/** Does what the dialogue says and wishes in a turn, and in those that follow from it. Joins the transaction that is open. */
@Injectable()
export class Following {
  constructor(
    private readonly dialogue: Dialogue,
    private readonly granting: Granting,
    private readonly deeds: Deeds,
    private readonly departures: Departures,
    private readonly clock: Clock,
  ) {}

  async follow(thread: Thread, cause: Cause, turn: Turn, ledger: Ledger): Promise<void> {
    thread.state = turn.state;
    for (const wish of turn.wishes) await this.gather(wish, thread, cause, ledger);
    this.speak(thread, cause, turn, ledger);
    if (turn.wishes.some(({ kind }) => kind === 'handover'))
      await this.follow(thread, cause, this.dialogue.withdraw(thread.state), ledger);
    await this.comeTrue(thread, cause, turn.wishes, ledger);
  }

  private speak(thread: Thread, { channel, messageId }: Cause, turn: Turn, ledger: Ledger): void {
    const flow = flowOf(turn);
    for (const reply of turn.replies) {
      for (const content of this.dialogue.words(reply, turn.state, channel)) {
        const draft = { channel, content, sensitive: reply.sensitive, causeId: messageId, flow };
        thread.say(draft, ledger, this.clock.now());
      }
    }
  }

  /** What comes back for the wishes leads on, after what was said first. */
  private async comeTrue(
    thread: Thread,
    cause: Cause,
    wishes: readonly Wish[],
    ledger: Ledger,
  ): Promise<void> {
    const { contactId, numberId: number } = thread;
    for (const wish of wishes) {
      const wisher = { contactId, number, language: thread.state.language, ...cause };
      const input = await this.granting.grant(wish, wisher);
      if (input === null) continue;
      const next = this.dialogue.advance(thread.state, input, { channel: cause.channel, number });
      await this.follow(thread, cause, next, ledger);
    }
  }

  private async gather(wish: Wish, thread: Thread, cause: Cause, ledger: Ledger): Promise<void> {
    const { contactId, numberId } = thread;
    switch (wish.kind) {
      case 'erase':
        return ledger.erase(contactId, wish.since);
      case 'drop-out':
        return void ledger.dropOuts.push([wish.at, wish.how]);
      case 'opt':
        return this.opt(wish.state, thread, ledger);
      case 'promotions':
        return void ledger.promotions.set(contactId, wish.state);
      case 'mute':
        return void (ledger.muted += 1);
      case 'forget':
        thread.end('closed', ledger, this.clock.now());
        await this.departures.note(contactId);
        return this.deeds.forget(ledger, contactId, numberId);
      case 'handover':
        return this.handOver(wish.reason, thread, ledger);
      case 'consent':
        return void ledger.consents.push(this.evidence(wish.language, thread, cause));
      default:
        // Something comes back for it: asked for after what is said first.
        return;
    }
  }

  /** Whoever wants no message waits for none. */
  private opt(state: 'out' | 'in', thread: Thread, ledger: Ledger): void {
    ledger.optOuts.set(thread.contactId, state);
    if (state === 'out') thread.end('closed', ledger, this.clock.now());
  }

  /** The message that asked for a person is the first that waits for one. */
  private handOver(reason: HandoverReason, thread: Thread, ledger: Ledger): void {
    thread.handOver(reason, ledger, this.clock.now(), this.dialogue.spans);
    thread.standing = { ...thread.standing, unread: 1 };
  }

  private evidence(
    language: string,
    { contactId }: Thread,
    { messageId }: Cause,
  ): Ledger['consents'][number] {
    const textVersion = this.dialogue.consentVersion(language);
    return { contactId, messageId, textVersion, language, givenAt: this.clock.now() };
  }
}

/** Which flow speaks, for the figures. */
function flowOf({ state }: Turn): string {
  if (state.run !== null || state.ended === 'issued') return state.place === null ? 'uic' : placeOf(state);
  return placeOf(state);
}

function placeOf({ place }: Turn['state']): string {
  switch (place?.at) {
    case undefined:
    case 'menu':
      return 'menu';
    case 'question':
      return 'assistant';
    default:
      return 'shop';
  }
}
