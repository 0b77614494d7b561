import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Vault } from '../../platform/vault/vault.js';
import { indexesOf } from '../contacts/address.js';
import { Superseded } from '../whatsapp.errors.js';
import { Consequences, type News, peopleIn } from './consequences.js';
import { InboxRepository, type WaitingRow } from './inbox.repository.js';

/** News about a person, read. */
export interface Notice {
  row: WaitingRow;
  update: News;
  /** The addresses of which it speaks: news that share one are applied in the order of their arrival. */
  about: readonly string[];
}

/** Applies news about people: where they are now, what they want no more, what was said to them elsewhere. */
@Injectable()
export class Notices {
  constructor(
    private readonly inbox: InboxRepository,
    private readonly consequences: Consequences,
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  read(row: WaitingRow): Notice {
    if (row.body === null) throw new Error(`news ${row.id} was erased before it was applied`);
    const update = JSON.parse(this.vault.open(row.body)) as News;
    return { row, update, about: peopleIn(update).flatMap((person) => indexesOf(this.vault, person)) };
  }

  /** Applies it and closes its row, or does neither. Throws `Superseded` when another instance was quicker. */
  async apply({ row, update }: Notice, now: Date): Promise<void> {
    await this.database.transaction(async () => {
      const about = await this.consequences.of(update, row);
      const closed = await this.inbox.closeReports([{ id: row.id, ...about }], now);
      if (closed.length === 0) throw new Superseded(`news ${row.id}`);
    });
  }

  /** The contact of dead news, if it can be told. */
  async contactOf(row: WaitingRow): Promise<string | null> {
    try {
      return await this.consequences.contactOf(this.read(row).update);
    } catch {
      return null;
    }
  }
}
