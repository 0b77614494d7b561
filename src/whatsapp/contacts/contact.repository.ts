import { BEFORE_ALL_IDS } from '../../platform/database/id-range.js';
import { Injectable } from '@nestjs/common';
import { In, MoreThan } from 'typeorm';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
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
    for (const person of persons) await this.complete(known, person);
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

  /** The contact of a person who may have none. */
  async find(person: Person): Promise<string | null> {
    return this.idIn(await this.lookUp([person]), person) ?? null;
  }

  /** All under which a person may be known, whichever key made it: by number before id. */
  indexesOf({ waId, userId }: Address): string[] {
    return [
      ...(waId === undefined ? [] : this.vault.blindIndexes('phone', waId)),
      ...(userId === undefined ? [] : this.vault.blindIndexes('user', userId)),
    ];
  }

  /** Addresses of contacts, by id. */
  async addresses(ids: readonly string[]): Promise<Map<string, Address>> {
    const pick = ['id', 'phone', 'userId'] as const;
    const rows = await this.database.read(ContactRow, { pick, where: { id: [...new Set(ids)] } });
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
    const pick = ['id', 'phoneIndex', 'userIndex'] as const;
    const byPhone = await this.database.read(ContactRow, { pick, where: { phoneIndex: phones } });
    const byUser = await this.database.read(ContactRow, { pick, where: { userIndex: users } });
    const found = new Map<string, string>();
    for (const { id, phoneIndex, userIndex } of [...byPhone, ...byUser]) {
      if (phoneIndex !== null) found.set(phoneIndex, id);
      if (userIndex !== null) found.set(userIndex, id);
    }
    return found;
  }

  private idIn(known: ReadonlyMap<string, string>, person: Person): string | undefined {
    const index = this.indexesOf(person).find((candidate) => known.has(candidate));
    return index === undefined ? undefined : known.get(index);
  }

  /**
   * A person told with number and id who is known by one of them is known by both from then on: later messages may bring only the
   * other one, and staff knows numbers. Where they belong to two contacts, both stay.
   */
  private async complete(known: Map<string, string>, person: Person): Promise<void> {
    const { waId, userId } = person;
    if (waId === undefined || userId === undefined) return;
    const [byNumber, byUser] = [this.idIn(known, { waId }), this.idIn(known, { userId })];
    const id = byNumber ?? byUser;
    if (id === undefined || (byNumber !== undefined && byUser !== undefined)) return;
    const addresses = this.sealed(person);
    await this.database.manager.update(ContactRow, { id }, addresses);
    for (const index of [addresses.phoneIndex, addresses.userIndex]) if (index !== null) known.set(index, id);
  }

  private async create(persons: readonly Person[]): Promise<void> {
    const rows = persons.map((person) => ({
      id: newId(),
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
