import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../../platform/database/database.js';
import { Events } from '../../platform/events/events.js';
import { Vault } from '../../platform/vault/vault.js';
import type { Person } from '../whatsapp-content.contract.js';
import { ContactsJoined } from '../whatsapp.contract.js';
import type { PersonUpdate } from '../whatsapp-updates.contract.js';
import { type Address, openAddress, sealName } from './address.js';
import type { ContactRow } from './contact.entity.js';
import { JoinsRepository } from './joins.repository.js';

/** How long a message may still be handled under an id that went meanwhile. */
const STRAGGLERS_MS = 5 * 60_000;

/** Follows people who have another address now, and makes one of contacts that are one person. */
@Injectable()
export class Following {
  constructor(
    private readonly joins: JoinsRepository,
    private readonly database: Database,
    private readonly events: Events,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** The contact of the person, which is at its new address then; `null` where there is none. Joins the transaction that is open. */
  async follow(update: Pick<PersonUpdate, 'previous' | 'current'>): Promise<string | null> {
    const { previous, current } = update;
    // Those at the new address come first: what they know is newer.
    const rows = unique([...(await this.joins.at(current)), ...(await this.joins.at(previous))]);
    const address = addressAfter(
      rows.map((row) => openAddress(this.vault, row)),
      previous,
      current,
    );
    const [oldest, ...others] = rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    if (oldest === undefined) return null;
    for (const { id } of others) await this.join(oldest.id, id);
    await this.joins.setAddress(oldest.id, address);
    if (others.length > 0) await this.joins.update(oldest.id, this.merged(oldest.id, rows));
    return oldest.id;
  }

  /** Messages that were being handled while their contact went belong to the one that remained. */
  async collectStragglers(): Promise<void> {
    const since = new Date(this.clock.now().getTime() - STRAGGLERS_MS);
    for (const { id, contactId } of await this.joins.goneSince(since)) {
      await this.database.retrying(async () => {
        const moved = await this.joins.move(id, contactId);
        if (moved > 0) await this.events.publish(new ContactsJoined(contactId, id));
      });
    }
  }

  private async join(contactId: string, goneId: string): Promise<void> {
    await this.joins.move(goneId, contactId);
    await this.joins.retire(goneId, contactId, this.clock.now());
    await this.events.publish(new ContactsJoined(contactId, goneId));
  }

  /** Who refused under any of the addresses has refused. */
  private merged(id: string, rows: readonly ContactRow[]): Partial<ContactRow> {
    const sealed = rows.find(({ name }) => name !== null)?.name;
    const name = sealed === null || sealed === undefined ? undefined : this.vault.open(sealed);
    return {
      ...sealName(this.vault, id, name),
      isOptedOut: rows.some(({ isOptedOut }) => isOptedOut),
      isMarketingOptedOut: rows.some(({ isMarketingOptedOut }) => isMarketingOptedOut),
    };
  }
}

function unique(rows: readonly ContactRow[]): ContactRow[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}

/** Where a person is reached after the news: what was said, and what was known and is not contradicted. */
export function addressAfter(known: readonly Address[], previous: Person, current: Person): Address {
  const lost = losesNumber(previous, current) ? previous.waId : undefined;
  const waId = current.waId ?? known.find((each) => each.waId !== undefined && each.waId !== lost)?.waId;
  const userId = current.userId ?? known.find((each) => each.userId !== undefined)?.userId;
  return { ...(waId !== undefined && { waId }), ...(userId !== undefined && { userId }) };
}

/**
 * A number that was given up without a new one to be seen belongs to a stranger some day: nothing may go there. Where only the id
 * changed, the number has nothing to do with it.
 */
function losesNumber(previous: Person, current: Person): boolean {
  if (previous.waId === undefined || current.waId !== undefined) return false;
  return previous.userId === undefined || previous.userId === current.userId;
}
