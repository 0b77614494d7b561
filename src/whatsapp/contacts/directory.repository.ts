import { Injectable } from '@nestjs/common';
import { In, LessThan, MoreThan } from 'typeorm';
import { chunks } from '../../platform/database/chunks.js';
import { Database } from '../../platform/database/database.js';
import { BEFORE_ALL_IDS } from '../../platform/database/id-range.js';
import { Vault } from '../../platform/vault/vault.js';
import type { ContactView } from '../whatsapp.contract.js';
import { indexesOf, sealAddress, sealName } from './address.js';
import { ContactRow } from './contact.entity.js';
import { GoneRow } from './gone.entity.js';

const ROTATION_BATCH = 500;

/** A contact with the moment at which it was first met. */
export interface Entry extends ContactView {
  createdAt: Date;
}

/** Contacts as people look them up. */
@Injectable()
export class DirectoryRepository {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  async findByPhone(phone: string): Promise<string | null> {
    const row = await this.database.manager.findOne(ContactRow, {
      select: { id: true },
      where: { phoneIndex: In(indexesOf(this.vault, { waId: phone })) },
    });
    return row?.id ?? null;
  }

  async findByUser(userId: string): Promise<string | null> {
    const row = await this.database.manager.findOne(ContactRow, {
      select: { id: true },
      where: { userIndex: In(indexesOf(this.vault, { userId })) },
    });
    return row?.id ?? null;
  }

  /** The contact of this id, or the one that remained of it. */
  async find(id: string): Promise<Entry | null> {
    const [found] = await this.entries([id]);
    if (found !== undefined) return found;
    const gone = await this.database.manager.findOneBy(GoneRow, { id });
    return gone === null ? null : ((await this.entries([gone.contactId]))[0] ?? null);
  }

  async entries(ids: readonly string[]): Promise<Entry[]> {
    const rows = await this.database.read(ContactRow, { where: { id: [...new Set(ids)] } });
    return rows.map((row) => this.opened(row));
  }

  /** Newest first, before `beforeId`. */
  async list(beforeId: string, limit: number): Promise<Entry[]> {
    const rows = await this.database.manager.find(ContactRow, {
      where: { id: LessThan(beforeId) },
      order: { id: 'DESC' },
      take: limit,
    });
    return rows.map((row) => this.opened(row));
  }

  /** Contacts with a name, oldest first, between two ids. */
  named(afterId: string, beforeId: string, limit: number): Promise<Pick<ContactRow, 'id' | 'name'>[]> {
    return this.database.manager
      .createQueryBuilder(ContactRow, 'contact')
      .select(['contact.id', 'contact.name'])
      .where('contact.id > :afterId AND contact.id < :beforeId', { afterId, beforeId })
      .andWhere('contact.name IS NOT NULL')
      .orderBy('contact.id', 'ASC')
      .limit(limit)
      .getMany();
  }

  async eraseNames(ids: readonly string[]): Promise<void> {
    for (const part of chunks(ids, 500))
      await this.database.manager.update(ContactRow, { id: In(part) }, { name: null, nameIndex: null });
  }

  /** Seals and indexes every contact anew whose keys are not the first ones; returns how many. */
  async rotate(): Promise<number> {
    let renewed = 0;
    for (let afterId = BEFORE_ALL_IDS; ;) {
      const rows = await this.database.manager.find(ContactRow, {
        where: { id: MoreThan(afterId) },
        order: { id: 'ASC' },
        take: ROTATION_BATCH,
      });
      const stale = rows.filter((row) => !this.isCurrent(row));
      for (const row of stale) await this.rekey(row);
      renewed += stale.length;
      const last = rows.at(-1);
      if (last === undefined) return renewed;
      afterId = last.id;
    }
  }

  private isCurrent(row: ContactRow): boolean {
    return [row.phone, row.phoneIndex, row.userId, row.userIndex, row.name, row.nameIndex].every(
      (made) => made === null || this.vault.isCurrent(made),
    );
  }

  private async rekey(row: ContactRow): Promise<void> {
    const opened = (sealed: string | null) => (sealed === null ? undefined : this.vault.open(sealed));
    const address = sealAddress(this.vault, { waId: opened(row.phone), userId: opened(row.userId) });
    const set = { ...address, ...sealName(this.vault, row.id, opened(row.name)) };
    await this.database.manager.update(ContactRow, { id: row.id }, set);
  }

  private opened(row: ContactRow): Entry {
    const opened = (sealed: string | null) => (sealed === null ? null : this.vault.open(sealed));
    return {
      id: row.id,
      phone: opened(row.phone),
      userId: opened(row.userId),
      name: opened(row.name),
      optedOut: row.isOptedOut,
      marketingOptedOut: row.isMarketingOptedOut,
      createdAt: row.createdAt,
    };
  }
}
