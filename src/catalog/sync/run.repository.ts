import { Injectable } from '@nestjs/common';
import { LessThan, Not } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { AFTER_ALL_IDS } from '../../platform/database/id-range.js';
import type { Kind } from '../catalog.port.js';
import { FaultRow } from './fault.entity.js';
import { RunRow, type RunState } from './run.entity.js';

/** What a run changes in its own row. */
export type RunChange = Partial<Omit<RunRow, 'id' | 'slot' | 'beats'>>;

const MOST_DELETED = 500;

/** The records of runs, which are their leases while they run. */
@Injectable()
export class RunRepository {
  constructor(private readonly database: Database) {}

  /** `false` when another run has the kind. */
  async add(row: RunRow): Promise<boolean> {
    return (await this.database.insertIfAbsent(RunRow, [row], ['slot'])).length === 1;
  }

  find(id: string): Promise<RunRow | null> {
    return this.database.manager.findOneBy(RunRow, { id });
  }

  /** The run that goes on now. */
  holder(kind: Kind): Promise<RunRow | null> {
    return this.database.manager.findOneBy(RunRow, { slot: kind });
  }

  /** How far a run is; `false` when it was taken over or is over. */
  async tell(run: RunRow, change: RunChange): Promise<boolean> {
    const where = { id: run.id, slot: run.slot };
    return (await this.database.updateMany(RunRow, [{ where, set: change }])).length === 1;
  }

  /** One more beat; `false` when it was taken over, is over, or somebody asked it to stop. */
  async beat(run: RunRow, beatAt: Date): Promise<'held' | 'lost' | 'stopped'> {
    run.beats += 1;
    const where = { id: run.id, slot: run.slot };
    const held = await this.database.updateMany(RunRow, [{ where, set: { beatAt, beats: run.beats } }]);
    if (held.length === 0) return 'lost';
    const [now] = await this.database.read(RunRow, { pick: ['isStopped'], where: { id: run.id } });
    return now?.isStopped === true ? 'stopped' : 'held';
  }

  /** Closes a run and frees its kind; `false` when somebody else did. */
  async close(run: RunRow, change: RunChange): Promise<boolean> {
    const where = { id: run.id, slot: run.slot };
    return (
      (await this.database.updateMany(RunRow, [{ where, set: { ...change, slot: run.id } }])).length === 1
    );
  }

  /** Closes somebody else's run that gave no sign of life since `beats`. */
  async bury({ id, slot, beats }: RunRow, change: RunChange): Promise<boolean> {
    const set = { ...change, slot: id };
    return (await this.database.updateMany(RunRow, [{ where: { id, slot, beats }, set }])).length === 1;
  }

  /** Asks a run to stop, on whichever instance it is; `false` when it is over. */
  async stop(id: string, kind: Kind): Promise<boolean> {
    const change = { where: { id, slot: kind }, set: { isStopped: true } };
    return (await this.database.updateMany(RunRow, [change])).length === 1;
  }

  /** The latest of a kind, in this state or in any. */
  async latest(kind: Kind, state?: RunState): Promise<RunRow | null> {
    const [row] = await this.database.manager.find(RunRow, {
      where: { kind, ...(state === undefined ? {} : { state }) },
      order: { id: 'DESC' },
      take: 1,
    });
    return row ?? null;
  }

  list(before: string | null, limit: number, kind?: Kind): Promise<RunRow[]> {
    return this.database.manager.find(RunRow, {
      where: { id: LessThan(before ?? AFTER_ALL_IDS), ...(kind === undefined ? {} : { kind }) },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  addFaults(rows: readonly FaultRow[]): Promise<void> {
    return this.database.insertMany(FaultRow, rows);
  }

  /** What a run could not take over, after an id. */
  faults(runId: string, after: string, limit: number): Promise<FaultRow[]> {
    return this.database.read(FaultRow, { where: { runId }, page: { by: 'id', after, limit } });
  }

  /** Forgets runs that ended long ago, with their faults. */
  async prune(before: Date): Promise<void> {
    for (;;) {
      const old = await this.database.manager.find(RunRow, {
        select: { id: true },
        where: { startedAt: LessThan(before), state: Not('RUNNING' satisfies RunState) },
        take: MOST_DELETED,
      });
      for (const { id } of old) await this.database.manager.delete(FaultRow, { runId: id });
      for (const { id } of old) await this.database.manager.delete(RunRow, { id });
      if (old.length < MOST_DELETED) return;
    }
  }
}
