import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { ScheduleRow } from './schedule.entity.js';

/** The moments at which regular work was begun. */
@Injectable()
export class ScheduleRepository {
  constructor(private readonly database: Database) {}

  /** Last moments by name; a name that is new counts from now. */
  async lastBegun(names: readonly string[], now: Date): Promise<Map<string, Date>> {
    const rows = await this.database.manager.find(ScheduleRow);
    const known = new Map(rows.map((row) => [row.name, row.lastBegunAt]));
    const fresh = names.filter((name) => !known.has(name));
    if (fresh.length === 0) return known;
    await this.database.insertIfAbsent(
      ScheduleRow,
      fresh.map((name) => ({ name, lastBegunAt: now })),
      ['name'],
    );
    for (const name of fresh) known.set(name, now);
    return known;
  }

  /** Takes the run that is due after `last`; `false` when another instance has it. */
  async begin(name: string, last: Date, now: Date): Promise<boolean> {
    const change = { where: { name, lastBegunAt: last }, set: { lastBegunAt: now } };
    return (await this.database.updateMany(ScheduleRow, [change])).length === 1;
  }
}
