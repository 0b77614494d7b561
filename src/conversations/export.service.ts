import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../platform/web/audit.js';
import { type ContactView, WhatsApp } from '../whatsapp/whatsapp.contract.js';
import { Belongings } from './belongings.service.js';
import { PersonUnknown } from './conversations.errors.js';
import { readReference } from './reference.js';
import { privacyOf } from './threads/privacy.js';
import { ThreadRepository } from './threads/thread.repository.js';
import { Threads } from './threads/threads.service.js';

/** What is kept about a person, for that person. */
@Injectable()
export class Export {
  constructor(
    private readonly whatsapp: WhatsApp,
    private readonly threads: Threads,
    private readonly repository: ThreadRepository,
    private readonly belongings: Belongings,
    private readonly audit: AuditTrail,
  ) {}

  /** By phone number or by our id, as the pieces of one JSON text. The book has it before the first piece. */
  async of(text: string): Promise<{ contactId: string; json: AsyncIterable<string> }> {
    const reference = readReference(text);
    const contactId =
      'phone' in reference ? await this.whatsapp.findContact(reference.phone) : reference.contactId;
    const [contact] = contactId === null ? [] : await this.whatsapp.contacts([contactId]);
    if (contact === undefined) throw new PersonUnknown();
    await this.audit.record({ action: 'conversations.person-exported', subject: `contact:${contact.id}` });
    return { contactId: contact.id, json: this.pieces(contact) };
  }

  private async *pieces(contact: ContactView): AsyncIterable<string> {
    const rows = await this.repository.of([contact.id]);
    const notes = await this.belongings.notesAbout(rows.map(({ id }) => id));
    const shown = await this.threads.show(rows, true);
    const conversations = shown.map((conversation) => ({
      ...conversation,
      notes: notes
        .filter(({ conversationId }) => conversationId === conversation.id)
        .map(({ authorId, text, createdAt }) => ({ author: authorId, text, createdAt })),
    }));
    const consents = await this.repository.consents(contact.id);
    const orders = await this.belongings.ordersOf(contact.id);
    const codes = await this.belongings.codesOf(contact.id);
    const head = JSON.stringify({ contact, conversations, consents, codes, orders });
    yield `${head.slice(0, -1)},"messages":[`;
    let separator = '';
    const isHidden = privacyOf(rows);
    for await (const line of this.whatsapp.exportContact(contact.id)) {
      const shown = isHidden(line) ? { ...line, isPrivate: true, content: null, files: [] } : line;
      yield `${separator}\n${JSON.stringify(shown)}`;
      separator = ',';
    }
    yield ']}\n';
  }
}
