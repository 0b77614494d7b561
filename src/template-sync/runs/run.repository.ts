import { Injectable } from '@nestjs/common';
import { In, LessThan, Not } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { AFTER_ALL_IDS, idAt } from '../../platform/database/id-range.js';
import { RunRow, type RunState } from './run.entity.js';

/** What a run changes in its own row. */
export type RunChange = Partial<Omit<RunRow, 'id' | 'slot' | 'beats'>>;

/** The records of runs, which are their leases while they run. */
@Injectable()
export class RunRepository {
  constructor(private readonly database: Database) {}

  /** `false` when another run has the account. */
  async add(row: RunRow): Promise<boolean> {
    return (await this.database.insertIfAbsent(RunRow, [row], ['slot'])).length === 1;
  }

  /** The run that has an account now. */
  holder(accountId: string): Promise<RunRow | null> {
    return this.database.manager.findOneBy(RunRow, { slot: accountId });
  }

  /** One more beat, with how far it has come; `false` when the run was taken over or is over. */
  async beat(run: RunRow, change: RunChange): Promise<boolean> {
    run.beats += 1;
    const where = { id: run.id, slot: run.slot };
    const set = { ...change, beats: run.beats };
    return (await this.database.updateMany(RunRow, [{ where, set }])).length === 1;
  }

  /** Closes a run and frees its account; `false` when somebody else did. */
  async close(run: RunRow, change: RunChange): Promise<boolean> {
    const where = { id: run.id, slot: run.slot };
    const set = { ...change, slot: run.id, phase: 'over' as const };
    return (await this.database.updateMany(RunRow, [{ where, set }])).length === 1;
  }

  /** Closes somebody else's run that gave no sign of life since `beats`. */
  async bury({ id, slot, beats }: RunRow, change: RunChange): Promise<boolean> {
    const set = { ...change, slot: id, phase: 'over' as const };
    return (await this.database.updateMany(RunRow, [{ where: { id, slot, beats }, set }])).length === 1;
  }

  /** Runs of an account that came to an end of their own, newest first. */
  ended(accountId: string, most: number): Promise<RunRow[]> {
    return this.database.manager.find(RunRow, {
      where: { accountId, dryRun: false, state: In(['DONE', 'FAILED'] satisfies RunState[]) },
      order: { id: 'DESC' },
      take: most,
    });
  }

  /** The latest successful run, of one kind or of any. */
  async latest(accountId: string, kind?: RunRow['kind']): Promise<RunRow | null> {
    const [row] = await this.database.manager.find(RunRow, {
      where: { accountId, dryRun: false, state: 'DONE', ...(kind === undefined ? {} : { kind }) },
      order: { id: 'DESC' },
      take: 1,
    });
    return row ?? null;
  }

  /** All runs that were asked for together. */
  async invocation(id: string): Promise<RunRow[]> {
    const together = await this.database.manager.find(RunRow, {
      where: { invocationId: id },
      order: { id: 'ASC' },
    });
    return together.length > 0 ? together : this.database.manager.findBy(RunRow, { id });
  }

  list(before: string | null, limit: number, accountId?: string): Promise<RunRow[]> {
    return this.database.manager.find(RunRow, {
      where: { id: LessThan(before ?? AFTER_ALL_IDS), ...(accountId === undefined ? {} : { accountId }) },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  /** Forgets runs that ended long ago. */
  async prune(before: Date): Promise<void> {
    await this.database.manager.delete(RunRow, {
      id: LessThan(idAt(before)),
      state: Not('RUNNING' satisfies RunState),
    });
  }
}
