import { Injectable } from '@nestjs/common';
import { type FindOptionsWhere, MoreThan } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { LinkRow } from '../mirror/link.entity.js';
import { LocalRow } from '../mirror/local.entity.js';
import { TemplateRow } from '../mirror/template.entity.js';
import { VersionRow } from '../mirror/version.entity.js';
import { type Counts, type Entry, noCounts } from './format.js';
import { linkRow, localRow, templateRow, versionRow } from './record.js';

/** Rows in memory at a time: some carry long texts. */
const PAGE = 200;

/** The tables of templates as a whole: read for a backup, written by a restore. */
@Injectable()
export class BackupRepository {
  constructor(private readonly database: Database) {}

  templates(accountId?: string): AsyncGenerator<TemplateRow> {
    return this.pages((after) => {
      const where = { ...(after && { id: MoreThan(after.id) }), ...(accountId && { accountId }) };
      return this.database.manager.find(TemplateRow, { where, order: { id: 'ASC' }, take: PAGE });
    });
  }

  versions(): AsyncGenerator<VersionRow> {
    return this.pages((after) => {
      const where = after ? { id: MoreThan(after.id) } : {};
      return this.database.manager.find(VersionRow, { where, order: { id: 'ASC' }, take: PAGE });
    });
  }

  metadata(): AsyncGenerator<LocalRow> {
    return this.pages((after) => {
      const where = after ? { templateId: MoreThan(after.templateId) } : {};
      return this.database.manager.find(LocalRow, { where, order: { templateId: 'ASC' }, take: PAGE });
    });
  }

  links(): AsyncGenerator<LinkRow> {
    return this.pages((after) => {
      const where: FindOptionsWhere<LinkRow>[] = after
        ? [
            { userId: after.userId, templateId: MoreThan(after.templateId) },
            { userId: MoreThan(after.userId) },
          ]
        : [{}];
      const order = { userId: 'ASC', templateId: 'ASC' } as const;
      return this.database.manager.find(LinkRow, { where, order, take: PAGE });
    });
  }

  countTemplates(): Promise<number> {
    return this.database.manager.count(TemplateRow);
  }

  /** Inserts the entries in their order; gives how many of each there were. */
  async insert(entries: AsyncIterable<Entry>): Promise<Counts> {
    const counts = noCounts();
    let page: Entry[] = [];
    for await (const entry of entries) {
      if (page.length === PAGE || (page[0] && page[0].section !== entry.section)) {
        await this.insertPage(page);
        page = [];
      }
      page.push(entry);
      counts[entry.section] += 1;
    }
    await this.insertPage(page);
    return counts;
  }

  /** All entries of a page belong to the same list. */
  private async insertPage(page: readonly Entry[]): Promise<void> {
    const { database } = this;
    await database.insertMany(
      TemplateRow,
      page.flatMap((entry) => (entry.section === 'templates' ? [templateRow(entry.record)] : [])),
    );
    await database.insertMany(
      VersionRow,
      page.flatMap((entry) => (entry.section === 'versions' ? [versionRow(entry.record)] : [])),
    );
    await database.insertMany(
      LocalRow,
      page.flatMap((entry) => (entry.section === 'metadata' ? [localRow(entry.record)] : [])),
    );
    await database.insertMany(
      LinkRow,
      page.flatMap((entry) => (entry.section === 'links' ? [linkRow(entry.record)] : [])),
    );
  }

  private async *pages<T>(read: (after: T | undefined) => Promise<T[]>): AsyncGenerator<T> {
    let page = await read(undefined);
    while (page.length > 0) {
      yield* page;
      page = page.length < PAGE ? [] : await read(page.at(-1));
    }
  }
}
