import { Injectable } from '@nestjs/common';
import { In, LessThan } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Database } from '../database/database.js';
import { AFTER_ALL_IDS } from '../database/id-range.js';
import { AlertRow } from './alert.entity.js';
import type { Fault } from './alerts.js';
import { OpenProblemRow } from './open-problem.entity.js';

export interface AlertFilter {
  isOpen?: boolean;
  isCritical?: boolean;
  service?: string;
}

/** How a fault is counted: how often, when last, and whether it calls somebody. */
export interface Occurrence {
  count: number;
  at: Date;
  isCritical: boolean;
}

const CLOSING = 200;

/** Alerts in the database. */
@Injectable()
export class AlertRepository {
  constructor(private readonly database: Database) {}

  /** Opens an alert, or counts on; its id where it was opened now. Joins the transaction that is open. */
  async raise(fault: Fault, { count, at, isCritical }: Occurrence): Promise<string | null> {
    const id = uuid();
    const opened = await this.database.insertIfAbsent(
      OpenProblemRow,
      [{ problem: fault.key, alertId: id }],
      ['problem'],
    );
    const words = wordsOf(fault);
    if (opened.length === 0) {
      await this.database.manager
        .createQueryBuilder()
        .update(AlertRow)
        .set({ ...words, occurrences: () => `occurrences + ${Math.trunc(count)}`, lastAt: at })
        .where({ problem: fault.key, isOpen: true })
        .execute();
      return null;
    }
    const times = { openedAt: at, lastAt: at, closedAt: null };
    const row = { id, problem: fault.key, isOpen: true, isCritical, ...words, occurrences: count, ...times };
    await this.database.insertMany(AlertRow, [row]);
    return id;
  }

  /** Closes the alert of a problem; the row that was closed, if there was one. Joins the transaction that is open. */
  async clear(key: string, now: Date): Promise<AlertRow | null> {
    const row = await this.database.manager.findOneBy(AlertRow, { problem: key, isOpen: true });
    if (row === null) return null;
    const closed = await this.database.manager.update(
      AlertRow,
      { id: row.id, isOpen: true },
      { isOpen: false, closedAt: now },
    );
    await this.database.manager.delete(OpenProblemRow, { problem: key });
    return closed.affected === 1 ? row : null;
  }

  /** Faults that call nobody and were not seen since a moment. */
  quiet(since: Date): Promise<Pick<AlertRow, 'problem'>[]> {
    return this.database.manager.find(AlertRow, {
      select: { id: true, problem: true },
      where: { isOpen: true, isCritical: false, lastAt: LessThan(since) },
      take: CLOSING,
    });
  }

  async open(): Promise<AlertRow[]> {
    const problems = await this.database.manager.find(OpenProblemRow, { take: 1_000 });
    if (problems.length === 0) return [];
    return this.database.manager.find(AlertRow, {
      where: { id: In(problems.map(({ alertId }) => alertId)), isCritical: true },
      order: { id: 'ASC' },
    });
  }

  find(id: string): Promise<AlertRow | null> {
    return this.database.manager.findOneBy(AlertRow, { id });
  }

  /** Open and closed ones, newest first, before an id. */
  list(filter: AlertFilter, before: string | null, limit: number): Promise<AlertRow[]> {
    return this.database.manager.find(AlertRow, {
      where: { ...filter, id: LessThan(before ?? AFTER_ALL_IDS) },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  count(): Promise<number> {
    return this.database.manager.countBy(AlertRow, { isOpen: true, isCritical: true });
  }
}

type Words = Pick<AlertRow, 'title' | 'advice' | 'titleEn' | 'adviceEn' | 'service' | 'code' | 'context'>;

function wordsOf({ key, title, advice, en, service, code, context }: Fault): Words {
  return {
    title: within(title, 500),
    advice: within(advice, 1_000),
    titleEn: en === undefined ? null : within(en.title, 1_000),
    adviceEn: en === undefined ? null : within(en.advice, 1_000),
    service: within(service ?? key.split(/[.:]/)[0] ?? key, 30),
    code: code === undefined ? null : within(code, 60),
    context: context === undefined ? null : within(JSON.stringify(context), 1_000),
  };
}

/** The columns count bytes; a character is never cut. */
function within(text: string, bytes: number): string {
  const encoded = Buffer.from(text);
  if (encoded.length <= bytes) return text;
  return new TextDecoder().decode(encoded.subarray(0, bytes - 3), { stream: true });
}
