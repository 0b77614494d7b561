import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { LinkRow } from './link.entity.js';
import { TemplateRow } from './template.entity.js';

/** Which users have which templates. */
@Injectable()
export class LinkRepository {
  constructor(private readonly database: Database) {}

  /** Gives a user every active template of an account; returns how many links were new. Writes nothing when none is. */
  async link(userId: string, accountId: string, at: Date): Promise<number> {
    const missing = await this.missing(userId, accountId);
    const added = await this.database.insertIfAbsent(
      LinkRow,
      missing.map((templateId) => ({ userId, templateId, createdAt: at })),
      ['userId', 'templateId'],
    );
    return added.length;
  }

  /** Active templates of the account that the user does not have. */
  async missing(userId: string, accountId: string): Promise<string[]> {
    const rows = await this.database.manager
      .createQueryBuilder(TemplateRow, 't')
      .select('t.id', 'id')
      .leftJoin(LinkRow, 'l', 'l.templateId = t.id AND l.userId = :userId', { userId })
      .where('t.accountId = :accountId AND t.active = :active AND l.userId IS NULL', {
        accountId,
        active: true,
      })
      .getRawMany<{ id: string }>();
    return rows.map(({ id }) => id);
  }
}
