import { Injectable } from '@nestjs/common';
import { IsNull, LessThan, Not } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import type { Role } from '../roles.js';
import { UserRow } from './user.entity.js';

@Injectable()
export class UsersRepository {
  constructor(private readonly database: Database) {}

  /** `false` when the name is taken. */
  async insertIfAbsent(row: UserRow): Promise<boolean> {
    return (await this.database.insertIfAbsent(UserRow, [row], ['name'])).length === 1;
  }

  find(id: string): Promise<UserRow | null> {
    return this.database.manager.findOneBy(UserRow, { id });
  }

  findByName(name: string): Promise<UserRow | null> {
    return this.database.manager.findOneBy(UserRow, { name });
  }

  async setPassword(id: string, passwordHash: string): Promise<void> {
    await this.database.manager.update(UserRow, { id }, { passwordHash });
  }

  /** Newest first, those made before `before`. */
  list(limit: number, before: string | null): Promise<UserRow[]> {
    return this.database.manager.find(UserRow, {
      where: before === null ? {} : { id: LessThan(before) },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  /** Ids of those who are not disabled. */
  async active(role?: Role): Promise<string[]> {
    const rows = await this.database.manager.find(UserRow, {
      select: { id: true },
      where: { disabledAt: IsNull(), ...(role === undefined ? {} : { role }) },
      order: { id: 'ASC' },
    });
    return rows.map(({ id }) => id);
  }

  otherAdministrator(id: string): Promise<boolean> {
    return this.database.manager.existsBy(UserRow, { id: Not(id), role: 'admin', disabledAt: IsNull() });
  }

  async disable(id: string, at: Date): Promise<void> {
    await this.database.manager.update(UserRow, { id, disabledAt: IsNull() }, { disabledAt: at });
  }
}
