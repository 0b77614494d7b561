import { Injectable } from '@nestjs/common';
import { In, type ObjectLiteral, type SelectQueryBuilder } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { ProductRow } from '../products/product.entity.js';
import { GramRow, IN_TITLE, PostingRow } from './posting.entity.js';
import { gramsOf, prefixKey, wholeKey } from './words.js';

/** Which products may be found. */
export interface Filter {
  active?: boolean;
  /** One of these categories. */
  categoryIds?: readonly string[];
  minPrice?: string;
  maxPrice?: string;
  inStock?: boolean;
}

/** A place in the list of all: it is in the order of names. */
export interface Place {
  nameKey: string;
  id: string;
}

/** Which products are looked for: those with one word of each group. */
export interface Question {
  groups: readonly (readonly string[])[];
  /** In their titles only. */
  inTitle: boolean;
  filter: Filter;
  limit: number;
}

const MOST_KNOWN = 300;
/** Of those that more products have, it does not matter which comes first. */
const MOST_COUNTED = 10_000;

/** The index, asked. */
@Injectable()
export class SearchRepository {
  constructor(private readonly database: Database) {}

  /** Words that exist and are this one or begin like it. */
  async beginning(word: string): Promise<string[]> {
    const prefix = prefixKey(word);
    const keys = prefix === null ? [wholeKey(word)] : [wholeKey(word), prefix];
    const rows = await this.database.manager.find(GramRow, {
      where: { gram: In(keys) },
      order: { gram: 'DESC', word: 'ASC' },
      take: MOST_KNOWN,
    });
    return [...new Set(rows.map((row) => row.word))];
  }

  /** Words that exist and share the most pieces with this one. */
  async alike(word: string): Promise<string[]> {
    const grams = gramsOf(word);
    if (grams.length === 0) return [];
    const rows = await this.database.manager
      .createQueryBuilder(GramRow, 'g')
      .select('g.word', 'word')
      .where('g.gram IN (:...grams)', { grams })
      .groupBy('g.word')
      .orderBy('COUNT(*)', 'DESC')
      .addOrderBy('g.word', 'ASC')
      .limit(MOST_KNOWN)
      .getRawMany<{ word: string }>();
    return rows.map((row) => row.word);
  }

  /** How many products have each of these words, counted to `MOST_COUNTED`; those that none has are missing. */
  async frequencies(words: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const query = this.database.manager.createQueryBuilder();
    const some = words.map((word, at) => {
      const few = query.subQuery().select('w.word', 'word').from(PostingRow, 'w');
      few.where(`w.word = :counted${at}`, { [`counted${at}`]: word }).limit(MOST_COUNTED);
      query.setParameters(few.getParameters());
      return `SELECT * FROM ${few.getQuery()} s${at}`;
    });
    const rows = await query
      .select('"u"."word"', 'word')
      .addSelect('COUNT(*)', 'amount')
      .from(`(${some.join(' UNION ALL ')})`, 'u')
      .groupBy('"u"."word"')
      .getRawMany<{ word: string; amount: unknown }>();
    return new Map(rows.map(({ word, amount }) => [word, Number(amount)]));
  }

  /**
   * Products that have, for each group, one of its words, found by the words of the first: the fewer have them the better. All others
   * are asked as EXISTS: without statistics SQLite would begin a join with every active product.
   */
  async byWords({ groups, inTitle, filter, limit }: Question): Promise<string[]> {
    const [first = [], ...others] = groups;
    const query = this.database.manager
      .createQueryBuilder(PostingRow, 'w')
      .select('w.productId', 'id')
      .where('w.word IN (:...words)', { words: first })
      // One that has several of the words comes as often.
      .limit(limit * Math.min(2, first.length));
    // As the key has them, so that nothing is sorted, and the same on every database.
    if (first.length === 1) query.orderBy('w.productId');
    if (inTitle) query.andWhere(`w.place = ${IN_TITLE}`);
    this.having(query, { groups: others, inTitle, product: 'w.productId' });
    const offered = this.filtered(query.subQuery().select('1').from(ProductRow, 'p'), filter);
    offered.andWhere('p.id = w.productId');
    query.andWhere(`EXISTS ${offered.getQuery()}`, offered.getParameters());
    return [...new Set(idsOf(await query.getRawMany<{ id: string }>()))].slice(0, limit);
  }

  /** The same, found among those that the filter lets through: quicker where most products have the words, and the filter is narrow. */
  async byFilter({ groups, inTitle, filter, limit }: Question): Promise<string[]> {
    const query = this.filtered(this.database.manager.createQueryBuilder(ProductRow, 'p'), filter);
    query.select('p.id', 'id').limit(limit);
    // A category has an index of its own.
    if (filter.categoryIds === undefined) query.orderBy('p.nameKey').addOrderBy('p.id');
    this.having(query, { groups, inTitle, product: 'p.id' });
    return idsOf(await query.getRawMany<{ id: string }>());
  }

  /** Products whose SKU, letters and digits alone, is one of these. */
  async bySkuKey(keys: readonly string[], filter: Filter): Promise<string[]> {
    const query = this.filtered(this.database.manager.createQueryBuilder(ProductRow, 'p'), filter);
    const rows = await query
      .select('p.id', 'id')
      .andWhere('p.skuKey IN (:...keys)', { keys })
      .limit(20)
      .getRawMany<{ id: string }>();
    return idsOf(rows);
  }

  /** By name, after a place. */
  list(filter: Filter, { after, offset, limit }: { after?: Place; offset?: number; limit: number }) {
    const query = this.filtered(this.database.manager.createQueryBuilder(ProductRow, 'p'), filter)
      .orderBy('p.nameKey', 'ASC')
      .addOrderBy('p.id', 'ASC')
      .limit(limit);
    if (offset !== undefined && offset > 0) query.offset(offset);
    if (after !== undefined)
      query.andWhere('(p.nameKey > :afterKey OR (p.nameKey = :afterKey AND p.id > :afterId))', {
        afterKey: after.nameKey,
        afterId: after.id,
      });
    return query.getMany();
  }

  /** Leaves those that have, for each group, one of its words. */
  private having<E extends ObjectLiteral>(
    query: SelectQueryBuilder<E>,
    { groups, inTitle, product }: Pick<Question, 'groups' | 'inTitle'> & { product: string },
  ): void {
    for (const [at, words] of groups.entries()) {
      const alias = `w${at}`;
      const other = query.subQuery().select('1').from(PostingRow, alias);
      other.where(`${alias}.word IN (:...words${at}) AND ${alias}.productId = ${product}`);
      if (inTitle) other.andWhere(`${alias}.place = ${IN_TITLE}`);
      query.andWhere(`EXISTS ${other.getQuery()}`, { [`words${at}`]: words });
    }
  }

  private filtered<E extends ObjectLiteral>(
    query: SelectQueryBuilder<E>,
    { active, categoryIds, minPrice, maxPrice, inStock }: Filter,
  ): SelectQueryBuilder<E> {
    query.where('1 = 1');
    if (active !== undefined) query.andWhere('p.active = :active', { active });
    if (categoryIds !== undefined) query.andWhere('p.categoryId IN (:...categoryIds)', { categoryIds });
    if (minPrice !== undefined) query.andWhere('p.price >= :minPrice', { minPrice: Number(minPrice) });
    if (maxPrice !== undefined) query.andWhere('p.price <= :maxPrice', { maxPrice: Number(maxPrice) });
    if (inStock === true) query.andWhere('(p.stock IS NULL OR p.stock > 0)');
    return query;
  }
}

function idsOf(rows: readonly { id: string }[]): string[] {
  return rows.map(({ id }) => id);
}
