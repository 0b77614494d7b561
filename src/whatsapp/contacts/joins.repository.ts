import { Injectable } from '@nestjs/common';
import { MoreThanOrEqual } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { Vault } from '../../platform/vault/vault.js';
import { InboxRow } from '../inbox/inbox.entity.js';
import { MediaRow } from '../media/media.entity.js';
import { OutboxRow } from '../outbox/outbox.entity.js';
import { type Address, indexesOf, sealAddress } from './address.js';
import { ContactRow } from './contact.entity.js';
import { GoneRow } from './gone.entity.js';

/** What contacts become when they move or turn out to be one, in the database. */
@Injectable()
export class JoinsRepository {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  /** The contacts under this address: the one by number, then the one by id, where they are two. */
  async at({ waId, userId }: Address): Promise<ContactRow[]> {
    const phones = indexesOf(this.vault, waId === undefined ? {} : { waId });
    const users = indexesOf(this.vault, userId === undefined ? {} : { userId });
    return [
      ...(await this.database.read(ContactRow, { where: { phoneIndex: phones } })),
      ...(await this.database.read(ContactRow, { where: { userIndex: users } })),
    ];
  }

  async setAddress(id: string, address: Address): Promise<void> {
    await this.database.manager.update(ContactRow, { id }, sealAddress(this.vault, address));
  }

  /** Removes a contact and remembers who it is now. */
  async retire(id: string, contactId: string, now: Date): Promise<void> {
    await this.database.manager.delete(ContactRow, { id });
    await this.database.manager.update(GoneRow, { contactId: id }, { contactId });
    await this.database.insertIfAbsent(GoneRow, [{ id, contactId, goneAt: now }], ['id']);
  }

  async update(id: string, set: Partial<ContactRow>): Promise<void> {
    await this.database.manager.update(ContactRow, { id }, set);
  }

  /** Gives everything that was exchanged with one contact to another; returns how many rows that were. */
  async move(from: string, to: string): Promise<number> {
    const { manager } = this.database;
    const received = await manager.update(InboxRow, { contactId: from }, { contactId: to });
    const sent = await manager.update(OutboxRow, { contactId: from }, { contactId: to });
    await manager.update(MediaRow, { contactId: from }, { contactId: to });
    return (received.affected ?? 0) + (sent.affected ?? 0);
  }

  /** Contacts that went since a moment. */
  goneSince(since: Date): Promise<GoneRow[]> {
    return this.database.manager.findBy(GoneRow, { goneAt: MoreThanOrEqual(since) });
  }
}
