import { BEFORE_ALL_IDS } from '../../platform/database/id-range.js';
import { Injectable } from '@nestjs/common';
import { type EntityTarget, MoreThan } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { Vault } from '../../platform/vault/vault.js';
import { InboxRow } from '../inbox/inbox.entity.js';
import { OutboxRow } from '../outbox/outbox.entity.js';

const BATCH = 500;

/** Seals the words of messages anew when keys change, while the application runs. */
@Injectable()
export class RotationRepository {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  inbox(): Promise<number> {
    return this.through(InboxRow, async (ids) => {
      const rows = await this.locked(InboxRow, ids);
      const stale = rows.filter(({ body }) => this.isStale(body));
      const changes = stale.map(({ id, body }) => ({ where: { id }, set: { body: this.again(body) } }));
      await this.database.updateMany(InboxRow, changes);
      return stale.length;
    });
  }

  outbox(): Promise<number> {
    return this.through(OutboxRow, async (ids) => {
      const rows = await this.locked(OutboxRow, ids);
      const stale = rows.filter(({ body, providerId }) => this.isStale(body) || this.isStale(providerId));
      const changes = stale.map(({ id, body, providerId }) => ({
        where: { id },
        set: { body: this.again(body), providerId: this.again(providerId) },
      }));
      await this.database.updateMany(OutboxRow, changes);
      return stale.length;
    });
  }

  /** Every row of a table, in batches, each in a transaction of its own. */
  private async through<E extends { id: string }>(
    entity: EntityTarget<E>,
    step: (ids: string[]) => Promise<number>,
  ): Promise<number> {
    let total = 0;
    for (let afterId = BEFORE_ALL_IDS; ;) {
      const ids = await this.idsAfter(entity, afterId);
      const last = ids.at(-1);
      if (last === undefined) return total;
      total += await this.database.retrying(() => step(ids));
      afterId = last;
    }
  }

  private async idsAfter<E extends { id: string }>(
    entity: EntityTarget<E>,
    afterId: string,
  ): Promise<string[]> {
    const rows = await this.database.manager
      .createQueryBuilder(entity, 'item')
      .select('item.id')
      .where({ id: MoreThan(afterId) })
      .orderBy('item.id', 'ASC')
      .limit(BATCH)
      .getMany();
    return rows.map(({ id }) => id);
  }

  /** Locked, so that words that are being erased at this moment do not come back. */
  private locked<E extends InboxRow | OutboxRow>(entity: EntityTarget<E>, ids: string[]): Promise<E[]> {
    const query = this.database.manager
      .createQueryBuilder(entity, 'item')
      .where('item.id IN (:...ids)', { ids });
    return this.database.dialect === 'sqlite'
      ? query.getMany()
      : query.setLock('pessimistic_write').getMany();
  }

  private isStale(sealed: string | null): boolean {
    return sealed !== null && !this.vault.isCurrent(sealed);
  }

  private again(sealed: string | null): string | null {
    return sealed === null ? null : this.vault.seal(this.vault.open(sealed));
  }
}
