import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { maskPhone } from '../../kernel/phone.js';
import { Vault } from '../../platform/vault/vault.js';
import { type ContactView, WhatsApp } from '../../whatsapp/whatsapp.contract.js';
import { PRIVATE_TYPE } from './preview.js';
import { labelsOf } from './standing.js';
import type { ThreadRow } from './thread.repository.js';
import type { ConversationDto, LastMessageDto } from './threads.dto.js';

const DAY = 86_400_000;
const PRIVATE_WORDS = 'Réponse au questionnaire';

/** Conversations in the form in which people see them. */
@Injectable()
export class Views {
  constructor(
    private readonly whatsapp: WhatsApp,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** How to show these, with what they say or, to those who may not read it, without. */
  async of(rows: readonly ThreadRow[]): Promise<(row: ThreadRow, withWords: boolean) => ConversationDto> {
    const ids = [...new Set(rows.map(({ contactId }) => contactId))];
    const contacts = new Map((await this.whatsapp.contacts(ids)).map((contact) => [contact.id, contact]));
    return (row, withWords) => this.view(row, contacts.get(row.contactId), withWords);
  }

  private view(row: ThreadRow, contact: ContactView | undefined, withWords: boolean): ConversationDto {
    const phone = contact?.phone ?? null;
    const shown = phone === null || withWords ? phone : maskPhone(phone);
    const { id, contactId, numberId, channel, status, assigneeId, unread, handoverReason, flow } = row;
    return {
      id,
      contactId,
      name: withWords ? (contact?.name ?? null) : null,
      phone: shown,
      optedOut: contact?.optedOut ?? false,
      number: numberId,
      channel,
      status,
      assignee: assigneeId,
      unread,
      labels: labelsOf(row),
      lastMessage: this.lastMessage(row, withWords),
      windowUntil: this.windowUntil(row),
      handoverReason,
      handoverAt: row.handoverAt?.toISOString() ?? null,
      flow,
    };
  }

  private lastMessage(row: ThreadRow, withWords: boolean): LastMessageDto | null {
    const { lastAt, lastDirection: direction, lastType: type, lastSealed } = row;
    if (lastAt === null || direction === null || type === null) return null;
    const words = type === PRIVATE_TYPE ? PRIVATE_WORDS : this.opened(lastSealed);
    return { direction, type, preview: withWords ? words : null, at: lastAt.toISOString() };
  }

  /** Words that no key opens any more are words that are gone. */
  private opened(sealed: string | null): string | null {
    try {
      return sealed === null ? null : this.vault.open(sealed);
    } catch {
      return null;
    }
  }

  /** As of the last message that was taken up; whoever sends is told exactly. */
  private windowUntil({ lastInAt }: ThreadRow): string | null {
    const until = (lastInAt?.getTime() ?? 0) + DAY;
    return until > this.clock.now().getTime() ? new Date(until).toISOString() : null;
  }
}
