import { Injectable } from '@nestjs/common';
import { Vault } from '../../platform/vault/vault.js';
import type { InboxRow } from '../inbox/inbox.entity.js';
import { MediaRepository } from '../media/media.repository.js';
import type { OutboxRow } from '../outbox/outbox.entity.js';
import type { InboundUpdate } from '../whatsapp-updates.contract.js';
import { Amendments, type Fate } from './amendments.js';
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
    private readonly amendments: Amendments,
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
    const fate = await this.fateOf({ row, direction: 'in', key: row.dedupeKey, at: row.receivedAt });
    return {
      ...view,
      providerId: mayRead ? (update?.providerId ?? null) : null,
      ...words(update?.content ?? null, mayRead, { isDeleted: fate.deletedAt !== undefined }),
      ...toldOf(fate),
      handledAt: row.doneAt?.toISOString() ?? null,
      causeId: null,
      replyToId: update === null ? null : await this.quotedBy(update),
      replies: await this.repliesTo(row),
      files: fate.deletedAt === undefined ? await this.filesOf(row) : [],
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
    const isOnPhone = row.origin === 'phone';
    const said = { row, direction: 'out', key: row.providerKey, at: row.createdAt } as const;
    const fate = isOnPhone ? await this.fateOf(said) : {};
    const isDeleted = fate.deletedAt !== undefined;
    const files = isOnPhone ? () => this.filesOf(row) : () => filesIn(content);
    return {
      ...messageView({ direction: 'out', row }, providerIds(this.vault)),
      ...words(content, mayReadContent(), { isPrivate: row.isSensitive, isDeleted }),
      ...toldOf(fate),
      handledAt: null,
      causeId: row.causeId,
      replyToId: null,
      replies: [],
      files: isDeleted ? [] : await files(),
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
    return replyTo === undefined ? null : this.amendments.idOf(channel, replyTo);
  }

  /** Our id of what a person reacts to, changes or takes back. */
  private async targetOf(update: InboundUpdate | null): Promise<Pick<MessageStory, 'targetId'>> {
    if (update === null || !('target' in update.content)) return {};
    return { targetId: await this.amendments.idOf(update.channel, update.content.target) };
  }

  /** What its author made of it afterwards; of nobody known nothing is found. */
  private async fateOf({ row, direction, key, at }: Said): Promise<Fate> {
    const { id, contactId, numberId } = row;
    if (contactId === null) return {};
    const origin = direction === 'in' ? null : 'phone';
    return this.amendments.fateOf({ contactId, numberId }, { id, direction, key, at, origin });
  }
}

/** A message, as far as it can be changed afterwards. */
interface Said {
  row: { id: string; contactId: string | null; numberId: string };
  direction: 'in' | 'out';
  key: string | null;
  at: Date;
}

function toldOf({ editedAt, deletedAt }: Fate): Pick<MessageStory, 'editedAt' | 'deletedAt'> {
  return {
    ...(editedAt !== undefined && { editedAt: editedAt.toISOString() }),
    ...(deletedAt !== undefined && { deletedAt: deletedAt.toISOString() }),
  };
}

function words(
  content: object | null,
  mayRead: boolean,
  { isPrivate = false, isDeleted }: { isPrivate?: boolean; isDeleted: boolean },
): Pick<MessageStory, 'content' | 'contentState'> {
  if (isPrivate) return { contentState: 'private' };
  if (isDeleted) return { contentState: 'deleted' };
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
