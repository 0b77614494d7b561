import { Injectable } from '@nestjs/common';
import { LessThan, Not } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { AFTER_ALL_IDS, idAt } from '../../platform/database/id-range.js';
import { CommerceExportRow, type ExportState } from './commerce-export.entity.js';

/** What an export changes in its own row. */
export type ExportChange = Partial<Omit<CommerceExportRow, 'id' | 'slot' | 'beats'>>;

/** The records of exports, which are their leases while they run. */
@Injectable()
export class ExportRepository {
  constructor(private readonly database: Database) {}

  /** `false` when another export has the catalogue. */
  async add(row: CommerceExportRow): Promise<boolean> {
    return (await this.database.insertIfAbsent(CommerceExportRow, [row], ['slot'])).length === 1;
  }

  /** The export that goes on now. */
  holder(catalogId: string): Promise<CommerceExportRow | null> {
    return this.database.manager.findOneBy(CommerceExportRow, { slot: catalogId });
  }

  /** The latest one, whatever became of it. */
  async latest(catalogId: string): Promise<CommerceExportRow | null> {
    const [row] = await this.database.manager.find(CommerceExportRow, {
      where: { catalogId, id: LessThan(AFTER_ALL_IDS) },
      order: { id: 'DESC' },
      take: 1,
    });
    return row ?? null;
  }

  /** One more beat; `false` when it was taken over or is over. */
  async beat(run: CommerceExportRow, beatAt: Date): Promise<boolean> {
    run.beats += 1;
    return this.write(run, { beatAt, beats: run.beats });
  }

  /** How far it is. */
  tell(run: CommerceExportRow, change: ExportChange): Promise<boolean> {
    return this.write(run, change);
  }

  /** Closes an export and frees its catalogue; `false` when somebody else did. */
  close(run: CommerceExportRow, change: ExportChange): Promise<boolean> {
    return this.write(run, { ...change, slot: run.id });
  }

  /** Closes somebody else's export that gave no sign of life since `beats`. */
  async bury({ id, slot, beats }: CommerceExportRow, change: ExportChange): Promise<boolean> {
    const set = { ...change, slot: id };
    const done = await this.database.updateMany(CommerceExportRow, [{ where: { id, slot, beats }, set }]);
    return done.length === 1;
  }

  async prune(catalogId: string, before: Date): Promise<void> {
    const state = Not('RUNNING' satisfies ExportState);
    await this.database.manager.delete(CommerceExportRow, { catalogId, state, id: LessThan(idAt(before)) });
  }

  private async write({ id, slot }: CommerceExportRow, set: Partial<CommerceExportRow>): Promise<boolean> {
    return (await this.database.updateMany(CommerceExportRow, [{ where: { id, slot }, set }])).length === 1;
  }
}
