import { Injectable } from '@nestjs/common';
import { Vault } from '../../platform/vault/vault.js';
import { messageKey, providerKey } from '../inbox/inbox-rows.js';
import type { InboxRow } from '../inbox/inbox.entity.js';
import { ReceivedRepository } from '../inbox/received.repository.js';
import { MediaRepository } from '../media/media.repository.js';
import type { OutboxRow } from '../outbox/outbox.entity.js';
import type { InboundUpdate } from '../whatsapp-updates.contract.js';
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
    return message.direction === 'in' ? this.ofReceived(message.row) : this.ofSent(message.row);
  }

  private async ofReceived(row: InboxRow): Promise<MessageStory> {
    const update = this.lines.inbound(row);
    const waits = row.state === 'NEW';
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
      files: await this.filesOf(row),
      ...(update !== null && circumstances(update, mayRead)),
      ...(await this.targetOf(update)),
      ...(mayRead && update?.group !== undefined && { groupId: update.group }),
      attempts: row.attempts + (row.state === 'DONE' ? 1 : 0),
      dueAt: waits ? row.dueAt.toISOString() : null,
    };
  }

  private async ofSent(row: OutboxRow): Promise<MessageStory> {
    const content = this.lines.outbound(row);
    const waits = row.isOpen || row.state === 'SCHEDULED';
    const callbackData = this.lines.callbackData(row);
    return {
      ...messageView({ direction: 'out', row }, providerIds(this.vault)),
      ...words(content, mayReadContent(), row.isSensitive),
      handledAt: null,
      causeId: row.causeId,
      replyToId: null,
      replies: [],
      files: row.origin === 'phone' ? await this.filesOf(row) : filesIn(content),
      attempts: row.attempts,
      dueAt: waits ? row.dueAt.toISOString() : null,
      ...(callbackData !== undefined && { callbackData }),
      ...(row.pricing !== null && { pricing: { category: row.pricing, billable: row.isBillable } }),
    };
  }

  /** The file that came with it, once it is here. */
  private async filesOf({ id }: { id: string }): Promise<string[]> {
    const file = (await this.media.idsOf([id])).get(id);
    return file === undefined ? [] : [file];
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

  /** Our id of what a person cites. */
  private async quotedBy({ channel, replyTo }: InboundUpdate): Promise<string | null> {
    return replyTo === undefined ? null : this.idOf(channel, replyTo);
  }

  /** Our id of what a person reacts to, changes or takes back. */
  private async targetOf(update: InboundUpdate | null): Promise<Pick<MessageStory, 'targetId'>> {
    if (update === null || !('target' in update.content)) return {};
    return { targetId: await this.idOf(update.channel, update.content.target) };
  }

  /** Most often it is something of ours, sometimes words of the person. */
  private async idOf(channel: string, providerId: string): Promise<string | null> {
    const ours = await this.sent.idOf(providerKey(channel, providerId));
    return ours ?? this.received.idOf(messageKey(channel, providerId));
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

/** What is known of how a message came, without a person's words; what tells one click from another for those who may read them. */
function circumstances(
  { forwarded, referral, product }: InboundUpdate,
  mayRead: boolean,
): Partial<MessageStory> {
  const { clickId, ...seen } = referral ?? {};
  return {
    ...(forwarded !== undefined && { forwarded }),
    ...(product !== undefined && { product }),
    ...(referral !== undefined && { referral: { ...seen, ...(mayRead && clickId && { clickId }) } }),
  };
}
