import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import { type PairKind, PairRow, type PairState } from './pair.entity.js';

/** Two codes that may belong to one person, on their way in. */
export type NewPair = Pick<PairRow, 'kind' | 'keptId' | 'otherId' | 'differs'> & Partial<Verdict>;

/** What was said of a pair, by whom and when. */
export type Verdict = Pick<PairRow, 'state' | 'decidedBy' | 'decidedAt'>;

export const UNDECIDED: Verdict = { state: 'OPEN', decidedBy: null, decidedAt: null };

/** Which pairs to list. */
export interface Wanted {
  state?: PairState;
  kind?: PairKind;
  before: string | null;
  limit: number;
}

/** Pairs in the database. Ids only. */
@Injectable()
export class PairRepository {
  constructor(private readonly database: Database) {}

  /** `false` when there is a pair of these two already. */
  async add(pair: NewPair): Promise<boolean> {
    const row = { id: newId(), ...UNDECIDED, ...pair };
    const added = await this.database.insertIfAbsent(PairRow, [row], ['keptId', 'otherId']);
    return added.length === 1;
  }

  find(id: string): Promise<PairRow | null> {
    return this.database.manager.findOneBy(PairRow, { id });
  }

  /** The pair of these two, whichever came first. */
  async between(oneId: string, otherId: string): Promise<PairRow | null> {
    const ids = [oneId, otherId];
    const rows = await this.database.read(PairRow, { where: { keptId: ids, otherId: ids } });
    return rows.at(0) ?? null;
  }

  /** Newest first. */
  list({ state, kind, before, limit }: Wanted): Promise<PairRow[]> {
    return this.database.manager.find(PairRow, {
      where: {
        ...(state === undefined ? {} : { state }),
        ...(kind === undefined ? {} : { kind }),
        ...(before === null ? {} : { id: LessThan(before) }),
      },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  /** Gives a pair another state; of several at the same moment one succeeds. */
  async decide(id: string, from: PairState, to: Verdict): Promise<boolean> {
    const { affected } = await this.database.manager.update(PairRow, { id, state: from }, to);
    return affected === 1;
  }

  /** The pairs in which this is the later code. */
  ofLater(otherId: string): Promise<PairRow[]> {
    return this.database.read(PairRow, { where: { otherId } });
  }

  /** Pairs with the same characters that nobody has decided, in which the earlier code is one of these. */
  waitingFor(keptIds: readonly string[]): Promise<PairRow[]> {
    return this.database.read(PairRow, { where: { keptId: keptIds, kind: 'same-code', state: 'OPEN' } });
  }
}
