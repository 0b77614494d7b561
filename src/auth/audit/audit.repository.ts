import { Injectable } from '@nestjs/common';
import { And, LessThan, LessThanOrEqual, MoreThan } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { AuditHeadRow } from './audit-head.entity.js';
import { AuditLineRow } from './audit-line.entity.js';
import { GENESIS } from './chain.js';

const ID = 1;

/** Which lines are wanted. */
export interface LineFilter {
  action?: string;
  subject?: string;
  actorId?: string;
}

@Injectable()
export class AuditRepository {
  constructor(private readonly database: Database) {}

  /**
   * Takes the next number; until the transaction ends, other writers wait here. Updating before reading does what a locking read
   * would do, on every database.
   */
  async takeTurn(): Promise<AuditHeadRow> {
    const { manager } = this.database;
    if (!(await this.advance())) {
      await this.database.insertIfAbsent(
        AuditHeadRow,
        [{ id: ID, seq: 0, hash: GENESIS, seal: null }],
        ['id'],
      );
      await this.advance();
    }
    return manager.findOneByOrFail(AuditHeadRow, { id: ID });
  }

  async write(line: AuditLineRow, seal: string): Promise<void> {
    await this.database.insertMany(AuditLineRow, [line]);
    await this.database.manager.update(AuditHeadRow, { id: ID }, { hash: line.hash, seal });
  }

  head(): Promise<AuditHeadRow | null> {
    return this.database.manager.findOneBy(AuditHeadRow, { id: ID });
  }

  /** Newest first, those before `before`. */
  list(filter: LineFilter, limit: number, before: number | null): Promise<AuditLineRow[]> {
    return this.database.manager.find(AuditLineRow, {
      where: { ...given(filter), ...(before === null ? {} : { seq: LessThan(before) }) },
      order: { seq: 'DESC' },
      take: limit,
    });
  }

  /** Oldest first, after `after` and not beyond `last`. */
  walk(after: number, last: number, limit: number): Promise<AuditLineRow[]> {
    return this.database.manager.find(AuditLineRow, {
      where: { seq: And(MoreThan(after), LessThanOrEqual(last)) },
      order: { seq: 'ASC' },
      take: limit,
    });
  }

  private async advance(): Promise<boolean> {
    const { affected } = await this.database.manager.increment(AuditHeadRow, { id: ID }, 'seq', 1);
    return affected === 1;
  }
}

/** A filter that was not given must not appear in the condition at all. */
function given(filter: LineFilter): LineFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}
