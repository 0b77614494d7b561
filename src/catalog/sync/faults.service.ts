import { Injectable } from '@nestjs/common';
import { newId } from '../../platform/database/id.js';
import type { Fault } from './written.js';
import { RunRepository } from './run.repository.js';

/** Of one run: who has more wrong has to look at the inventory itself. */
const MOST_KEPT = 1_000;

/** What a run could not take over, kept to be shown. */
@Injectable()
export class Faults {
  private readonly kept = new Map<string, number>();

  constructor(private readonly runs: RunRepository) {}

  /** Joins the transaction that is open. */
  async keep(runId: string, faults: readonly Fault[]): Promise<void> {
    const before = this.kept.get(runId) ?? 0;
    const rows = faults.slice(0, Math.max(0, MOST_KEPT - before));
    if (rows.length === 0) return;
    this.kept.set(runId, before + rows.length);
    await this.runs.addFaults(rows.map((fault) => ({ id: newId(), runId, ...fault })));
  }

  /** The run is over. */
  forget(runId: string): void {
    this.kept.delete(runId);
  }
}
