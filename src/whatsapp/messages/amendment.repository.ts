import { Injectable } from '@nestjs/common';
import { type EntityTarget, In } from 'typeorm';
import { chunks } from '../../platform/database/chunks.js';
import { Database } from '../../platform/database/database.js';
import { InboxRow } from '../inbox/inbox.entity.js';
import { OutboxRow } from '../outbox/outbox.entity.js';

/** Where changes are looked for: between a contact and one of our numbers, between two ids, exclusive. */
export interface Span {
  contactId: string;
  numberId: string;
  after: string;
  before: string;
}

/** What changes a message, or takes it back, as it is kept. */
export interface AmendmentRow {
  id: string;
  channel: string;
  body: string | null;
  at: Date;
}

const KINDS = ['edit', 'revoke'];
/** Nobody changes more within a few days. */
const MOST = 500;

/** Messages that are about an earlier one, and those that they are about. */
@Injectable()
export class AmendmentRepository {
  constructor(private readonly database: Database) {}

  /** Changes that a person made, in their order. */
  async received(span: Span): Promise<AmendmentRow[]> {
    const { contactId, numberId } = span;
    const where = { contactId, numberId, kind: 'message', topic: In(KINDS) };
    const rows = await this.within(InboxRow, where, span);
    return rows.map(({ id, channel, body, receivedAt: at }) => ({ id, channel, body, at }));
  }

  /** Changes made on the phone that shares the number, in their order. */
  async onPhone(span: Span): Promise<AmendmentRow[]> {
    const { contactId, numberId } = span;
    const where = { contactId, numberId, origin: 'phone', type: In(KINDS) };
    const rows = await this.within(OutboxRow, where, span);
    return rows.map(({ id, channel, body, createdAt: at }) => ({ id, channel, body, at }));
  }

  /** Our ids of messages, by the hashes under which the provider's ids are found. */
  async idsOf(providerKeys: readonly string[], messageKeys: readonly string[]): Promise<Map<string, string>> {
    const ids = new Map<string, string>();
    for (const providerKey of chunks(providerKeys))
      for (const row of await this.database.read(OutboxRow, {
        pick: ['id', 'providerKey'],
        where: { providerKey },
      }))
        if (row.providerKey !== null) ids.set(row.providerKey, row.id);
    for (const dedupeKey of chunks(messageKeys))
      for (const row of await this.database.read(InboxRow, {
        pick: ['id', 'dedupeKey'],
        where: { dedupeKey },
      }))
        ids.set(row.dedupeKey, row.id);
    return ids;
  }

  private within<E extends InboxRow | OutboxRow>(
    entity: EntityTarget<E>,
    where: object,
    { after, before }: Span,
  ): Promise<E[]> {
    return this.database.manager
      .createQueryBuilder(entity, 'item')
      .where(where)
      .andWhere('item.id > :after AND item.id < :before', { after, before })
      .orderBy('item.id', 'ASC')
      .limit(MOST)
      .getMany();
  }
}
