import { Injectable } from '@nestjs/common';
import { And, LessThan, MoreThanOrEqual } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { idAt } from '../../platform/database/id-range.js';
import { InboxRow } from '../inbox/inbox.entity.js';
import { OutboxRow } from '../outbox/outbox.entity.js';
import { type FigureFilter, type HourFigures, WhatsAppFigures } from '../whatsapp-figures.contract.js';
import { HourRow } from './hour.entity.js';
import type { Outgoing } from './tally.js';

const PAGE = 1_000;
const MOST_HOURS = 100_000;

const SENT = [
  'id',
  'origin',
  'numberId',
  'flow',
  'state',
  'causeId',
  'createdAt',
  'sentAt',
  'deliveredAt',
  'readAt',
  'pricing',
  'isBillable',
] as const;

/** The hours in the database, and the messages from which they are counted. */
@Injectable()
export class FiguresRepository extends WhatsAppFigures {
  constructor(private readonly database: Database) {
    super();
  }

  /** Messages to people made in `[from, to)`, in the order in which they were made, a page at a time. */
  async *sent(from: Date, to: Date): AsyncGenerator<readonly Outgoing[]> {
    const end = idAt(to);
    for (let after = idAt(from); ;) {
      const page = { by: 'id', after, limit: PAGE } as const;
      const rows = await this.database.read(OutboxRow, { pick: SENT, where: {}, page });
      const last = rows.at(-1);
      if (last === undefined) return;
      // What was written on a phone is nothing that this service did.
      yield rows.filter(({ id, origin }) => id < end && origin !== 'phone');
      if (rows.length < PAGE || last.id >= end) return;
      after = last.id;
    }
  }

  /** How many messages of people came in `[from, to)`, by number. */
  async received(from: Date, to: Date): Promise<{ number: string; count: number }[]> {
    const rows = await this.database.manager
      .createQueryBuilder(InboxRow, 'message')
      .select('message.numberId', 'numberId')
      .addSelect('COUNT(*)', 'messages')
      .where('message.id >= :from AND message.id < :to', { from: idAt(from), to: idAt(to) })
      .andWhere('message.kind = :kind', { kind: 'message' })
      .groupBy('message.numberId')
      .getRawMany<{ numberId: string; messages: string | number }>();
    return rows.map(({ numberId, messages }) => ({ number: numberId, count: Number(messages) }));
  }

  /** The figures of an hour in place of those that were there. */
  async replace(hour: Date, figures: readonly HourFigures[]): Promise<void> {
    await this.database.retrying(async () => {
      await this.database.manager.delete(HourRow, { hour });
      await this.database.insertMany(HourRow, figures.map(toRow));
    });
  }

  async hours(from: Date, to: Date, { number, flow }: FigureFilter): Promise<HourFigures[]> {
    const rows = await this.database.manager.find(HourRow, {
      where: {
        hour: And(MoreThanOrEqual(from), LessThan(to)),
        ...(number !== undefined && { numberId: number }),
        ...(flow !== undefined && { flow }),
      },
      order: { hour: 'ASC', id: 'ASC' },
      take: MOST_HOURS,
    });
    return rows.map(toFigures);
  }
}

function toRow(figures: HourFigures): HourRow {
  const { hour, number, flow, read, responseSpread, costs, ...counts } = figures;
  return {
    id: `${hour.toISOString().slice(0, 13)} ${number} ${flow}`,
    hour,
    numberId: number,
    flow,
    ...counts,
    seen: read,
    spread: JSON.stringify(responseSpread),
    costs: JSON.stringify(costs),
  };
}

function toFigures({ hour, numberId, flow, seen, spread, costs, ...row }: HourRow): HourFigures {
  const { received, sent, delivered, failed, answered, responseMs } = row;
  return {
    hour,
    number: numberId,
    flow,
    received,
    sent,
    delivered,
    read: seen,
    failed,
    answered,
    responseMs,
    responseSpread: JSON.parse(spread) as number[],
    costs: JSON.parse(costs) as HourFigures['costs'],
  };
}
