import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { chunks } from '../../platform/database/chunks.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import { type Change, columnsOf, rowOf, snapshotOf } from './change.js';
import { type Content, contentOfRow, hashOf, type Snapshot } from './content.js';
import { type Index, keyOf, type Known } from './diff.js';
import { TemplateRow } from './template.entity.js';
import { VersionRow } from './version.entity.js';

/** Who changes templates, and when. */
export interface Stamp {
  cause: VersionRow['cause'];
  actor: string;
  runId: string | null;
  at: Date;
  approvedEdit?: boolean;
}

/** A template that is gone, as it was read. */
export type Gone = Pick<Known, 'id' | 'revision'>;

/** What one template becomes. */
export type Next = { content: Content } & Partial<
  Pick<TemplateRow, 'active' | 'statusAt' | 'qualityAt' | 'categoryAt'>
>;

/** Orphans are read whole for their versions: not too many at once. */
const ORPHANS = 200;

/** What a synchronisation reads and writes, many rows at a time. Every write asks for the revision that was read. */
@Injectable()
export class MirrorRepository {
  constructor(private readonly database: Database) {}

  /** Keys and hashes of an account's templates, in one statement. */
  async index(accountId: string): Promise<Index> {
    const rows = await this.database.manager
      .createQueryBuilder(TemplateRow, 't')
      .select('t.id', 'id')
      .addSelect('t.name', 'name')
      .addSelect('t.language', 'language')
      .addSelect('t.contentHash', 'hash')
      .addSelect('t.revision', 'revision')
      .addSelect('t.active', 'active')
      .where({ accountId })
      .getRawMany<
        Record<'id' | 'name' | 'language' | 'hash', string> & { revision: unknown; active: unknown }
      >();
    const index: Index = new Map();
    for (const { id, name, language, hash, revision, active } of rows) {
      const known = { id, hash, revision: Number(revision), active: Boolean(Number(active)) };
      index.set(keyOf(name, language), { ...known, verdict: null, place: 0 });
    }
    return index;
  }

  /** Writes new templates with their first versions; those whose key was taken meanwhile are left. Returns how many were new. */
  async insert(accountId: string, changes: readonly Change[], stamp: Stamp): Promise<number> {
    const rows = changes.map((change) => rowOf(change, accountId, stamp.at));
    const added = await this.database.insertIfAbsent(TemplateRow, rows, ['accountId', 'name', 'language']);
    await this.keep(
      pick(changes, added).map((change) => [change.id, 1, snapshotOf(change)]),
      stamp,
    );
    return added.length;
  }

  /** Writes changed templates and the versions of those that say something new; returns how many rows were still as they were read. */
  async update(changes: readonly Change[], stamp: Stamp): Promise<number> {
    const written = await this.database.updateMany(
      TemplateRow,
      changes.map((change) => ({
        where: { id: change.id, revision: change.revision },
        set: {
          ...columnsOf(change),
          active: true,
          revision: change.revision + (change.isNews ? 1 : 0),
          updatedAt: stamp.at,
        },
      })),
    );
    const news = pick(changes, written).filter(({ isNews }) => isNews);
    await this.keep(
      news.map((change) => [change.id, change.revision + 1, snapshotOf(change)]),
      stamp,
    );
    return written.length;
  }

  /** Writes one template that was read whole; `false` when somebody else changed it meanwhile. */
  async replace(row: TemplateRow, next: Next, stamp: Stamp): Promise<boolean> {
    const { content, ...rest } = next;
    const revision = row.revision + 1;
    const columns = columnsOf({ name: row.name, hash: hashOf(content), content });
    const set = { ...columns, ...rest, revision, updatedAt: stamp.at };
    const written = await this.database.updateMany(TemplateRow, [
      { where: { id: row.id, revision: row.revision }, set },
    ]);
    if (written.length === 0) return false;
    const active = next.active ?? row.active;
    await this.keep(
      [[row.id, revision, { name: row.name, language: row.language, ...content, active }]],
      stamp,
    );
    return true;
  }

  /** Marks templates as gone; returns how many were still as they were read. */
  async deactivate(orphans: readonly Gone[], stamp: Stamp): Promise<number> {
    let count = 0;
    for (const part of chunks(orphans, ORPHANS)) count += await this.deactivatePart(part, stamp);
    return count;
  }

  private async deactivatePart(orphans: readonly Gone[], stamp: Stamp): Promise<number> {
    const written = await this.database.updateMany(
      TemplateRow,
      orphans.map(({ id, revision }) => ({
        where: { id, revision },
        set: { active: false, revision: revision + 1, updatedAt: stamp.at },
      })),
    );
    const ids = pick(orphans, written).map(({ id }) => id);
    if (ids.length === 0) return 0;
    const rows = await this.database.manager.findBy(TemplateRow, { id: In(ids) });
    await this.keep(
      rows.map((row) => [row.id, row.revision, snapshotOfRow(row)]),
      stamp,
    );
    return ids.length;
  }

  private async keep(versions: [string, number, Snapshot][], stamp: Stamp): Promise<void> {
    const { at, cause, actor, runId, approvedEdit = false } = stamp;
    const rows = versions.map(([templateId, revision, snapshot]): VersionRow => ({
      id: newId(),
      templateId,
      revision,
      cause,
      actor,
      runId,
      approvedEdit,
      snapshot: JSON.stringify(snapshot),
      createdAt: at,
    }));
    await this.database.insertMany(VersionRow, rows);
  }
}

/** A row as a version keeps it. */
export function snapshotOfRow(row: TemplateRow): Snapshot {
  return { name: row.name, language: row.language, ...contentOfRow(row), active: row.active };
}

function pick<T>(list: readonly T[], places: readonly number[]): T[] {
  return places.flatMap((place) => list[place] ?? []);
}
