import { Injectable } from '@nestjs/common';
import { type FindOptionsWhere, In, LessThan } from 'typeorm';
import { chunks } from '../../platform/database/chunks.js';
import { Database } from '../../platform/database/database.js';
import type { RegistrationState } from '../dhis2.contract.js';
import { AttemptRow } from './attempt.entity.js';
import { RegistrationRow } from './registration.entity.js';
import { Sealing } from './sealing.js';

/** A registration as staff see it: nothing in it tells of whom. */
export type Seen = Omit<RegistrationRow, 'words'> & { words: string };
export type SeenAttempt = Omit<AttemptRow, 'words'> & { words: string };

export interface Wanted {
  state?: RegistrationState;
  before: string | null;
  limit: number;
}

/** What may be asked for anew. */
export type Retriable = 'RETRY' | 'DEAD';

/** Registrations for those who look after them. */
@Injectable()
export class RegistrationRepository {
  constructor(
    private readonly database: Database,
    private readonly sealing: Sealing,
  ) {}

  atomically<T>(work: () => Promise<T>): Promise<T> {
    return this.database.retrying(work);
  }

  /** Newest first, one more than asked for where there are more. */
  async list({ state, before, limit }: Wanted): Promise<Seen[]> {
    const rows = await this.database.manager.find(RegistrationRow, {
      where: { ...(state && { state }), ...(before !== null && { id: LessThan(before) }) },
      order: { id: 'DESC' },
      take: limit + 1,
    });
    return rows.map((row) => this.seen(row));
  }

  async find(id: string): Promise<Seen | null> {
    const row = await this.row(id);
    return row === null ? null : this.seen(row);
  }

  row(id: string): Promise<RegistrationRow | null> {
    return this.database.manager.findOneBy(RegistrationRow, { id });
  }

  /** Oldest first. */
  async attempts(registrationId: string): Promise<SeenAttempt[]> {
    const order = { ordinal: 'ASC', at: 'ASC', id: 'ASC' } as const;
    const rows = await this.database.manager.find(AttemptRow, { where: { registrationId }, order });
    return rows.map((row) => ({ ...row, words: this.sealing.wordsOf(row.words) }));
  }

  /** Makes them due now, with three days before them; `null`: all in these states. Returns how many. */
  async retry(ids: readonly string[] | null, states: readonly Retriable[], now: Date): Promise<number> {
    const set = {
      state: 'RETRY' as const,
      lane: 2,
      nextAttemptAt: now,
      queuedAt: now,
      tries: 0,
      updatedAt: now,
    };
    let count = 0;
    for (const part of ids === null ? [null] : chunks([...new Set(ids)].toSorted())) {
      const where: FindOptionsWhere<RegistrationRow> = { state: In([...states]) };
      if (part !== null) where.id = In(part);
      count += (await this.database.manager.update(RegistrationRow, where, set)).affected ?? 0;
    }
    return count;
  }

  /** Sets what a decision brings; `false` when the row has changed meanwhile. */
  async settle({ id, version }: RegistrationRow, set: Partial<RegistrationRow>): Promise<boolean> {
    const change = { where: { id, version }, set: { ...set, version: version + 1 } };
    return (await this.database.updateMany(RegistrationRow, [change])).length === 1;
  }

  /** How many are in each of these states. */
  async countsOf<S extends RegistrationState>(states: readonly S[]): Promise<Record<S, number>> {
    const rows = await this.database.manager
      .createQueryBuilder(RegistrationRow, 'r')
      .select('r.state', 'state')
      .addSelect('COUNT(*)', 'amount')
      .where('r.state IN (:...states)', { states })
      .groupBy('r.state')
      .getRawMany<{ state: S; amount: number | string }>();
    const found = new Map(rows.map(({ state, amount }) => [state, Number(amount)]));
    return Object.fromEntries(states.map((state) => [state, found.get(state) ?? 0])) as Record<S, number>;
  }

  /** Since when the oldest one waits that is neither done nor anybody's task. */
  async oldestWaiting(): Promise<Date | null> {
    const [oldest] = await this.database.manager.find(RegistrationRow, {
      select: { id: true, createdAt: true },
      where: { state: In(['QUEUED', 'SENDING', 'RETRY']) },
      order: { id: 'ASC' },
      take: 1,
    });
    return oldest?.createdAt ?? null;
  }

  /** Why registrations wait that no other attempt can help: one of each cause, the oldest. */
  async misconfigured(): Promise<{ cause: string; advice: string }[]> {
    const rows = await this.database.manager
      .createQueryBuilder(RegistrationRow, 'r')
      .select('r.cause', 'cause')
      .addSelect('MIN(r.advice)', 'advice')
      .where('r.state = :state AND r.outcome = :outcome', { state: 'RETRY', outcome: 'misconfigured' })
      .groupBy('r.cause')
      .getRawMany<{ cause: string | null; advice: string | null }>();
    return rows.map(({ cause, advice }) => ({ cause: cause ?? 'misconfigured', advice: advice ?? '' }));
  }

  private seen(row: RegistrationRow): Seen {
    return { ...row, payload: null, codeKey: null, words: this.sealing.wordsOf(row.words) };
  }
}
