import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan, MoreThanOrEqual, Not } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { BEFORE_ALL_IDS, idAt } from '../../platform/database/id-range.js';
import { InboxRow } from '../inbox/inbox.entity.js';
import { errorIn } from '../outbox/error-words.js';
import type { HoldRow } from '../outbox/hold.entity.js';
import { HoldRepository } from '../outbox/hold.repository.js';
import { OutboxRow } from '../outbox/outbox.entity.js';
import type { ChannelError } from '../whatsapp-content.contract.js';

/** How a number is doing. */
export interface NumberFigures {
  /** Messages that wait to leave. */
  queued: number;
  lastInAt: Date | null;
  /** When the last attempt to send began. */
  lastOutAt: Date | null;
  /** Messages that failed for good in the last 24 hours. */
  failedLastDay: number;
  /** Until when the provider lets nothing go from it, and why. */
  hold: { until: Date; error: ChannelError } | null;
}

const DAY_MS = 86_400_000;
const PAGE = 1_000;

/** Counts beside the queues: each question is answered by an index, whatever the number of messages. */
@Injectable()
export class NumberFiguresRepository {
  /** No index knows when a number was last written to: what was read once is only read on. */
  private readonly lastIn = new Map<string, Date | null>();
  private readTo: string | null = null;

  constructor(
    private readonly database: Database,
    private readonly holds: HoldRepository,
  ) {}

  async of(numbers: readonly string[], now: Date): Promise<Map<string, NumberFigures>> {
    await this.readOn(numbers);
    const failed = await this.failures(new Date(now.getTime() - DAY_MS));
    const holds = new Map((await this.holds.of(numbers)).map((row) => [row.numberId, row]));
    const figures = new Map<string, NumberFigures>();
    for (const number of numbers)
      figures.set(number, {
        queued: await this.database.manager.countBy(OutboxRow, { numberId: number, isOpen: true }),
        lastInAt: this.lastIn.get(number) ?? null,
        lastOutAt: await this.lastOut(number),
        failedLastDay: failed.get(number) ?? 0,
        hold: holdIn(holds.get(number), now),
      });
    return figures;
  }

  private async lastOut(numberId: string): Promise<Date | null> {
    const row = await this.database.manager.findOne(OutboxRow, {
      select: { id: true, claimedAt: true },
      where: { numberId, claimedAt: Not(IsNull()) },
      order: { claimedAt: 'DESC' },
    });
    return row?.claimedAt ?? null;
  }

  private async failures(since: Date): Promise<Map<string, number>> {
    const rows = await this.database.manager
      .createQueryBuilder(OutboxRow, 'o')
      .select('o.numberId', 'number_key')
      .addSelect('COUNT(o.id)', 'failures')
      .where({ state: 'FAILED', id: MoreThanOrEqual(idAt(since)) })
      .groupBy('o.numberId')
      .getRawMany<{ number_key: string; failures: string | number }>();
    return new Map(rows.map((row) => [row.number_key, Number(row.failures)]));
  }

  private async readOn(numbers: readonly string[]): Promise<void> {
    this.readTo ??= (await this.newest({}))?.id ?? BEFORE_ALL_IDS;
    for (const numberId of numbers)
      if (!this.lastIn.has(numberId))
        this.lastIn.set(numberId, (await this.newest({ numberId }))?.receivedAt ?? null);
    for (;;) {
      const rows = await this.after(this.readTo);
      for (const { numberId, receivedAt } of rows)
        if (this.lastIn.has(numberId)) this.lastIn.set(numberId, receivedAt);
      const last = rows.at(-1);
      if (last === undefined) return;
      this.readTo = last.id;
    }
  }

  /** For one number it may have to look far back: once in the life of a process. */
  private newest(where: { numberId?: string }): Promise<InboxRow | null> {
    return this.database.manager.findOne(InboxRow, {
      select: { id: true, receivedAt: true },
      where: { ...where, kind: 'message' },
      order: { id: 'DESC' },
    });
  }

  private after(id: string): Promise<InboxRow[]> {
    return this.database.manager.find(InboxRow, {
      select: { id: true, numberId: true, receivedAt: true },
      where: { kind: 'message', id: MoreThan(id) },
      order: { id: 'ASC' },
      take: PAGE,
    });
  }
}

function holdIn(row: HoldRow | undefined, now: Date): NumberFigures['hold'] {
  const until = row?.untilAt ?? null;
  const error = row === undefined ? null : errorIn(row);
  return until === null || error === null || until <= now ? null : { until, error };
}
