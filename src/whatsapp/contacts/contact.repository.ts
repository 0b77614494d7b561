import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import { Vault } from '../../platform/vault/vault.js';
import type { Person } from '../whatsapp-content.contract.js';
import { Acquaintance, type Double } from './acquaintance.js';
import { type Address, openAddress, sealAddress, sealName } from './address.js';
import { ContactRow } from './contact.entity.js';
import { GoneRow } from './gone.entity.js';

export type { Address } from './address.js';

/** Contacts in the database, on the paths that every message takes. */
@Injectable()
export class ContactRepository {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /**
   * The contact of each person, made where there is none; ids in the order of the persons. Two round trips for any number of them,
   * and one more where somebody is new or told something new (an address, a name).
   */
  async resolve(persons: readonly Person[]): Promise<{ ids: string[]; doubles: readonly Double[] }> {
    const people = new Acquaintance(this.vault);
    await this.lookUp(people, persons);
    for (const [at, person] of persons.entries()) people.meet(person, at);
    const missing = persons.filter((person) => people.of(person) === undefined);
    if (missing.length > 0) {
      await this.create(missing);
      await this.lookUp(people, missing);
    }
    await this.note(people);
    const ids = persons.map((person) => {
      const known = people.of(person);
      if (known === undefined) throw new Error('a contact vanished while it was being looked up');
      return known.id;
    });
    return { ids, doubles: people.doubles };
  }

  /** The contact of a person who may have none. */
  async find(person: Person): Promise<string | null> {
    const people = new Acquaintance(this.vault);
    await this.lookUp(people, [person]);
    return people.of(person)?.id ?? null;
  }

  /** Addresses of contacts, by id; an id that is gone stands for the contact that remained. */
  async addresses(ids: readonly string[]): Promise<Map<string, Address>> {
    const wanted = [...new Set(ids)];
    const found = await this.addressesOf(wanted);
    const missing = wanted.filter((id) => !found.has(id));
    if (missing.length === 0) return found;
    const gone = await this.database.read(GoneRow, { pick: ['id', 'contactId'], where: { id: missing } });
    const remained = await this.addressesOf(gone.map(({ contactId }) => contactId));
    for (const { id, contactId } of gone) {
      const address = remained.get(contactId);
      if (address !== undefined) found.set(id, address);
    }
    return found;
  }

  async setOptOut(id: string, isOptedOut: boolean): Promise<void> {
    await this.database.manager.update(ContactRow, { id }, { isOptedOut });
  }

  async setMarketingOptOut(id: string, isMarketingOptedOut: boolean): Promise<void> {
    await this.database.manager.update(ContactRow, { id }, { isMarketingOptedOut });
  }

  async forget(id: string): Promise<void> {
    await this.database.manager.delete(ContactRow, { id });
    await this.database.manager.delete(GoneRow, { contactId: id });
  }

  private async addressesOf(ids: readonly string[]): Promise<Map<string, Address>> {
    const rows = await this.database.read(ContactRow, {
      pick: ['id', 'phone', 'userId'],
      where: { id: ids },
    });
    return new Map(rows.map((row) => [row.id, openAddress(this.vault, row)]));
  }

  private async lookUp(people: Acquaintance, persons: readonly Person[]): Promise<void> {
    const phones = new Set(persons.flatMap(({ waId }) => people.phoneIndexes(waId)));
    const users = new Set(persons.flatMap(({ userId }) => people.userIndexes(userId)));
    const pick = ['id', 'phoneIndex', 'userIndex', 'nameIndex'] as const;
    people.learn(await this.database.read(ContactRow, { pick, where: { phoneIndex: [...phones] } }));
    people.learn(await this.database.read(ContactRow, { pick, where: { userIndex: [...users] } }));
  }

  private async create(persons: readonly Person[]): Promise<void> {
    const rows = persons.map((person) => {
      const id = newId();
      const address = sealAddress(this.vault, person);
      const name = sealName(this.vault, id, person.name);
      return { id, ...address, ...name, isOptedOut: false, createdAt: this.clock.now() };
    });
    // Somebody else may be creating the same person: the unique indexes decide, and both then read the same row.
    const [withNumber, without] = [
      rows.filter((row) => row.phoneIndex !== null),
      rows.filter((row) => row.phoneIndex === null),
    ];
    await this.database.insertIfAbsent(ContactRow, withNumber, ['phoneIndex']);
    await this.database.insertIfAbsent(ContactRow, without, ['userIndex']);
  }

  private async note({ addresses, names }: Acquaintance): Promise<void> {
    const where = (id: string) => ({ where: { id } });
    await this.database.updateMany(
      ContactRow,
      [...addresses].map(([id, set]) => ({ ...where(id), set })),
    );
    await this.database.updateMany(
      ContactRow,
      [...names].map(([id, name]) => ({ ...where(id), set: sealName(this.vault, id, name) })),
    );
  }
}
