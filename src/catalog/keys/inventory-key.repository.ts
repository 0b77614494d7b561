import { Injectable } from '@nestjs/common';
import { Not } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { InventoryKeyRow, OF_SETTINGS } from './inventory-key.entity.js';

const MOST_SHOWN = 200;

/** Keys of inventories in the database. */
@Injectable()
export class InventoryKeyRepository {
  constructor(private readonly database: Database) {}

  /** One transaction, tried again where another one was in its way. */
  together<T>(work: () => Promise<T>): Promise<T> {
    return this.database.retrying(work);
  }

  /** Keys that may be used, the oldest first, and what is known of the one of the settings. */
  active(): Promise<InventoryKeyRow[]> {
    return this.database.manager.find(InventoryKeyRow, { where: { state: 'ACTIVE' }, order: { id: 'ASC' } });
  }

  /** Newest first. */
  list(): Promise<InventoryKeyRow[]> {
    return this.database.manager.find(InventoryKeyRow, {
      where: { id: Not(OF_SETTINGS) },
      order: { id: 'DESC' },
      take: MOST_SHOWN,
    });
  }

  async find(id: string): Promise<InventoryKeyRow | null> {
    // What was never an id is not worth a question.
    if (!/^[\w-]{1,36}$/.test(id)) return null;
    return this.database.manager.findOneBy(InventoryKeyRow, { id });
  }

  async add(row: InventoryKeyRow): Promise<void> {
    await this.database.insertIfAbsent(InventoryKeyRow, [row], ['id']);
  }

  async amend(id: string, set: Partial<Omit<InventoryKeyRow, 'id'>>): Promise<void> {
    await this.database.updateMany(InventoryKeyRow, [{ where: { id }, set }]);
  }

  /** Puts the same key under another seal, unless it was replaced or revoked meanwhile. */
  async reseal({ id, createdAt }: InventoryKeyRow, sealed: string): Promise<boolean> {
    const change = { where: { id, createdAt, state: 'ACTIVE' as const }, set: { sealed } };
    return (await this.database.updateMany(InventoryKeyRow, [change])).length === 1;
  }
}
