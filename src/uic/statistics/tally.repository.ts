import { Injectable } from '@nestjs/common';
import { Between } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { TallyRow } from './tally.entity.js';

/** Counts in the database. */
@Injectable()
export class TallyRepository {
  constructor(private readonly database: Database) {}

  /** Adds all amounts or none. Rows are taken in the order of their keys, so that two processes never block each other. */
  add(rows: readonly TallyRow[]): Promise<void> {
    const ordered = rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    return this.database.retrying(async () => {
      const empty = ordered.map((row) => ({ ...row, amount: 0 }));
      await this.database.insertIfAbsent(TallyRow, empty, ['day', 'kind', 'item']);
      for (const { day, kind, item, amount } of ordered) {
        await this.database.manager.increment(TallyRow, { day, kind, item }, 'amount', amount);
      }
    });
  }

  /** All counts from one day to another, both included. */
  between(from: string, to: string): Promise<TallyRow[]> {
    return this.database.manager.find(TallyRow, {
      where: { day: Between(from, to) },
      order: { day: 'ASC', kind: 'ASC', item: 'ASC' },
    });
  }
}

function keyOf({ day, kind, item }: TallyRow): string {
  return `${day}|${kind}|${item}`;
}
