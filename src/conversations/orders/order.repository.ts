import { Injectable } from '@nestjs/common';
import { In, IsNull, LessThan, MoreThan, Not } from 'typeorm';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../../platform/database/database.js';
import { AFTER_ALL_IDS, BEFORE_ALL_IDS, idAt } from '../../platform/database/id-range.js';
import { Vault } from '../../platform/vault/vault.js';
import type { PricedLine } from '../dialogue/goods.js';
import { OrderRow, type OrderRowState } from './order.entity.js';

/** An order with its lines readable. */
export type Order = Omit<OrderRow, 'lines'> & { lines: readonly PricedLine[] };

const ROTATION = 500;

/** Orders in the database; the only place that seals and opens their lines. */
@Injectable()
export class OrderRepository {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  async add(order: Order): Promise<void> {
    await this.database.insertMany(OrderRow, [{ ...order, lines: this.seal(order.lines) }]);
  }

  /** Changes an order that is in one of these states; `false` when it is in none of them any more. */
  async change(
    id: string,
    from: readonly OrderRowState[],
    change: Partial<Omit<Order, 'id' | 'changedAt'>>,
  ): Promise<boolean> {
    const { lines, ...set } = change;
    const sealed = lines === undefined ? {} : { lines: this.seal(lines) };
    const result = await this.database.manager.update(
      OrderRow,
      { id, state: In([...from]) },
      { ...set, ...sealed, changedAt: this.clock.now() },
    );
    return result.affected === 1;
  }

  async find(id: string): Promise<Order | null> {
    const row = await this.database.manager.findOneBy(OrderRow, { id });
    return row && this.open(row);
  }

  /** Those that were confirmed, newest first. */
  async ofContact(contactId: string, limit: number): Promise<Order[]> {
    const rows = await this.database.manager.find(OrderRow, {
      where: { contactId, state: Not('DRAFT') },
      order: { id: 'DESC' },
      take: limit,
    });
    return rows.filter(({ number }) => number !== null).map((row) => this.open(row));
  }

  /** Newest first, before an id; without drafts unless they are asked for. */
  async list(
    filter: { state?: OrderRowState; contactId?: string },
    before: string | null,
    limit: number,
  ): Promise<Order[]> {
    const { state, ...rest } = filter;
    const rows = await this.database.manager.find(OrderRow, {
      where: { ...rest, state: state ?? Not('DRAFT'), id: LessThan(before ?? AFTER_ALL_IDS) },
      order: { id: 'DESC' },
      take: limit,
    });
    return rows.map((row) => this.open(row));
  }

  /** Removes those from before a moment that were never confirmed. */
  async prune(before: Date): Promise<void> {
    await this.database.manager.delete(OrderRow, { number: IsNull(), id: LessThan(idAt(before)) });
  }

  /** Seals anew what an older key sealed; returns how many. */
  async rotate(): Promise<number> {
    let renewed = 0;
    for (let after = BEFORE_ALL_IDS; ;) {
      const rows = await this.database.manager.find(OrderRow, {
        where: { id: MoreThan(after) },
        order: { id: 'ASC' },
        take: ROTATION,
      });
      for (const { id, lines } of rows) {
        if (this.vault.isCurrent(lines)) continue;
        const sealed = this.vault.seal(this.vault.open(lines));
        await this.database.manager.update(OrderRow, { id }, { lines: sealed });
        renewed += 1;
      }
      const last = rows.at(-1);
      if (last === undefined) return renewed;
      after = last.id;
    }
  }

  private seal(lines: readonly PricedLine[]): string {
    return this.vault.seal(JSON.stringify(lines));
  }

  private open(row: OrderRow): Order {
    return { ...row, lines: JSON.parse(this.vault.open(row.lines)) as PricedLine[] };
  }
}
