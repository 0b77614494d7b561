import { Injectable } from '@nestjs/common';
import { IsNull, LessThan, LessThanOrEqual, Not } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { KeyRow } from './key.entity.js';

@Injectable()
export class KeysRepository {
  constructor(private readonly database: Database) {}

  find(id: string): Promise<KeyRow | null> {
    return this.database.manager.findOneBy(KeyRow, { id });
  }

  /** A key that opens. */
  findActive(secretHash: string): Promise<KeyRow | null> {
    return this.database.manager.findOneBy(KeyRow, { secretHash, revokedAt: IsNull() });
  }

  /** Newest first, those made before `before`. */
  list(limit: number, before: string | null): Promise<KeyRow[]> {
    return this.database.manager.find(KeyRow, {
      where: before === null ? {} : { id: LessThan(before) },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  /** `false` when a key with this id exists. */
  async insertIfAbsent(row: KeyRow): Promise<boolean> {
    const added = await this.database.insertIfAbsent(KeyRow, [row], ['id']);
    return added.length === 1;
  }

  async revoke(id: string, at: Date): Promise<void> {
    await this.database.manager.update(KeyRow, { id, revokedAt: IsNull() }, { revokedAt: at });
  }

  /** Notes a use, unless one was noted after `unless`. */
  async noteUse(id: string, at: Date, unless: Date): Promise<void> {
    const { manager } = this.database;
    await manager.update(
      KeyRow,
      [
        { id, lastUsedAt: IsNull() },
        { id, lastUsedAt: LessThanOrEqual(unless) },
      ],
      {
        lastUsedAt: at,
      },
    );
  }

  any(): Promise<boolean> {
    return this.database.manager.exists(KeyRow);
  }

  otherAdministrator(id: string): Promise<boolean> {
    return this.database.manager.existsBy(KeyRow, { id: Not(id), role: 'admin', revokedAt: IsNull() });
  }
}
