import { Injectable } from '@nestjs/common';
import { type MessageLine, type MessageSubmitted, WhatsApp } from '../../whatsapp/whatsapp.contract.js';
import { isHandedOver, taken } from '../threads/standing.js';
import { ThreadBook } from '../threads/thread-book.service.js';
import { Hands, type InHand } from './hands.service.js';

/** How far back a message is looked for that was written a moment ago. */
const LOOK_BACK = 50;
/** Nobody has begun to talk by these. */
const WORDLESS = new Set(['reaction', 'edit', 'revoke', 'notice']);

/** Whoever writes to a person on the phone that shares our number has taken the conversation over. */
@Injectable()
export class PhoneTakeover {
  constructor(
    private readonly hands: Hands,
    private readonly book: ThreadBook,
    private readonly whatsapp: WhatsApp,
  ) {}

  async take({ messageId, contactId, number, origin }: MessageSubmitted): Promise<void> {
    if (origin !== 'phone') return;
    const saved = (await this.book.saved(contactId)).find(({ numberId }) => numberId === number);
    const lines = await this.whatsapp.history(contactId, number, null, LOOK_BACK);
    const line = lines.find(({ id }) => id === messageId);
    if (saved === undefined || line === undefined || WORDLESS.has(line.content?.kind ?? '')) return;
    await this.hands.change(
      saved.id,
      (inHand) => this.silence(inHand, line),
      () => Promise.resolve(),
    );
  }

  /** From the moment of the message: news that comes late must not silence the house for longer, nor after it was given back. */
  private silence(inHand: InHand, { at }: MessageLine): void {
    const { thread, ledger, now, spans } = inHand;
    const { closedAt, assigneeId } = thread.standing;
    const isPast = at.getTime() + spans.silenceMs <= now.getTime();
    if (isPast || (closedAt !== null && closedAt >= at)) return;
    this.hands.withdraw(inHand);
    if (!isHandedOver(thread.standing))
      ledger.occurrences.push({ kind: 'handover', numberId: thread.numberId, happenedAt: at });
    thread.standing = taken(thread.standing, assigneeId, at, spans.silenceMs);
  }
}
