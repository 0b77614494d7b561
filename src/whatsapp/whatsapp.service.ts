import { Injectable } from '@nestjs/common';
import { maskPhone } from '../kernel/phone.js';
import { ChannelRegistry } from './channel-registry.js';
import { ContactRepository } from './contacts/contact.repository.js';
import { InboxRepository } from './inbox/inbox.repository.js';
import { ArchiveRepository } from './outbox/archive.repository.js';
import { Outbox } from './outbox/outbox.js';
import { type Capabilities, type OutboundDraft, WhatsApp } from './whatsapp.contract.js';

/** The room's door for those above. */
@Injectable()
export class WhatsAppService extends WhatsApp {
  constructor(
    private readonly outbox: Outbox,
    private readonly archive: ArchiveRepository,
    private readonly inbox: InboxRepository,
    private readonly contacts: ContactRepository,
    private readonly channels: ChannelRegistry,
  ) {
    super();
  }

  send(drafts: readonly OutboundDraft[]): Promise<void> {
    return this.outbox.add(drafts);
  }

  capabilities(channel: string): Capabilities {
    return this.channels.get(channel).can;
  }

  async eraseContent(spans: readonly { contactId: string; since: Date }[]): Promise<void> {
    for (const { contactId, since } of spans) {
      await this.inbox.erase(contactId, since);
      await this.archive.erase(contactId, since);
    }
  }

  findContact(phone: string): Promise<string | null> {
    return this.contacts.findByPhone(phone);
  }

  async maskedPhone(contactId: string): Promise<string | null> {
    const { waId } = (await this.contacts.addresses([contactId])).get(contactId) ?? {};
    return waId === undefined ? null : maskPhone(waId);
  }

  async forgetContact(contactId: string): Promise<number> {
    const received = await this.inbox.forget(contactId);
    const sent = await this.archive.forget(contactId);
    await this.contacts.forget(contactId);
    return received + sent;
  }

  setOptOut(contactId: string, state: 'out' | 'in'): Promise<void> {
    return this.contacts.setOptOut(contactId, state === 'out');
  }
}
