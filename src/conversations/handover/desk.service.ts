import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../platform/web/audit.js';
import { currentActor } from '../../platform/web/request-context.js';
import type { OutboundContent } from '../../whatsapp/whatsapp-content.contract.js';
import { type Submitted, WhatsApp } from '../../whatsapp/whatsapp.contract.js';
import { isHandedOver, over, said, taken } from '../threads/standing.js';
import { Threads } from '../threads/threads.service.js';
import { Hands, type InHand } from './hands.service.js';

/** What somebody of the team says. */
export interface Answer {
  content: OutboundContent;
  /** The same key gives the same message. */
  requestKey?: string;
}

/** What people of the team do with conversations; each deed has its line in the audit book. */
@Injectable()
export class Desk {
  constructor(
    private readonly hands: Hands,
    private readonly threads: Threads,
    private readonly whatsapp: WhatsApp,
    private readonly audit: AuditTrail,
  ) {}

  /** Answers the person and takes the conversation over: from now on the house keeps silent. */
  reply(id: string, { content, requestKey }: Answer): Promise<Submitted> {
    const work = (inHand: InHand): void => {
      const { thread, ledger, now, spans } = inHand;
      this.hands.withdraw(inHand);
      if (!isHandedOver(thread.standing)) {
        const { numberId } = thread;
        ledger.occurrences.push({ kind: 'handover', numberId, happenedAt: now });
      }
      const standing = taken(thread.standing, currentActor().id, now, spans.silenceMs);
      thread.standing = said(standing, { content, isPrivate: false }, now);
    };
    return this.hands.change(id, work, async ({ thread }) => {
      const { contactId, numberId: number } = thread;
      const to = { contactId };
      const split = content.kind === 'text';
      const submitted = await this.whatsapp.submit({
        to,
        number,
        content,
        origin: 'agent',
        requestKey,
        split,
      });
      await this.note('replied', id, { messageId: submitted.id });
      return submitted;
    });
  }

  /** Asks for another person of the team: the conversation waits for whoever takes it. */
  handOver(id: string): Promise<void> {
    const work = async (inHand: InHand): Promise<void> => {
      const { thread, now } = inHand;
      if (thread.standing.status === 'waiting') return;
      const until = await this.whatsapp.windowUntil(thread.contactId, thread.numberId);
      const isOpen = until !== null && until > now;
      this.hands.call(inHand, isOpen && !isHandedOver(thread.standing));
      thread.standing = { ...thread.standing, assigneeId: null };
    };
    return this.hands.change(id, work, () => this.note('handed-over', id));
  }

  /** Says who looks after it. Whoever takes a conversation that waits has taken it over. */
  assign(id: string, assigneeId: string | null): Promise<void> {
    const work = ({ thread, now, spans }: InHand): void => {
      const { standing } = thread;
      const takes = standing.status === 'waiting' && assigneeId === currentActor().id;
      thread.standing = takes
        ? { ...taken(standing, assigneeId, now, spans.silenceMs), unread: standing.unread }
        : { ...standing, assigneeId };
    };
    return this.hands.change(id, work, () => this.note('assigned', id, { assignee: assigneeId }));
  }

  /** Nothing is open any more; the next message of the person is the house's again. */
  close(id: string): Promise<void> {
    const work = ({ thread, ledger, now }: InHand): void => {
      thread.end('closed', ledger, now);
      if (thread.standing.status !== 'closed') thread.standing = over(thread.standing, 'closed', now);
    };
    return this.hands.change(id, work, () => this.note('closed', id));
  }

  /** Back to the house. */
  giveBack(id: string): Promise<void> {
    const work = ({ thread, ledger, now }: InHand): void => thread.end('returned', ledger, now);
    return this.hands.change(id, work, () => this.note('returned', id));
  }

  /** The team has read it; the person sees that too. */
  async read(id: string): Promise<void> {
    const work = ({ thread }: InHand): void => void (thread.standing = { ...thread.standing, unread: 0 });
    await this.hands.change(id, work, () => Promise.resolve());
    const messageId = await this.threads.lastReceived(id);
    if (messageId !== null) await this.whatsapp.markRead(messageId);
  }

  label(id: string, labels: readonly string[]): Promise<void> {
    const list = labels.length === 0 ? null : JSON.stringify(labels);
    const work = ({ thread }: InHand): void => void (thread.standing = { ...thread.standing, labels: list });
    return this.hands.change(id, work, () => this.note('labelled', id, { labels: labels.length }));
  }

  private note(
    deed: string,
    id: string,
    detail?: Readonly<Record<string, string | number | null>>,
  ): Promise<void> {
    return this.audit.record({ action: `conversations.${deed}`, subject: `conversation:${id}`, detail });
  }
}
