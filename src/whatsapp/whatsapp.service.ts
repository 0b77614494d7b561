import { Injectable } from '@nestjs/common';
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

  queued(numbers: readonly string[]): Promise<number> {
    return this.archive.waiting(numbers);
  }

  capabilities(channel: string): Capabilities {
    return this.channels.get(channel).can;
  }

  async eraseContent(spans: readonly { contactId: string; since: Date }[]): Promise<void> {
    await this.inbox.erase(spans);
    await this.archive.erase(spans);
  }

  findContact(phone: string): Promise<string | null> {
    return this.contacts.findByPhone(phone);
  }

  async forgetContact(contactId: string): Promise<number> {
    const address = (await this.contacts.addresses([contactId])).get(contactId) ?? {};
    const unhandled = await this.inbox.forgetUnhandled(this.contacts.indexesOf(address), ['DEAD', 'KEPT']);
    const received = unhandled + (await this.inbox.forget(contactId));
    const sent = await this.archive.forget(contactId);
    await this.contacts.forget(contactId);
    return received + sent;
  }

  forgetUnhandled(phone: string): Promise<number> {
    return this.inbox.forgetUnhandled(this.contacts.indexesOf({ waId: phone }), ['NEW', 'DEAD', 'KEPT']);
  }

  setOptOut(contactId: string, state: 'out' | 'in'): Promise<void> {
    return this.contacts.setOptOut(contactId, state === 'out');
  }
}
