import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../../platform/database/database.js';
import { Vault } from '../../platform/vault/vault.js';
import { ContactRepository } from '../contacts/contact.repository.js';
import { InboxRepository, type WaitingRow } from './inbox.repository.js';
import type { InboundMessage, InboundUpdate } from '../whatsapp.contract.js';
import { Superseded } from '../whatsapp.errors.js';
import type { InboundHandler } from '../whatsapp.port.js';

/** Handles messages and marks them done, in one transaction: all of it happens or nothing. */
@Injectable()
export class Turns {
  constructor(
    private readonly database: Database,
    private readonly inbox: InboxRepository,
    private readonly contacts: ContactRepository,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** Throws `Superseded` when another instance has handled one of the rows. */
  async take(rows: readonly WaitingRow[], handler: InboundHandler): Promise<void> {
    const updates = rows.map((row) => this.openUpdate(row));
    await this.database.transaction(async () => {
      const contactIds = await this.contacts.resolve(updates.map((update) => update.from));
      const closing = rows.map((row, i) => ({ id: row.id, contactId: contactIds[i] ?? null }));
      // Closed before they are handled: the row locks keep a second instance out, and what the handler erases includes them.
      const closed = await this.inbox.close(closing, this.clock.now());
      if (closed.length < rows.length)
        throw new Superseded(`${rows.length - closed.length} of ${rows.length} rows`);
      await handler.handle(updates.map((update, i) => toMessage(update, rows[i], contactIds[i])));
    });
  }

  /** The contact whose message this is; `null` when there is none yet, or nobody can tell any more. */
  async contactOf(row: WaitingRow): Promise<string | null> {
    try {
      return await this.contacts.find(this.openUpdate(row).from);
    } catch {
      return null;
    }
  }

  private openUpdate(row: WaitingRow): InboundUpdate {
    if (row.body === null) throw new Error(`message ${row.id} was erased before it was handled`);
    const update = JSON.parse(this.vault.open(row.body)) as InboundUpdate;
    return { ...update, at: new Date(update.at) };
  }
}

function toMessage(
  update: InboundUpdate,
  row: WaitingRow | undefined,
  contactId: string | undefined,
): InboundMessage {
  const { channel, number, at, content } = update;
  return { id: row?.id ?? '', contactId: contactId ?? '', channel, number, at, content };
}
