import { Injectable } from '@nestjs/common';
import { Events } from '../../platform/events/events.js';
import { Vault } from '../../platform/vault/vault.js';
import { ContactRepository } from '../contacts/contact.repository.js';
import { contentTopic, providerKey } from '../inbox/inbox-rows.js';
import type { WaitingRow } from '../inbox/inbox.repository.js';
import { Arrivals } from '../media/arrivals.js';
import { NO_ERROR } from '../outbox/error-words.js';
import { OutboxRepository } from '../outbox/outbox.repository.js';
import { MessageSubmitted } from '../whatsapp.contract.js';
import type { EchoUpdate } from '../whatsapp-updates.contract.js';

const TYPE_LENGTH = 20;

/**
 * What somebody of the team wrote on the phone that shares our number: it stands in the conversation as what it is, a message that is
 * out. Nothing of it waits, is sent, or is answered.
 */
@Injectable()
export class Echoes {
  constructor(
    private readonly contacts: ContactRepository,
    private readonly outbox: OutboxRepository,
    private readonly files: Arrivals,
    private readonly events: Events,
    private readonly vault: Vault,
  ) {}

  /** Its contact, and our id of the message: of the one that was sent from here where it is only told again. Joins the transaction. */
  async take(update: EchoUpdate, row: WaitingRow): Promise<{ contactId: string; subjectId: string }> {
    const key = providerKey(update.channel, update.providerId);
    const [known] = await this.outbox.reported([key], []);
    if (known !== undefined) return { contactId: known.contactId, subjectId: known.id };
    const [contactId = ''] = (await this.contacts.resolve([update.to])).ids;
    await this.outbox.add([this.rowOf(update, { row, key, contactId })]);
    await this.files.note([{ id: row.id, contactId, content: update.content }]);
    await this.events.publish(new MessageSubmitted(row.id, contactId, update.number, 'phone'));
    return { contactId, subjectId: row.id };
  }

  /** Under the id of its arrival, so that it stands where it was said, however late it is taken in hand. */
  private rowOf(
    { channel, number: numberId, providerId, at, content }: EchoUpdate,
    { row, key, contactId }: { row: WaitingRow; key: string; contactId: string },
  ): Parameters<OutboxRepository['add']>[0][number] {
    return {
      id: row.id,
      contactId,
      channel,
      numberId,
      state: 'SENT',
      isOpen: false,
      isSensitive: false,
      type: contentTopic(content).slice(0, TYPE_LENGTH),
      priority: 0,
      origin: 'phone',
      flow: null,
      causeId: null,
      body: this.vault.seal(JSON.stringify({ content })),
      attempts: 0,
      createdAt: row.receivedAt,
      dueAt: row.receivedAt,
      claimedAt: null,
      unknownAt: null,
      sentAt: new Date(at),
      deliveredAt: null,
      readAt: null,
      playedAt: null,
      failedAt: null,
      cancelledAt: null,
      providerKey: key,
      providerId: this.vault.seal(providerId),
      pricing: null,
      isBillable: null,
      ...NO_ERROR,
    };
  }
}
