import { Injectable, type OnModuleInit } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../../platform/database/database.js';
import { AuditTrail } from '../../platform/web/audit.js';
import { type Page, pageOf } from '../../platform/web/page.dto.js';
import { LastAdministrator, NameTaken, UserUnknown, WrongPassword } from '../auth.errors.js';
import type { Role } from '../roles.js';
import type { UserRow } from './user.entity.js';
import { hashPassword, isPassword } from './password.js';
import { UsersRepository } from './users.repository.js';

/** The same on every instance: only one of them makes the first administrator. */
const FIRST_ADMINISTRATOR = 'Administrateur';

/** Who works here. They enter with keys; what belongs to somebody is linked to the user. */
@Injectable()
export class Users implements OnModuleInit {
  constructor(
    private readonly repository: UsersRepository,
    private readonly database: Database,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** There is an administrator from the first start on. */
  async onModuleInit(): Promise<void> {
    if ((await this.repository.list(1, null)).length === 0) {
      await this.repository.insertIfAbsent(this.draft(FIRST_ADMINISTRATOR, 'admin'));
    }
  }

  async create(name: string, role: Role): Promise<UserRow> {
    const row = this.draft(name.trim(), role);
    await this.database.retrying(async () => {
      if (!(await this.repository.insertIfAbsent(row))) throw new NameTaken(row.id);
      await this.audit.record({ action: 'auth.user-created', subject: `user:${row.id}`, detail: { role } });
    });
    return row;
  }

  async list(limit: number, before: string | null): Promise<Page<UserRow>> {
    return pageOf(await this.repository.list(limit + 1, before), limit, (row) => row.id);
  }

  find(id: string): Promise<UserRow | null> {
    return this.repository.find(id);
  }

  /** The user with this name and password, unless disabled. Takes as long for a name that does not exist. */
  async withPassword(name: string, password: string): Promise<UserRow | null> {
    const row = await this.repository.findByName(name.trim());
    const opens = await isPassword(password, row?.passwordHash ?? null);
    return opens && row !== null && row.disabledAt === null ? row : null;
  }

  /** Gives a user a password; with `current` only when that is the one so far. */
  async setPassword(id: string, password: string, current?: string): Promise<void> {
    const hash = await hashPassword(password);
    const row = await this.repository.find(id);
    if (row === null) throw new UserUnknown(id);
    if (current !== undefined && !(await isPassword(current, row.passwordHash))) throw new WrongPassword();
    await this.database.retrying(async () => {
      await this.repository.setPassword(id, hash);
      await this.audit.record({ action: 'auth.password-set', subject: `user:${id}` });
    });
  }

  /** The user stays in the books but counts no more. The last administrator stays. */
  async disable(id: string): Promise<void> {
    await this.database.retrying(async () => {
      const row = await this.repository.find(id);
      if (row === null) throw new UserUnknown(id);
      if (row.disabledAt !== null) return;
      // Lines of the audit come one after the other: nobody else can be disabling another administrator now.
      await this.audit.record({
        action: 'auth.user-disabled',
        subject: `user:${id}`,
        detail: { role: row.role },
      });
      if (row.role === 'admin' && !(await this.repository.otherAdministrator(id)))
        throw new LastAdministrator(id);
      await this.repository.disable(id, this.clock.now());
    });
  }

  ids(who: 'administrators' | 'everybody'): Promise<string[]> {
    return this.repository.active(who === 'administrators' ? 'admin' : undefined);
  }

  private draft(name: string, role: Role): UserRow {
    return { id: uuid(), name, role, passwordHash: null, createdAt: this.clock.now(), disabledAt: null };
  }
}
