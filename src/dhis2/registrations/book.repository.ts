import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { RegistrationState } from '../dhis2.contract.js';
import { RegistrationRow } from './registration.entity.js';

/** What becomes of a row. */
export type Decided = Partial<RegistrationRow> | 'remove';

/** Registrations as the room of codes knows them: by code. Joins the transaction that is open. */
@Injectable()
export class BookRepository {
  constructor(private readonly database: Database) {}

  async add(row: RegistrationRow): Promise<void> {
    await this.database.insertIfAbsent(RegistrationRow, [row], ['codeId']);
  }

  afterCommit(work: () => void): void {
    this.database.afterCommit(work);
  }

  /** Changes the registrations of these codes as `decide` says; a row that changed meanwhile is looked at again. */
  async change(codeIds: readonly string[], decide: (row: RegistrationRow) => Decided | null): Promise<void> {
    let left = [...new Set(codeIds)];
    for (let round = 1; left.length > 0; round++) {
      const rows = await this.database.read(RegistrationRow, { where: { codeId: left } });
      left = [];
      for (const row of rows) if (!(await this.apply(row, decide(row)))) left.push(row.codeId);
      if (round === ROUNDS && left.length > 0) throw new Error('registrations keep changing');
    }
  }

  standing(codeIds: readonly string[]): Promise<{ codeId: string; state: RegistrationState }[]> {
    const pick = ['codeId', 'state'] as const;
    return this.database.read(RegistrationRow, { pick, where: { codeId: codeIds } });
  }

  private async apply({ id, version }: RegistrationRow, decided: Decided | null): Promise<boolean> {
    if (decided === null) return true;
    if (decided === 'remove') {
      return ((await this.database.manager.delete(RegistrationRow, { id, version })).affected ?? 0) > 0;
    }
    const changes = [{ where: { id, version }, set: decided }];
    return (await this.database.updateMany(RegistrationRow, changes)).length === 1;
  }
}

const ROUNDS = 5;
