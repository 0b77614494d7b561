import { Injectable } from '@nestjs/common';
import { Between, In, LessThan, MoreThanOrEqual, Not } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { AFTER_ALL_IDS } from '../../platform/database/id-range.js';
import { CallRow } from './call.entity.js';

/** Calls of one model with one outcome. */
export interface Sum {
  model: string;
  outcome: string;
  calls: number;
  inputTokens: number;
  outputTokens: number;
  durationMs: number;
}

const AT_ONCE = 500;
/** In the place of the index of a person. */
const NOBODY = '-';

/** Calls in the database. */
@Injectable()
export class CallRepository {
  constructor(private readonly database: Database) {}

  add(row: CallRow): Promise<void> {
    return this.database.insertMany(CallRow, [row]);
  }

  /** Newest first. */
  list(before: string | null, limit: number): Promise<CallRow[]> {
    return this.database.manager.find(CallRow, {
      where: { id: LessThan(before ?? AFTER_ALL_IDS) },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  /** How often somebody, under any of these indexes, asked since a moment. */
  countOf(personIndexes: readonly string[], since: Date): Promise<number> {
    return this.database.manager.countBy(CallRow, {
      personIndex: In([...personIndexes]),
      at: MoreThanOrEqual(since),
    });
  }

  /** Tokens of all since a moment. */
  async tokensSince(since: Date): Promise<number> {
    const row = await this.database.manager
      .createQueryBuilder(CallRow, 'c')
      .select('SUM(c.inputTokens + c.outputTokens)', 'tokens')
      .where('c.at >= :since', { since })
      .getRawOne<{ tokens: unknown }>();
    return Number(row?.tokens ?? 0);
  }

  async sums(from: Date, to: Date): Promise<Sum[]> {
    const rows = await this.database.manager
      .createQueryBuilder(CallRow, 'c')
      .select('c.model', 'model')
      .addSelect('c.outcome', 'outcome')
      .addSelect('COUNT(*)', 'calls')
      .addSelect('SUM(c.inputTokens)', 'inputTokens')
      .addSelect('SUM(c.outputTokens)', 'outputTokens')
      .addSelect('SUM(c.durationMs)', 'durationMs')
      .where('c.at >= :from AND c.at < :to', { from, to })
      .groupBy('c.model')
      .addGroupBy('c.outcome')
      .orderBy('c.model', 'ASC')
      .addOrderBy('c.outcome', 'ASC')
      .getRawMany<Record<keyof Sum, unknown>>();
    return rows.map(({ model, outcome, ...numbers }) => ({
      model: String(model),
      outcome: String(outcome),
      calls: Number(numbers.calls),
      inputTokens: Number(numbers.inputTokens),
      outputTokens: Number(numbers.outputTokens),
      durationMs: Number(numbers.durationMs),
    }));
  }

  /** The duration that so many of the calls of a period did not exceed, from 0 to `calls - 1`. */
  async durationAt(from: Date, to: Date, rank: number): Promise<number | null> {
    const [row] = await this.database.manager.find(CallRow, {
      select: { id: true, durationMs: true },
      where: { at: Between(from, new Date(to.getTime() - 1)) },
      order: { durationMs: 'ASC', id: 'ASC' },
      skip: rank,
      take: 1,
    });
    return row?.durationMs ?? null;
  }

  /** Forgets whose some of the calls of a period were; how many. */
  async unname(from: Date, to: Date): Promise<number> {
    const rows = await this.database.manager.find(CallRow, {
      select: { id: true },
      where: { at: Between(from, to), personIndex: Not(NOBODY) },
      order: { at: 'ASC', id: 'ASC' },
      take: AT_ONCE,
    });
    const ids = rows.map(({ id }) => id);
    if (ids.length > 0) await this.database.manager.update(CallRow, { id: In(ids) }, { personIndex: NOBODY });
    return ids.length;
  }

  /** Removes some of those from before a moment; how many. */
  async removeBefore(moment: Date): Promise<number> {
    const rows = await this.database.manager.find(CallRow, {
      select: { id: true },
      where: { at: LessThan(moment) },
      order: { at: 'ASC', id: 'ASC' },
      take: AT_ONCE,
    });
    if (rows.length > 0) await this.database.manager.delete(CallRow, { id: In(rows.map(({ id }) => id)) });
    return rows.length;
  }
}
