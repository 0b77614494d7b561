import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../../platform/database/database.js';
import { idAt } from '../../platform/database/id-range.js';
import type { MediaRow } from './media.entity.js';
import { MediaNotFound } from './media.errors.js';
import { MediaRepository } from './media.repository.js';
import { Shelf } from './shelf.js';

const DAY_MS = 86_400_000;
const BATCH = 200;

/** What else the house does with files: takes them away with their person, with their time, and on demand. */
@Injectable()
export class MediaFiles {
  constructor(
    private readonly media: MediaRepository,
    private readonly shelf: Shelf,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Removes every file of a contact; joins the transaction that is open. */
  forget(contactId: string): Promise<void> {
    return this.erase([{ contactId, since: new Date(0) }]);
  }

  /** Removes the files of what these contacts exchanged since those moments; joins the transaction that is open. */
  async erase(spans: readonly { contactId: string; since: Date }[]): Promise<void> {
    const rows = await this.media.ofContacts(spans.map(({ contactId }) => contactId));
    await this.take(
      rows.filter(({ id, messageId, contactId }) =>
        spans.some((span) => span.contactId === contactId && (messageId ?? id) >= idAt(span.since)),
      ),
    );
  }

  /** Takes a file away because somebody says so. One that came in is not fetched again. */
  async remove(id: string): Promise<void> {
    const row = await this.media.find(id);
    if (row === null) throw new MediaNotFound(id);
    await this.database.transaction(async () => {
      if (row.direction === 'out') await this.media.remove([id]);
      else await this.media.bury([id], 'removed');
      this.clearLater([row]);
    });
  }

  /** Takes away files that nobody used for so many days; `true` where there are more. */
  async expire(days: number): Promise<boolean> {
    if (days === 0) return false;
    const before = new Date(this.clock.now().getTime() - days * DAY_MS);
    const rows = await this.media.unused(before, BATCH);
    await this.database.transaction(async () => {
      await this.media.bury(
        rows.map(({ id }) => id),
        'expired',
      );
      this.clearLater(rows);
    });
    return rows.length === BATCH;
  }

  private async take(rows: readonly MediaRow[]): Promise<void> {
    await this.media.remove(rows.map(({ id }) => id));
    this.clearLater(rows);
  }

  /** Bytes go when the rows are certainly gone; what is not taken away then is swept. */
  private clearLater(rows: readonly MediaRow[]): void {
    const keys = rows.flatMap(({ storageKey }) => storageKey ?? []);
    if (keys.length > 0) this.database.afterCommit(() => void this.shelf.clear(keys));
  }
}
