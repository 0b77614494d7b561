import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Uic } from '../../uic/uic.contract.js';
import type { ContactsJoined } from '../../whatsapp/whatsapp.contract.js';
import type { Saved } from '../session.repository.js';
import { joined } from './standing.js';
import { ThreadBook } from './thread-book.service.js';
import { ThreadRepository } from './thread.repository.js';

/** Two contacts turned out to be one person. */
@Injectable()
export class Joining {
  constructor(
    private readonly database: Database,
    private readonly book: ThreadBook,
    private readonly threads: ThreadRepository,
    private readonly uic: Uic,
  ) {}

  /** Whatever is kept of the one belongs to the other, codes too; of two conversations with the same number the newer goes on. */
  async join({ contactId, goneId }: ContactsJoined, now: Date): Promise<void> {
    await this.database.retrying(async () => {
      const kept = await this.book.saved(contactId);
      for (const gone of await this.book.saved(goneId)) {
        const other = kept.find(({ numberId }) => numberId === gone.numberId);
        if (other !== undefined) await this.merge(gone, other, now);
        await this.threads.give(other === undefined || isNewer(gone, other) ? gone.id : other.id, contactId);
      }
      await this.threads.giveBelongings(goneId, contactId);
      await this.uic.moveHolder(goneId, contactId);
    });
  }

  private async merge(gone: Saved, other: Saved, now: Date): Promise<void> {
    const [newer, older] = isNewer(gone, other) ? [gone, other] : [other, gone];
    await this.threads.merge(older.id, newer.id);
    const thread = this.book.open(newer, newer);
    thread.standing = joined(newer.standing, older.standing);
    await this.book.save(thread, now);
  }
}

function isNewer(a: Saved, b: Saved): boolean {
  return (a.standing.lastAt?.getTime() ?? 0) > (b.standing.lastAt?.getTime() ?? 0);
}
