import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Vault } from '../../platform/vault/vault.js';
import { indexesOf } from '../contacts/address.js';
import { ContactRepository } from '../contacts/contact.repository.js';
import { Following } from '../contacts/following.js';
import type { PersonUpdate, PreferenceUpdate } from '../whatsapp.contract.js';
import { Superseded } from '../whatsapp.errors.js';
import { InboxRepository, type WaitingRow } from './inbox.repository.js';

/** News about a person, read. */
export interface Notice {
  row: WaitingRow;
  update: PersonUpdate | PreferenceUpdate;
  /** The addresses of which it speaks: news that share one are applied in the order of their arrival. */
  about: readonly string[];
}

/** Applies news about people: where they are now, what they want no more. */
@Injectable()
export class Notices {
  constructor(
    private readonly inbox: InboxRepository,
    private readonly contacts: ContactRepository,
    private readonly following: Following,
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  read(row: WaitingRow): Notice {
    if (row.body === null) throw new Error(`news ${row.id} was erased before it was applied`);
    const update = JSON.parse(this.vault.open(row.body)) as Notice['update'];
    const people = update.kind === 'person' ? [update.previous, update.current] : [update.from];
    return { row, update, about: people.flatMap((person) => indexesOf(this.vault, person)) };
  }

  /** Applies it and closes its row, or does neither. Throws `Superseded` when another instance was quicker. */
  async apply({ row, update }: Notice, now: Date): Promise<void> {
    await this.database.transaction(async () => {
      const contactId =
        update.kind === 'person' ? await this.following.follow(update) : await this.note(update);
      const report = { id: row.id, contactId, subjectId: null };
      const closed = await this.inbox.closeReports([report], now);
      if (closed.length === 0) throw new Superseded(`news ${row.id}`);
    });
  }

  /** The contact of dead news, if it can be told. */
  async contactOf(row: WaitingRow): Promise<string | null> {
    try {
      const { update } = this.read(row);
      return await this.contacts.find(update.kind === 'person' ? update.previous : update.from);
    } catch {
      return null;
    }
  }

  /** Somebody who never wrote may refuse too: it has to be known before the first campaign. */
  private async note({ from, marketing }: PreferenceUpdate): Promise<string | null> {
    const refuses = marketing === 'stop';
    const contactId = refuses ? (await this.contacts.resolve([from])).ids[0] : await this.contacts.find(from);
    if (contactId === undefined || contactId === null) return null;
    await this.contacts.setMarketingOptOut(contactId, refuses);
    return contactId;
  }
}
