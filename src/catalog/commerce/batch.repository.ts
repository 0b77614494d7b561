import { Injectable } from '@nestjs/common';
import { In, LessThan } from 'typeorm';
import { chunks } from '../../platform/database/chunks.js';
import { Database } from '../../platform/database/database.js';
import { AFTER_ALL_IDS, idAt } from '../../platform/database/id-range.js';
import { newId } from '../../platform/database/id.js';
import type { CommerceResult } from '../catalog.port.js';
import { type BatchState, CommerceBatchRow } from './commerce-batch.entity.js';
import { CommerceItemRow, GONE, type ItemState } from './commerce-item.entity.js';
import type { Parcel } from './commerce.repository.js';

/** What became of a batch. */
export interface Settled {
  accepted: number;
  refused: number;
  removed: number;
}

const MOST_WORDS = 20;
const LONGEST_WORDS = 500;

/** Batches, and what becomes of the items in them. */
@Injectable()
export class BatchRepository {
  constructor(private readonly database: Database) {}

  /** Writes down what is about to be handed over. */
  async open(catalogId: string, parcels: readonly Parcel[], at: Date): Promise<CommerceBatchRow> {
    const batch: CommerceBatchRow = {
      id: newId(),
      catalogId,
      state: 'SENDING',
      handle: null,
      items: parcels.length,
      accepted: 0,
      refused: 0,
      sentAt: at,
      polledAt: null,
      finishedAt: null,
      error: null,
    };
    const open = {
      batchId: batch.id,
      state: 'PENDING',
      changedAt: at,
      errors: null,
      warnings: null,
    } as const;
    const fresh = parcels.flatMap(({ item: { sku }, hash: hashSent, known }) =>
      known === null ? [{ ...open, id: newId(), catalogId, sku, hashSent, hashAccepted: null }] : [],
    );
    const changes = parcels.flatMap(({ hash: hashSent, known }) =>
      known === null ? [] : [{ where: { id: known.id }, set: { ...open, hashSent } }],
    );
    await this.database.retrying(async () => {
      await this.database.insertMany(CommerceBatchRow, [batch]);
      await this.database.insertMany(CommerceItemRow, fresh);
      await this.database.updateMany(CommerceItemRow, changes);
    });
    return batch;
  }

  /** A batch was handed over; some of it may have been refused at once. */
  async handed(
    batch: CommerceBatchRow,
    handle: string | null,
    results: readonly CommerceResult[],
    at: Date,
  ): Promise<void> {
    await this.database.retrying(async () => {
      const refused = await this.tell(batch, results, at);
      await this.database.manager.update(
        CommerceItemRow,
        { batchId: batch.id, state: 'PENDING' },
        { state: 'SENT' },
      );
      const change = { state: 'SENT', handle, refused } as const;
      await this.database.manager.update(CommerceBatchRow, { id: batch.id }, change);
      Object.assign(batch, change);
    });
  }

  /** A batch is done: whoever was not refused is taken. */
  async settle(batch: CommerceBatchRow, results: readonly CommerceResult[], at: Date): Promise<Settled> {
    return this.database.retrying(async () => {
      const refused = batch.refused + (await this.tell(batch, results, at));
      const where = { batchId: batch.id, state: 'SENT' } as const;
      const taken = await this.database.read(CommerceItemRow, { pick: ['id', 'hashSent'], where });
      const [gone, there] = [
        taken.filter(({ hashSent }) => hashSent === GONE),
        taken.filter(({ hashSent }) => hashSent !== GONE),
      ];
      for (const some of chunks(gone.map(({ id }) => id)))
        await this.database.manager.delete(CommerceItemRow, { id: In(some) });
      await this.database.updateMany(
        CommerceItemRow,
        there.map(({ id, hashSent }) => ({
          where: { id },
          set: { state: 'OK' as const, hashAccepted: hashSent, changedAt: at },
        })),
      );
      const change = {
        state: 'DONE',
        accepted: taken.length,
        refused,
        finishedAt: at,
        polledAt: at,
      } as const;
      await this.database.manager.update(CommerceBatchRow, { id: batch.id }, change);
      return { accepted: taken.length, refused, removed: gone.length };
    });
  }

  async polled({ id }: CommerceBatchRow, at: Date): Promise<void> {
    await this.database.manager.update(CommerceBatchRow, { id }, { polledAt: at });
  }

  /** What it held goes with the next export. */
  async close(
    { id }: CommerceBatchRow,
    state: Extract<BatchState, 'FAILED' | 'LOST'>,
    error: string | null,
    at: Date,
  ): Promise<void> {
    await this.database.manager.update(CommerceBatchRow, { id }, { state, error, finishedAt: at });
  }

  /** Batches of which it is not known what became of them, oldest first. */
  async unfinished(catalogId: string): Promise<CommerceBatchRow[]> {
    const where = { catalogId, state: ['SENDING', 'SENT'] satisfies BatchState[] };
    const rows = await this.database.read(CommerceBatchRow, { where });
    return rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }

  batches(catalogId: string, limit: number): Promise<CommerceBatchRow[]> {
    const where = { catalogId, id: LessThan(AFTER_ALL_IDS) };
    return this.database.manager.find(CommerceBatchRow, { where, order: { id: 'DESC' }, take: limit });
  }

  async prune(catalogId: string, before: Date): Promise<void> {
    const state = In(['DONE', 'FAILED', 'LOST'] satisfies BatchState[]);
    await this.database.manager.delete(CommerceBatchRow, { catalogId, state, id: LessThan(idAt(before)) });
  }

  /** Writes down who was refused and who was warned; how many were refused. */
  private async tell(batch: CommerceBatchRow, results: readonly CommerceResult[], at: Date): Promise<number> {
    const bySku = new Map(results.map((result) => [result.sku, result]));
    if (bySku.size === 0) return 0;
    const open = ['PENDING', 'SENT'] satisfies ItemState[];
    const rows = await this.database.read(CommerceItemRow, {
      pick: ['id', 'sku'],
      where: { batchId: batch.id, state: open },
    });
    const told = rows.flatMap(({ id, sku }) => {
      const result = bySku.get(sku);
      return result === undefined ? [] : [{ id, result }];
    });
    const refused = told.filter(({ result }) => !result.ok);
    await this.database.updateMany(
      CommerceItemRow,
      refused.map(({ id, result: { errors, warnings } }) => ({
        where: { id },
        set: {
          state: 'REFUSED' as const,
          errors: wordsOf(errors),
          warnings: wordsOf(warnings),
          changedAt: at,
        },
      })),
    );
    await this.database.updateMany(
      CommerceItemRow,
      told
        .filter(({ result }) => result.ok && result.warnings.length > 0)
        .map(({ id, result }) => ({ where: { id }, set: { warnings: wordsOf(result.warnings) } })),
    );
    return refused.length;
  }
}

function wordsOf(words: readonly string[]): string | null {
  const some = words.slice(0, MOST_WORDS).map((each) => each.slice(0, LONGEST_WORDS));
  return some.length === 0 ? null : JSON.stringify(some);
}
