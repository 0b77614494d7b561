import { Injectable } from '@nestjs/common';
import { BEFORE_ALL_IDS } from '../../platform/database/id-range.js';
import { OwnNumbers } from '../whatsapp.port.js';
import { InboxRepository, type WaitingRow } from './inbox.repository.js';

/** Messages handled in one transaction at most, and rows looked at in one query for finding them. */
const BATCH = 128;
const SCAN = 256;

/** Finds the messages that are next. */
@Injectable()
export class Gathering {
  /** Numbers that rest, as far as messages for them were met: the database leaves those out, however many they are. */
  private paused: string[] = [];

  constructor(
    private readonly inbox: InboxRepository,
    private readonly numbers: OwnNumbers,
  ) {}

  /** Tells when messages that waited may be next: our numbers changed. */
  onResumed(tell: () => void): void {
    this.numbers.changed(() => {
      if (this.paused.some((number) => !this.isPaused(number))) tell();
    });
  }

  /** The next messages that may be handled: of these shards, due, and not behind one of the same person that is not. */
  async next(shards: ReadonlySet<number>): Promise<WaitingRow[]> {
    this.paused = this.paused.filter((number) => this.isPaused(number));
    const ready: WaitingRow[] = [];
    const blocked = new Set<string>();
    const now = new Date();
    let afterId = BEFORE_ALL_IDS;
    while (ready.length < BATCH) {
      const rows = await this.inbox.waiting(afterId, SCAN, this.paused);
      for (const row of this.going(rows)) {
        if (!shards.has(row.shard) || blocked.has(row.lane) || ready.length >= BATCH) continue;
        if (row.dueAt > now) blocked.add(row.lane);
        else ready.push(row);
      }
      const last = rows.at(-1);
      if (rows.length < SCAN || last === undefined) break;
      afterId = last.id;
    }
    return ready;
  }

  /** Those whose number does not rest. */
  private going(rows: readonly WaitingRow[]): readonly WaitingRow[] {
    const resting = [...new Set(rows.map(({ numberId }) => numberId))].filter((number) =>
      this.isPaused(number),
    );
    if (resting.length === 0) return rows;
    this.paused = [...new Set([...this.paused, ...resting])];
    return rows.filter(({ numberId }) => !resting.includes(numberId));
  }

  private isPaused(number: string): boolean {
    return this.numbers.number(number)?.state === 'paused';
  }
}
