import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../../platform/database/database.js';
import { together } from '../../platform/database/together.js';
import { Vault } from '../../platform/vault/vault.js';
import type { Double } from '../contacts/acquaintance.js';
import { ContactRepository } from '../contacts/contact.repository.js';
import { toInboxRow } from './inbox-rows.js';
import { InboxRepository, type WaitingRow } from './inbox.repository.js';
import type { InboundMessage } from '../whatsapp.contract.js';
import type { InboundUpdate, PersonUpdate } from '../whatsapp-updates.contract.js';
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
      const { ids, doubles } = await this.contacts.resolve(updates.map((update) => update.from));
      // Closed before they are handled: the row locks keep a second instance out, and what the handler erases includes them.
      const closing = this.close(rows, ids);
      await together(closing, handler.handle(updates.map((update, i) => toMessage(update, rows[i], ids[i]))));
      await this.tell(doubles, updates);
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

  private async close(rows: readonly WaitingRow[], ids: readonly string[]): Promise<void> {
    const closing = rows.map((row, i) => ({ id: row.id, contactId: ids[i] ?? null }));
    const closed = await this.inbox.close(closing, this.clock.now());
    if (closed.length < rows.length)
      throw new Superseded(`${rows.length - closed.length} of ${rows.length} rows`);
  }

  /** Two contacts that are one person: made one like after news of a new number, a moment later. */
  private async tell(doubles: readonly Double[], updates: readonly InboundUpdate[]): Promise<void> {
    const news = doubles.flatMap(({ at, ids }) => {
      const update = updates[at];
      return update === undefined ? [] : [joiningOf(update, ids)];
    });
    const now = this.clock.now();
    await this.inbox.insert(news.map((update) => toInboxRow(update, now, () => true, this.vault)));
  }

  private openUpdate(row: WaitingRow): InboundUpdate {
    if (row.body === null) throw new Error(`message ${row.id} was erased before it was handled`);
    const update = JSON.parse(this.vault.open(row.body)) as InboundUpdate;
    return { ...update, at: new Date(update.at) };
  }
}

function joiningOf(
  { channel, number, at, from }: InboundUpdate,
  ids: readonly [string, string],
): PersonUpdate {
  const { userId, ...current } = from;
  const previous = userId === undefined ? {} : { userId };
  return {
    kind: 'person',
    channel,
    number,
    providerId: ids.join(),
    at,
    previous,
    current: { ...current, ...previous },
  };
}

function toMessage(
  update: InboundUpdate,
  row: WaitingRow | undefined,
  contactId: string | undefined,
): InboundMessage {
  const { channel, number, at, content, from, product, referral, providerId } = update;
  return {
    id: row?.id ?? '',
    contactId: contactId ?? '',
    providerId,
    channel,
    number,
    at,
    content,
    ...(from.name !== undefined && { name: from.name }),
    ...(product !== undefined && { product }),
    ...(referral !== undefined && { referral }),
  };
}
