import { Injectable } from '@nestjs/common';
import { In, MoreThanOrEqual, Not } from 'typeorm';
import { chunks } from '../../platform/database/chunks.js';
import { Database } from '../../platform/database/database.js';
import { idAt } from '../../platform/database/id-range.js';
import { ContactRow } from '../contacts/contact.entity.js';
import { GoneRow } from '../contacts/gone.entity.js';
import { InboxRow } from '../inbox/inbox.entity.js';
import type { Reachability } from './consent.js';

/** What opens no window: news about the person, and what is taken back or changed afterwards. */
const SILENT = ['notice', 'edit', 'revoke'];

/** Whether people may be written to, in the database: what they said about it, and when they last wrote. */
@Injectable()
export class ConsentRepository {
  constructor(private readonly database: Database) {}

  /** By contact; an id that is gone stands for the contact that remained, and who is not there is not known. */
  async of(contactIds: readonly string[]): Promise<Map<string, Reachability>> {
    const wanted = [...new Set(contactIds)];
    const found = await this.there(wanted);
    const missing = wanted.filter((id) => !found.has(id));
    const gone = await this.database.read(GoneRow, { pick: ['id', 'contactId'], where: { id: missing } });
    const remained = await this.there(gone.map(({ contactId }) => contactId));
    for (const { id, contactId } of gone) {
      const consent = remained.get(contactId);
      if (consent !== undefined) found.set(id, consent);
    }
    return found;
  }

  /** Those of these contacts who wrote to this number since a moment. */
  async heardSince(contactIds: readonly string[], numberId: string, since: Date): Promise<Set<string>> {
    const heard = new Set<string>();
    for (const part of chunks([...new Set(contactIds)], 500)) {
      const rows = await this.database.manager.find(InboxRow, {
        select: { contactId: true },
        where: { contactId: In(part), id: MoreThanOrEqual(idAt(since)), ...messagesTo(numberId) },
      });
      for (const { contactId } of rows) if (contactId !== null) heard.add(contactId);
    }
    return heard;
  }

  /** The last message of a contact to this number. */
  async lastHeard(
    contactId: string,
    numberId: string,
  ): Promise<Pick<InboxRow, 'receivedAt' | 'body'> | null> {
    return this.database.manager.findOne(InboxRow, {
      select: { id: true, receivedAt: true, body: true },
      where: { contactId, ...messagesTo(numberId) },
      order: { id: 'DESC' },
    });
  }

  private async there(ids: readonly string[]): Promise<Map<string, Reachability>> {
    const pick = ['id', 'isOptedOut', 'isMarketingOptedOut', 'phoneIndex'] as const;
    const rows = await this.database.read(ContactRow, { pick, where: { id: ids } });
    return new Map(
      rows.map(({ id, phoneIndex, ...consent }) => [id, { ...consent, hasPhone: phoneIndex !== null }]),
    );
  }
}

const messagesTo = (numberId: string) => ({ numberId, kind: 'message' as const, topic: Not(In(SILENT)) });
