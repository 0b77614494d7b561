import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { Calendar } from './calendar.service.js';
import { classOf } from './durations.js';
import type { TallyRow } from './tally.entity.js';
import { TallyRepository } from './tally.repository.js';

/** What is counted. */
export type Counted =
  | 'issued'
  | 'repeated'
  | 'duplicate'
  | 'limited'
  | 'town'
  | 'gender'
  | 'language'
  | 'drop-out'
  | 'duration';

const FLUSH_EVERY_MS = 5_000;
const LONGEST_ITEM = 30;

/**
 * Counts what happens. Numbers gather in memory and go to the database every few seconds: written with each code they would make
 * all conversations wait for the same few rows, and their order would tell which town and gender belong to which code. A process
 * that dies takes at most the numbers of those seconds with it; codes themselves are never lost.
 */
@Injectable()
export class Tally implements OnModuleInit, OnApplicationShutdown {
  private gathered = new Map<string, TallyRow>();

  constructor(
    private readonly repository: TallyRepository,
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly calendar: Calendar,
  ) {}

  onModuleInit(): void {
    this.jobs.define({ name: 'uic.tally', everyMs: FLUSH_EVERY_MS, run: () => this.flush() });
  }

  onApplicationShutdown(): Promise<void> {
    return this.flush();
  }

  /** Counts one once the transaction that is open has succeeded. */
  count(kind: Counted, item = 'all'): void {
    const day = this.calendar.today();
    this.database.afterCommit(() => this.gather({ day, kind, item: storable(item), amount: 1 }));
  }

  /** Counts how long a conversation took until its code was there: its class only, nobody's exact time is kept. */
  countDuration(ms: number): void {
    this.count('duration', classOf(ms));
  }

  /** Writes what has gathered in this process; what cannot be written stays. */
  async flush(): Promise<void> {
    const rows = [...this.gathered.values()];
    if (rows.length === 0) return;
    this.gathered = new Map();
    try {
      await this.repository.add(rows);
    } catch (error) {
      for (const row of rows) this.gather(row);
      throw error;
    }
  }

  private gather({ day, kind, item, amount }: TallyRow): void {
    const key = `${day}|${kind}|${item}`;
    const row = this.gathered.get(key) ?? { day, kind, item, amount: 0 };
    this.gathered.set(key, { ...row, amount: row.amount + amount });
  }
}

/** An item that every database takes: one that does not fit would hold back all other counts with it. */
function storable(item: string): string {
  return item.replace(/[^ -~]/g, '_').slice(0, LONGEST_ITEM) || 'unknown';
}
