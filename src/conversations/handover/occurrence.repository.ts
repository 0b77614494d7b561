import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import { type OccurrenceKind, OccurrenceRow } from './occurrence.entity.js';

/** What is counted of conversations. */
@Injectable()
export class OccurrenceRepository {
  constructor(private readonly database: Database) {}

  add(rows: readonly Omit<OccurrenceRow, 'id'>[]): Promise<void> {
    return this.database.insertMany(
      OccurrenceRow,
      rows.map((row) => ({ id: newId(), ...row })),
    );
  }

  /** How often each kind happened in `[from, to)`, with one of our numbers or with all. */
  async count(from: Date, to: Date, numberId?: string): Promise<Record<OccurrenceKind, number>> {
    const query = this.database.manager
      .createQueryBuilder(OccurrenceRow, 'e')
      .select('e.kind', 'kind')
      .addSelect('COUNT(*)', 'times')
      .where('e.happenedAt >= :from AND e.happenedAt < :to', { from, to })
      .groupBy('e.kind');
    if (numberId !== undefined) query.andWhere('e.numberId = :numberId', { numberId });
    const counted: Record<OccurrenceKind, number> = { handover: 0, answered: 0, failed: 0 };
    for (const { kind, times } of await query.getRawMany<{ kind: OccurrenceKind; times: unknown }>())
      counted[kind] = Number(times);
    return counted;
  }

  /** Removes what is older. */
  async prune(before: Date): Promise<void> {
    await this.database.manager
      .createQueryBuilder()
      .delete()
      .from(OccurrenceRow)
      .where('happenedAt < :before', { before })
      .execute();
  }
}
