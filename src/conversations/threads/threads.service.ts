import { Injectable } from '@nestjs/common';
import { parsePhone } from '../../kernel/phone.js';
import { justAfter } from '../../platform/database/id-range.js';
import { type MessageLine, WhatsApp } from '../../whatsapp/whatsapp.contract.js';
import { ConversationNotFound, PhoneInvalid } from '../conversations.errors.js';
import { privacyOf } from './privacy.js';
import { type Position, ThreadRepository, type ThreadFilter, type ThreadRow } from './thread.repository.js';
import type { ConversationDto } from './threads.dto.js';
import { Views } from './views.service.js';

/** What the team sees of conversations. */
@Injectable()
export class Threads {
  constructor(
    private readonly repository: ThreadRepository,
    private readonly views: Views,
    private readonly whatsapp: WhatsApp,
  ) {}

  /** The latest first; `phone` finds those of one person. */
  async list(
    filter: ThreadFilter & { phone?: string },
    after: Position | null,
    limit: number,
  ): Promise<ThreadRow[]> {
    const { phone, ...where } = filter;
    if (phone === undefined) return this.repository.page(where, after, limit);
    const digits = parsePhone(phone);
    if (digits === null) throw new PhoneInvalid();
    const contactId = await this.whatsapp.findContact(digits);
    return contactId === null ? [] : this.repository.page({ ...where, contactId }, after, limit);
  }

  async show(rows: readonly ThreadRow[], withWords: boolean): Promise<ConversationDto[]> {
    const view = await this.views.of(rows);
    return rows.map((row) => view(row, withWords));
  }

  /** One conversation, with its window as it is at this moment. */
  async find(id: string, withWords: boolean): Promise<ConversationDto> {
    const row = await this.row(id);
    const [shown] = await this.show([row], withWords);
    if (shown === undefined) throw new ConversationNotFound(id);
    const until = await this.whatsapp.windowUntil(row.contactId, row.numberId);
    return { ...shown, windowUntil: until?.toISOString() ?? null };
  }

  /** What was said, newest first. Nobody reads what was said since a run began that is still open. */
  async messages(
    id: string,
    beforeId: string | null,
    limit: number,
    withWords: boolean,
  ): Promise<MessageLine[]> {
    const row = await this.row(id);
    const isHidden = privacyOf([row]);
    const lines = await this.whatsapp.history(row.contactId, row.numberId, beforeId, limit);
    return lines.map((line) => {
      const isPrivate = isHidden(line);
      return isPrivate || !withWords ? { ...line, isPrivate, content: null, files: [] } : line;
    });
  }

  /** One message of a conversation, where the team may read it; `null` where it is not of this one, or hidden. */
  async line(id: string, messageId: string): Promise<MessageLine | null> {
    const row = await this.row(id);
    const [line] = await this.whatsapp.history(row.contactId, row.numberId, justAfter(messageId), 1);
    return line?.id === messageId && !privacyOf([row])(line) ? line : null;
  }

  /** The newest message of the person, of the latest few. */
  async lastReceived(id: string): Promise<string | null> {
    const { contactId, numberId } = await this.row(id);
    const lines = await this.whatsapp.history(contactId, numberId, null, 20);
    return lines.find(({ direction }) => direction === 'in')?.id ?? null;
  }

  private async row(id: string): Promise<ThreadRow> {
    const row = await this.repository.find(id);
    if (row === null) throw new ConversationNotFound(id);
    return row;
  }
}
