import { Injectable } from '@nestjs/common';
import { Brackets, In, type SelectQueryBuilder } from 'typeorm';
import { chunks } from '../../platform/database/chunks.js';
import { Database } from '../../platform/database/database.js';
import { LocalRow } from './local.entity.js';
import { folded } from './search-text.js';
import { TemplateRow } from './template.entity.js';

/** A template with what people here have written to it. */
export interface Template {
  row: TemplateRow;
  local: LocalRow | null;
}

/** Which templates are wanted. */
export interface Filter {
  accountId?: string;
  name?: string;
  language?: string;
  status?: string;
  category?: string;
  active?: boolean;
  /** Words in name or texts. */
  q?: string;
}

/** A place in the list: it is in the order of names. */
export interface Place {
  name: string;
  id: string;
}

const EQUAL = ['accountId', 'name', 'language', 'status', 'category', 'active'] as const;

/** Templates one by one and as a list. */
@Injectable()
export class TemplatesRepository {
  constructor(private readonly database: Database) {}

  async find(id: string): Promise<Template | null> {
    const row = await this.database.manager.findOneBy(TemplateRow, { id });
    return row === null ? null : { row, local: await this.local(id) };
  }

  findByKey(accountId: string, name: string, language: string): Promise<TemplateRow | null> {
    return this.database.manager.findOneBy(TemplateRow, { accountId, name, language });
  }

  /** Whether anything of this account is here. */
  holds(accountId: string): Promise<boolean> {
    return this.database.manager.existsBy(TemplateRow, { accountId });
  }

  findByRemoteId(accountId: string, remoteId: string): Promise<TemplateRow | null> {
    return this.database.manager.findOne(TemplateRow, {
      where: { accountId, remoteId },
      order: { id: 'DESC' },
    });
  }

  /** All languages of a name. */
  findByName(accountId: string, name: string): Promise<TemplateRow[]> {
    return this.database.manager.find(TemplateRow, { where: { accountId, name }, order: { id: 'ASC' } });
  }

  async findMany(ids: readonly string[]): Promise<TemplateRow[]> {
    const rows: TemplateRow[] = [];
    for (const part of chunks(ids))
      rows.push(...(await this.database.manager.findBy(TemplateRow, { id: In(part) })));
    return rows;
  }

  async list(filter: Filter, after: Place | null, limit: number): Promise<Template[]> {
    const query = this.filtered(filter).orderBy('t.name', 'ASC').addOrderBy('t.id', 'ASC').take(limit);
    if (after !== null)
      query.andWhere(
        new Brackets((either) =>
          either
            .where('t.name > :afterName', { afterName: after.name })
            .orWhere('t.name = :afterName AND t.id > :afterId', { afterName: after.name, afterId: after.id }),
        ),
      );
    const rows = await query.getMany();
    const locals = await this.database.manager.findBy(LocalRow, { templateId: In(rows.map(({ id }) => id)) });
    const byId = new Map(locals.map((local) => [local.templateId, local]));
    return rows.map((row) => ({ row, local: byId.get(row.id) ?? null }));
  }

  /** How many templates there are of each value of a column. */
  async counts(
    by: 'status' | 'category' | 'language' | 'quality',
    accountId?: string,
  ): Promise<Map<string | null, number>> {
    const rows = await this.filtered({ accountId })
      .select(`t.${by}`, 'value')
      .addSelect('COUNT(*)', 'amount')
      .groupBy(`t.${by}`)
      .getRawMany<{ value: string | null; amount: unknown }>();
    return new Map(rows.map(({ value, amount }) => [value, Number(amount)]));
  }

  count(filter: Filter): Promise<number> {
    return this.filtered(filter).getCount();
  }

  local(templateId: string): Promise<LocalRow | null> {
    return this.database.manager.findOneBy(LocalRow, { templateId });
  }

  /** Writes what people here say of a template. */
  async keepLocal(row: LocalRow): Promise<void> {
    const { templateId, ...set } = row;
    const added = await this.database.insertIfAbsent(LocalRow, [row], ['templateId']);
    if (added.length === 0) await this.database.updateMany(LocalRow, [{ where: { templateId }, set }]);
  }

  private filtered(filter: Filter): SelectQueryBuilder<TemplateRow> {
    const query = this.database.manager.createQueryBuilder(TemplateRow, 't');
    for (const name of EQUAL)
      if (filter[name] !== undefined) query.andWhere(`t.${name} = :${name}`, { [name]: filter[name] });
    const words = folded(filter.q ?? '')
      .split(/\s+/)
      .filter((word) => word !== '');
    for (const [place, word] of words.slice(0, MOST_WORDS).entries())
      query.andWhere(`t.searchText LIKE :word${place} ESCAPE '!'`, { [`word${place}`]: containing(word) });
    return query;
  }
}

const MOST_WORDS = 8;

function containing(word: string): string {
  return `%${word.replace(/[!%_]/g, '!$&')}%`;
}
