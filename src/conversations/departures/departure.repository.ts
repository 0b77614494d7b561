import { Injectable } from '@nestjs/common';
import { LessThanOrEqual, MoreThan } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import { Vault } from '../../platform/vault/vault.js';
import { DepartureRow } from './departure.entity.js';

/** Codes of people who are gone, in the database, for a day. */
@Injectable()
export class DepartureRepository {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  /** Joins the transaction that is open. */
  add(address: string, obtained: readonly Date[]): Promise<void> {
    const personIndex = this.vault.blindIndex('user', keyed(address));
    const rows = obtained.map((obtainedAt) => ({ id: newId(), personIndex, obtainedAt }));
    return this.database.insertMany(DepartureRow, rows);
  }

  /** Everybody's since a moment: there are few. */
  since(moment: Date): Promise<DepartureRow[]> {
    return this.database.manager.find(DepartureRow, { where: { obtainedAt: MoreThan(moment) } });
  }

  /** Which of these are of this address. */
  of(address: string, rows: readonly DepartureRow[]): DepartureRow[] {
    const indexes = new Set(this.vault.blindIndexes('user', keyed(address)));
    return rows.filter(({ personIndex }) => indexes.has(personIndex));
  }

  async prune(until: Date): Promise<void> {
    await this.database.manager.delete(DepartureRow, { obtainedAt: LessThanOrEqual(until) });
  }
}

/** A key of its own: these rows cannot be matched with those of other tables. */
function keyed(address: string): string {
  return `departure|${address}`;
}
