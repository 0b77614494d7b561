import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { FailureOutcome } from '../dhis2.port.js';
import type { Circuit } from './circuit.js';
import { CircuitRow } from './circuit.entity.js';

/** The circuit outlives the process. At most one is open: a new cause takes the place of the one before. */
@Injectable()
export class CircuitRepository {
  constructor(private readonly database: Database) {}

  async open(): Promise<Circuit | null> {
    const rows = await this.database.manager.find(CircuitRow, {
      order: { openedAt: 'DESC', cause: 'ASC' },
      take: 1,
    });
    const [row] = rows;
    if (row === undefined) return null;
    return { ...row, outcome: row.outcome as FailureOutcome, advice: row.advice ?? '' };
  }

  async keep(circuit: Circuit | null): Promise<void> {
    await this.database.retrying(async () => {
      await this.database.manager.deleteAll(CircuitRow);
      if (circuit === null) return;
      const advice = circuit.advice === '' ? null : circuit.advice;
      await this.database.insertMany(CircuitRow, [{ ...circuit, advice }]);
    });
  }

  /** Somebody asked for another try: the next probe goes at once. */
  async hurry(now: Date): Promise<void> {
    await this.database.manager.updateAll(CircuitRow, { probeAt: now });
  }
}
