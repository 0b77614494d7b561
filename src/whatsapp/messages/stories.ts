import { Injectable } from '@nestjs/common';
import { Vault } from '../../platform/vault/vault.js';
import { messageKey, providerKey } from '../inbox/inbox-rows.js';
import type { InboxRow } from '../inbox/inbox.entity.js';
import { ReceivedRepository } from '../inbox/received.repository.js';
import { MediaRepository } from '../media/media.repository.js';
import type { OutboxRow } from '../outbox/outbox.entity.js';
import type { InboundUpdate } from '../whatsapp.contract.js';
import { filesIn, MessageLines } from './message-lines.js';
import { mayReadContent, messageView, providerIds } from './message-view.js';
import type { MessageRow } from './messages.js';
import type { MessageState } from './messages.dto.js';
import { SentRepository } from './sent.repository.js';
import type { MessageStory, ReplySummary } from './story.dto.js';

/** Tells one message from its arrival, or from the decision to send it, to its end. */
@Injectable()
export class Stories {
  constructor(
    private readonly sent: SentRepository,
    private readonly received: ReceivedRepository,
    private readonly media: MediaRepository,
    private readonly lines: MessageLines,
    private readonly vault: Vault,
  ) {}

  tell(message: MessageRow): Promise<MessageStory> {
    return message.direction === 'in'
      ? this.ofReceived(message.row)
      : Promise.resolve(this.ofSent(message.row));
  }

  private async ofReceived(row: InboxRow): Promise<MessageStory> {
    const update = this.lines.inbound(row);
    const waits = row.state === 'NEW';
    const file = (await this.media.idsOf([row.id])).get(row.id);
    const mayRead = mayReadContent();
    const view = messageView({ direction: 'in', row }, () => null);
    return {
      ...view,
      providerId: mayRead ? (update?.providerId ?? null) : null,
      ...words(update?.content ?? null, mayRead, false),
      handledAt: row.doneAt?.toISOString() ?? null,
      causeId: null,
      replyToId: update === null ? null : await this.quotedBy(update),
      replies: await this.repliesTo(row),
      files: file === undefined ? [] : [file],
      ...(update !== null && circumstances(update)),
      attempts: row.attempts + (row.state === 'DONE' ? 1 : 0),
      dueAt: waits ? row.dueAt.toISOString() : null,
    };
  }

  private ofSent(row: OutboxRow): MessageStory {
    const content = this.lines.outbound(row);
    const waits = row.isOpen || row.state === 'SCHEDULED';
    return {
      ...messageView({ direction: 'out', row }, providerIds(this.vault)),
      ...words(content, mayReadContent(), row.isSensitive),
      handledAt: null,
      causeId: row.causeId,
      replyToId: null,
      replies: [],
      files: filesIn(content),
      attempts: row.attempts,
      dueAt: waits ? row.dueAt.toISOString() : null,
      ...(row.pricing !== null && { pricing: { category: row.pricing, billable: row.isBillable } }),
    };
  }

  private async repliesTo({ id, contactId, receivedAt }: InboxRow): Promise<ReplySummary[]> {
    if (contactId === null) return [];
    const rows = await this.sent.repliesTo({ id, contactId, receivedAt });
    return rows.map((row) => ({
      id: row.id,
      state: row.state.toLowerCase() as MessageState,
      type: row.type,
    }));
  }

  /** Our id of what a person cites: most often something of ours, sometimes words of their own. */
  private async quotedBy({ channel, replyTo }: InboundUpdate): Promise<string | null> {
    if (replyTo === undefined) return null;
    const ours = await this.sent.idOf(providerKey(channel, replyTo));
    return ours ?? this.received.idOf(messageKey(channel, replyTo));
  }
}

function words(
  content: object | null,
  mayRead: boolean,
  isPrivate: boolean,
): Pick<MessageStory, 'content' | 'contentState'> {
  if (isPrivate) return { contentState: 'private' };
  if (content === null) return { contentState: 'erased' };
  return mayRead ? { contentState: 'shown', content } : { contentState: 'hidden' };
}

/** What is known of how a message came, without a person's words. */
function circumstances({ forwarded, referral, product }: InboundUpdate): Partial<MessageStory> {
  const { type, id, url, headline } = referral ?? {};
  return {
    ...(forwarded !== undefined && { forwarded }),
    ...(product !== undefined && { product }),
    ...(referral !== undefined && {
      referral: {
        ...(type && { type }),
        ...(id && { id }),
        ...(url && { url }),
        ...(headline && { headline }),
      },
    }),
  };
}
