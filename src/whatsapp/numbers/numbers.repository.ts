import { Injectable } from '@nestjs/common';
import { In, MoreThanOrEqual } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import { InboxRow } from '../inbox/inbox.entity.js';
import { HoldRepository } from '../outbox/hold.repository.js';
import { OutboxRow } from '../outbox/outbox.entity.js';
import type { OwnNumber } from '../whatsapp.port.js';
import { OwnAccountRow } from './account.entity.js';
import type { StoredBook } from './merging.js';
import { OwnNumberRow } from './number.entity.js';

/** What the API may change of a number. */
export type NumberChange = Partial<
  Pick<OwnNumberRow, 'label' | 'state' | 'perSecond' | 'entryFlow' | 'catalogId'>
>;

/** Our accounts and numbers in the database. */
@Injectable()
export class NumbersRepository {
  constructor(
    private readonly database: Database,
    private readonly holds: HoldRepository,
  ) {}

  /** The same text as long as nothing changed. */
  async state(): Promise<string> {
    const rows = await this.database.manager.find(OwnAccountRow, { select: { id: true, stamp: true } });
    return rows
      .map(({ id, stamp }) => `${id}:${stamp}`)
      .toSorted()
      .join(' ');
  }

  /** In the order in which they were added. */
  async all(): Promise<StoredBook> {
    const order = { createdAt: 'ASC', id: 'ASC' } as const;
    return {
      accounts: await this.database.manager.find(OwnAccountRow, { order }),
      numbers: await this.database.manager.find(OwnNumberRow, { order }),
    };
  }

  /** Forgets what was once changed about an account and numbers of which the settings speak no more. */
  async forgetSettings(accountId: string | null, numbers: readonly string[]): Promise<void> {
    const source = 'settings';
    if (accountId !== null) await this.database.manager.delete(OwnAccountRow, { id: accountId, source });
    if (numbers.length > 0)
      await this.database.manager.delete(OwnNumberRow, { id: In([...numbers]), source });
  }

  /** `false` when it is there already. */
  async addAccount(account: Omit<OwnAccountRow, 'stamp'>): Promise<boolean> {
    const row = { ...account, stamp: newId() };
    return (await this.database.insertIfAbsent(OwnAccountRow, [row], ['id'])).length === 1;
  }

  /** `false` when it is there already. */
  async addNumber(row: OwnNumberRow): Promise<boolean> {
    return (await this.database.insertIfAbsent(OwnNumberRow, [row], ['id'])).length === 1;
  }

  /** Taken up again, a number is tried at once, also where the provider held it back. */
  async change(id: string, change: NumberChange): Promise<void> {
    await this.database.manager.update(OwnNumberRow, { id }, change);
    if (change.state === 'active') await this.holds.release(id);
  }

  /** Tells every instance that something about the account is new. */
  async touch(accountId: string): Promise<void> {
    await this.database.manager.update(OwnAccountRow, { id: accountId }, { stamp: newId() });
  }

  async removeNumbers(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.database.manager.delete(OwnNumberRow, { id: In([...ids]) });
    await this.holds.remove(ids);
  }

  async removeAccount(id: string): Promise<void> {
    await this.database.manager.delete(OwnAccountRow, { id });
  }

  /** Messages that wait to leave from these numbers, also those of a later day, and those to them that nobody has answered. */
  async waiting(numbers: readonly string[]): Promise<number> {
    if (numbers.length === 0) return 0;
    const numberId = In([...numbers]);
    const out = await this.database.manager.countBy(OutboxRow, [
      { numberId, isOpen: true },
      { numberId, isOpen: false, state: 'SCHEDULED' },
    ]);
    return out + (await this.database.manager.countBy(InboxRow, { state: 'NEW', kind: 'message', numberId }));
  }

  /** Takes back what waits to leave from these numbers; how many. What is being sent at this moment is not among them. */
  async cancelWaiting(numbers: readonly string[], now: Date): Promise<number> {
    if (numbers.length === 0) return 0;
    const where = { numberId: In([...numbers]), state: In(['QUEUED', 'SCHEDULED']) };
    const set = { state: 'CANCELLED', isOpen: false, cancelledAt: now } as const;
    return (await this.database.manager.update(OutboxRow, where, set)).affected ?? 0;
  }

  /** What people wrote to these numbers and nobody answered is kept from now on, as if they had never been ours; how many. */
  async setAside(numbers: readonly string[]): Promise<number> {
    if (numbers.length === 0) return 0;
    const where = { state: 'NEW', kind: 'message', numberId: In([...numbers]) } as const;
    return (await this.database.manager.update(InboxRow, where, { state: 'KEPT' })).affected ?? 0;
  }

  /** Lets messages be handled that came to a number when this or another instance did not know it yet; how many. */
  async welcome({ id }: Pick<OwnNumber, 'id'>, since: Date, now: Date): Promise<number> {
    const where = {
      state: 'KEPT',
      kind: In(['message', 'notice']),
      numberId: id,
      receivedAt: MoreThanOrEqual(since),
    } as const;
    return (await this.database.manager.update(InboxRow, where, { state: 'NEW', dueAt: now })).affected ?? 0;
  }
}
