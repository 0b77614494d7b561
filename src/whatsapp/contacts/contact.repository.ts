import { BEFORE_ALL_IDS } from '../../platform/database/id-range.js';
import { Injectable } from '@nestjs/common';
import { In, MoreThan, type FindOptionsWhere } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../../platform/database/database.js';
import { Vault } from '../../platform/vault/vault.js';
import { ContactRow } from './contact.entity.js';
import type { Person } from '../whatsapp.contract.js';

const ROTATION_BATCH = 500;

/** Where a person is reached. */
export interface Address {
  waId?: string;
  userId?: string;
}

/** Contacts in the database; the only place that knows how addresses are sealed and found. */
@Injectable()
export class ContactRepository {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** The contact of each person, made where there is none; ids in the order of the persons. Two round trips for any number. */
  async resolve(persons: readonly Person[]): Promise<string[]> {
    const known = await this.lookUp(persons);
    const missing = persons.filter((person) => this.idIn(known, person) === undefined);
    if (missing.length > 0) {
      await this.create(missing);
      for (const [index, id] of await this.lookUp(missing)) known.set(index, id);
    }
    return persons.map((person) => {
      const id = this.idIn(known, person);
      if (id === undefined) throw new Error('a contact vanished while it was being looked up');
      return id;
    });
  }

  async findByPhone(phone: string): Promise<string | null> {
    const row = await this.database.manager.findOne(ContactRow, {
      select: { id: true },
      where: { phoneIndex: In(this.vault.blindIndexes('phone', phone)) },
    });
    return row?.id ?? null;
  }

  /** Addresses of contacts, by id. */
  async addresses(ids: readonly string[]): Promise<Map<string, Address>> {
    if (ids.length === 0) return new Map();
    const rows = await this.database.manager.find(ContactRow, {
      select: { id: true, phone: true, userId: true },
      where: { id: In([...new Set(ids)]) },
    });
    return new Map(
      rows.map(({ id, phone, userId }) => [
        id,
        {
          ...(phone === null ? {} : { waId: this.vault.open(phone) }),
          ...(userId === null ? {} : { userId: this.vault.open(userId) }),
        },
      ]),
    );
  }

  async setOptOut(id: string, isOptedOut: boolean): Promise<void> {
    await this.database.manager.update(ContactRow, { id }, { isOptedOut });
  }

  async forget(id: string): Promise<void> {
    await this.database.manager.delete(ContactRow, { id });
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
    return [row.phone, row.phoneIndex, row.userId, row.userIndex, row.name].every(
      (made) => made === null || this.vault.isCurrent(made),
    );
  }

  private async rekey(row: ContactRow): Promise<void> {
    const opened = (sealed: string | null) => (sealed === null ? undefined : this.vault.open(sealed));
    const name = opened(row.name);
    const addresses = this.sealed({ waId: opened(row.phone), userId: opened(row.userId) });
    const set = { ...addresses, name: name === undefined ? null : this.vault.seal(name) };
    await this.database.manager.update(ContactRow, { id: row.id }, set);
  }

  private async lookUp(persons: readonly Person[]): Promise<Map<string, string>> {
    const phones = persons.flatMap(({ waId }) =>
      waId === undefined ? [] : this.vault.blindIndexes('phone', waId),
    );
    const users = persons.flatMap(({ userId }) =>
      userId === undefined ? [] : this.vault.blindIndexes('user', userId),
    );
    const where: FindOptionsWhere<ContactRow>[] = [];
    if (phones.length > 0) where.push({ phoneIndex: In(phones) });
    if (users.length > 0) where.push({ userIndex: In(users) });
    const rows = await this.database.manager.find(ContactRow, {
      select: { id: true, phoneIndex: true, userIndex: true },
      where,
    });
    const found = new Map<string, string>();
    for (const { id, phoneIndex, userIndex } of rows) {
      if (phoneIndex !== null) found.set(phoneIndex, id);
      if (userIndex !== null) found.set(userIndex, id);
    }
    return found;
  }

  /** Under any key, by number before id. */
  private idIn(known: ReadonlyMap<string, string>, { waId, userId }: Person): string | undefined {
    const indexes = [
      ...(waId === undefined ? [] : this.vault.blindIndexes('phone', waId)),
      ...(userId === undefined ? [] : this.vault.blindIndexes('user', userId)),
    ];
    const index = indexes.find((candidate) => known.has(candidate));
    return index === undefined ? undefined : known.get(index);
  }

  private async create(persons: readonly Person[]): Promise<void> {
    const rows = persons.map((person) => ({
      id: uuid(),
      ...this.sealed(person),
      name: person.name === undefined ? null : this.vault.seal(person.name.slice(0, 200)),
      isOptedOut: false,
      createdAt: this.clock.now(),
    }));
    // Somebody else may be creating the same person: the unique indexes decide, and both then read the same row.
    await this.database.insertIfAbsent(
      ContactRow,
      rows.filter((row) => row.phoneIndex !== null),
      ['phoneIndex'],
    );
    await this.database.insertIfAbsent(
      ContactRow,
      rows.filter((row) => row.phoneIndex === null),
      ['userIndex'],
    );
  }

  private sealed({
    waId,
    userId,
  }: Address): Pick<ContactRow, 'phoneIndex' | 'phone' | 'userIndex' | 'userId'> {
    return {
      phoneIndex: waId === undefined ? null : this.vault.blindIndex('phone', waId),
      phone: waId === undefined ? null : this.vault.seal(waId),
      userIndex: userId === undefined ? null : this.vault.blindIndex('user', userId),
      userId: userId === undefined ? null : this.vault.seal(userId),
    };
  }
}
