import { Injectable } from '@nestjs/common';
import { Between, LessThan, MoreThan } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { VersionRow } from './version.entity.js';

/** The versions of templates. */
@Injectable()
export class HistoryRepository {
  constructor(private readonly database: Database) {}

  /** Newest first, from before a revision. */
  list(templateId: string, before: number, limit: number): Promise<VersionRow[]> {
    return this.database.manager.find(VersionRow, {
      where: { templateId, revision: LessThan(before) },
      order: { revision: 'DESC' },
      take: limit,
    });
  }

  find(templateId: string, which: { revision: number } | { id: string }): Promise<VersionRow | null> {
    return this.database.manager.findOneBy(VersionRow, { templateId, ...which });
  }

  /** The versions after one up to another, oldest first. */
  between(templateId: string, from: number, to: number): Promise<VersionRow[]> {
    return this.database.manager.find(VersionRow, {
      where: { templateId, revision: Between(from + 1, to) },
      order: { revision: 'ASC' },
    });
  }

  /** When an approved template was edited since a moment, oldest first. */
  async approvedEdits(templateId: string, since: Date): Promise<Date[]> {
    const rows = await this.database.manager.find(VersionRow, {
      select: { id: true, createdAt: true },
      where: { templateId, approvedEdit: true, createdAt: MoreThan(since) },
      order: { revision: 'ASC' },
    });
    return rows.map(({ createdAt }) => createdAt);
  }
}
