import { Injectable } from '@nestjs/common';
import { Vault } from '../../platform/vault/vault.js';
import type { InboxState } from '../inbox/inbox.entity.js';
import { ReceivedRepository } from '../inbox/received.repository.js';
import { MediaFiles } from '../media/media-files.js';
import { ArchiveRepository } from '../outbox/archive.repository.js';
import { type Address, indexesOf } from './address.js';
import { ContactRepository } from './contact.repository.js';

/** Takes away what people said and what is known about them. Joins the transaction that is open. */
@Injectable()
export class Forgetting {
  constructor(
    private readonly received: ReceivedRepository,
    private readonly archive: ArchiveRepository,
    private readonly media: MediaFiles,
    private readonly contacts: ContactRepository,
    private readonly vault: Vault,
  ) {}

  async eraseContent(spans: readonly { contactId: string; since: Date }[]): Promise<void> {
    await this.received.erase(spans);
    await this.archive.erase(spans);
    await this.media.erase(spans);
  }

  /** Removes a contact and everything exchanged with it, except what it wrote and still waits; returns how many messages went. */
  async contact(contactId: string): Promise<number> {
    const unhandled = await this.unhandledOf(contactId, ['DEAD', 'KEPT']);
    const received = unhandled + (await this.received.forget(contactId));
    const sent = await this.archive.forget(contactId);
    await this.media.forget(contactId);
    await this.contacts.forget(contactId);
    return received + sent;
  }

  /** Removes messages of a contact that nobody has handled; returns how many. */
  async unhandledOf(
    contactId: string,
    states: readonly InboxState[] = ['NEW', 'DEAD', 'KEPT'],
  ): Promise<number> {
    const address = (await this.contacts.addresses([contactId])).get(contactId) ?? {};
    return this.unhandled(address, states);
  }

  unhandled(address: Address, states: readonly InboxState[] = ['NEW', 'DEAD', 'KEPT']): Promise<number> {
    return this.received.forgetUnhandled(indexesOf(this.vault, address), states);
  }
}
