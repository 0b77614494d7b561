import { Injectable } from '@nestjs/common';
import { type Page, pageOf, PageQuery, positionOf } from '../../platform/web/page.dto.js';
import { TemplateNotFound, VersionNotFound } from '../template-sync.errors.js';
import type { Snapshot } from './content.js';
import { type Difference, differences } from './difference.js';
import { HistoryRepository } from './history.repository.js';
import { TemplatesRepository } from './templates.repository.js';
import type { VersionCause, VersionRow } from './version.entity.js';

/** A version and what it changed of the one before. */
export interface Version {
  row: VersionRow;
  snapshot: Snapshot;
  /** Names of the fields; all of them for the first version. */
  changed: string[];
}

/** A field that differs, and which change between the two versions made it what it is. */
export interface Explained extends Difference {
  revision: number;
  cause: VersionCause;
  actor: string;
  at: Date;
}

/** Two versions and every field in which they differ. */
export interface Comparison {
  from: VersionRow;
  to: VersionRow;
  changes: Explained[];
}

/** What templates were, and who changed them. */
@Injectable()
export class History {
  constructor(
    private readonly history: HistoryRepository,
    private readonly templates: TemplatesRepository,
  ) {}

  /** Newest first. */
  async list(templateId: string, query: PageQuery): Promise<Page<Version>> {
    await this.demand(templateId);
    const before = Number(positionOf(query) ?? AFTER_ALL);
    const rows = await this.history.list(
      templateId,
      Number.isSafeInteger(before) ? before : 0,
      query.limit + 1,
    );
    const versions = rows.map((row, at) => {
      const snapshot = snapshotOf(row);
      const earlier = rows[at + 1];
      const changed =
        earlier === undefined ? Object.keys(snapshot) : fieldsOf(differences(snapshotOf(earlier), snapshot));
      return { row, snapshot, changed };
    });
    return pageOf(versions, query.limit, ({ row }) => String(row.revision));
  }

  /** Every field in which two versions, by number or id, differ; `to` may be the older one. Unnamed: the last two. */
  async compare(templateId: string, asked: { from?: string; to?: string }): Promise<Comparison> {
    const revision = await this.demand(templateId);
    const to = await this.version(templateId, asked.to ?? String(revision));
    const from = await this.version(templateId, asked.from ?? String(Math.max(1, to.revision - 1)));
    const [older, newer] = from.revision <= to.revision ? [from, to] : [to, from];
    const steps = await this.history.between(templateId, older.revision, newer.revision);
    const causes = lastChanges(older, steps);
    const changes = differences(snapshotOf(from), snapshotOf(to)).map((difference) => {
      const by = causes.get(difference.field) ?? nearest(causes, difference.field) ?? newer;
      return { ...difference, revision: by.revision, cause: by.cause, actor: by.actor, at: by.createdAt };
    });
    return { from, to, changes };
  }

  private async demand(templateId: string): Promise<number> {
    const template = await this.templates.find(templateId);
    if (template === null) throw new TemplateNotFound(templateId);
    return template.row.revision;
  }

  private async version(templateId: string, named: string): Promise<VersionRow> {
    const which = /^\d+$/.test(named) ? { revision: Number(named) } : { id: named.toLowerCase() };
    const row = await this.history.find(templateId, which);
    if (row === null) throw new VersionNotFound(`${templateId} has no version ${named}`);
    return row;
  }
}

const AFTER_ALL = 2 ** 31 - 1;

function snapshotOf(row: VersionRow): Snapshot {
  return JSON.parse(row.snapshot) as Snapshot;
}

function fieldsOf(list: readonly Difference[]): string[] {
  return list.map(({ field }) => field);
}

/** For each field that changed on the way, the last version that changed it. */
function lastChanges(start: VersionRow, steps: readonly VersionRow[]): Map<string, VersionRow> {
  const last = new Map<string, VersionRow>();
  let before = start;
  for (const step of steps) {
    for (const { field } of differences(snapshotOf(before), snapshotOf(step))) last.set(field, step);
    before = step;
  }
  return last;
}

/** A part that appeared as a whole explains the fields in it, and a field the part around it. */
function nearest(causes: Map<string, VersionRow>, field: string): VersionRow | undefined {
  let found: VersionRow | undefined;
  for (const [name, row] of causes) {
    const isRelated = name.startsWith(field) || field.startsWith(name);
    if (isRelated && (found === undefined || row.revision > found.revision)) found = row;
  }
  return found;
}
