import { Injectable } from '@nestjs/common';
import { BEFORE_ALL_IDS } from '../../platform/database/id-range.js';
import { OwnNumbers } from '../whatsapp.port.js';
import { InboxRepository, type WaitingRow } from './inbox.repository.js';
import { type Notice, Notices } from './notices.js';
import { Strikes } from './strikes.js';

const BATCH = 100;

/** How things stand when some news come to their turn. */
interface Standing {
  now: Date;
  /** Addresses about which earlier news wait. */
  blocked: Set<string>;
  /** Earlier messages of the person wait. */
  isBehind: boolean;
}

/**
 * Goes through the news about people that wait, in order of arrival. What cannot be applied yet holds back only news about the same
 * addresses; and a person's earlier messages come first, or they would be taken for a stranger's.
 */
@Injectable()
export class NoticeRounds {
  constructor(
    private readonly inbox: InboxRepository,
    private readonly notices: Notices,
    private readonly strikes: Strikes,
    private readonly numbers: OwnNumbers,
  ) {}

  async run(now: Date): Promise<void> {
    const blocked = new Set<string>();
    for (let afterId = BEFORE_ALL_IDS; ;) {
      const rows = await this.inbox.notices(afterId, BATCH);
      const behind = await this.behindMessages(rows);
      for (const row of rows) await this.take(row, { now, blocked, isBehind: behind(row) });
      const last = rows.at(-1);
      if (last === undefined || rows.length < BATCH) return;
      afterId = last.id;
    }
  }

  private async take(row: WaitingRow, { now, blocked, isBehind }: Standing): Promise<void> {
    const notice = await this.readable(row, now);
    if (notice === null) return;
    const waits = row.dueAt > now || isBehind || notice.about.some((index) => blocked.has(index));
    if (!waits && (await this.apply(notice, now))) return;
    for (const index of notice.about) blocked.add(index);
  }

  /** Whether it is out of the way: applied, or dead. */
  private async apply(notice: Notice, now: Date): Promise<boolean> {
    try {
      await this.notices.apply(notice, now);
      return true;
    } catch (error) {
      if (this.strikes.isNobodysFault(error)) throw error;
      return this.strike(notice.row, error);
    }
  }

  /** News that cannot be read, as after the loss of a key, hinder nothing else. */
  private async readable(row: WaitingRow, now: Date): Promise<Notice | null> {
    try {
      return this.notices.read(row);
    } catch (error) {
      if (row.dueAt <= now) await this.strike(row, error);
      return null;
    }
  }

  private strike(row: WaitingRow, error: unknown): Promise<boolean> {
    return this.strikes.count(row, error, (dead) => this.notices.contactOf(dead));
  }

  /** Whether messages of the same line wait that came before; those to a number that rests may do so for long, and do not count. */
  private async behindMessages(rows: readonly WaitingRow[]): Promise<(row: WaitingRow) => boolean> {
    const open = await this.inbox.openIn([...new Set(rows.map(({ lane }) => lane))]);
    const going = open.filter(({ numberId }) => this.numbers.number(numberId)?.state !== 'paused');
    return ({ id, lane }) => going.some((message) => message.lane === lane && message.id < id);
  }
}
