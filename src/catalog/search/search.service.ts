import { Injectable } from '@nestjs/common';
import { ProductRepository } from '../products/product.repository.js';
import type { ProductRow } from '../products/product.entity.js';
import { Shelves } from '../products/shelves.js';
import { Candidates } from './candidates.js';
import { type Filter, SearchRepository } from './search.repository.js';
import { completions, likely } from './spelling.js';
import { ranked } from './ranking.js';
import { skuKeyOf, wordsOf } from './words.js';

/** Products that are ranked, at most: nobody reads further. */
export const MOST_FOUND = 120;

const MOST_WORDS = 6;
const LONGEST_QUESTION = 300;

/**
 * Products by words. The database's own index says which products have the words, or words spelt nearly so; a search library ranks
 * those few. Nothing grows with the catalogue in memory, and instances need not agree on anything.
 */
@Injectable()
export class SearchService {
  private readonly candidates: Candidates;

  constructor(
    private readonly index: SearchRepository,
    private readonly products: ProductRepository,
    private readonly shelves: Shelves,
  ) {
    this.candidates = new Candidates(index);
  }

  /** The best matches first, `MOST_FOUND` at most; `null` where there is no word to look for. */
  async byWords(text: string, filter: Filter): Promise<ProductRow[] | null> {
    const asked = text.slice(0, LONGEST_QUESTION);
    const words = [...new Set(wordsOf(asked))];
    if (words.length === 0) return asked.trim() === '' ? null : [];
    const [spellings, bySku] = await Promise.all([
      this.spellings(words.toSorted((a, b) => b.length - a.length)),
      this.index.bySkuKey(skusIn(asked), filter),
    ]);
    const ids = await this.matching(spellings, filter);
    const rows = await this.products.findMany([...new Set([...bySku, ...ids])]);
    return this.inOrder(bySku, rows, [...new Set(spellings.flat())]);
  }

  /** For each word those that are meant; a word that leads nowhere is left out. */
  private async spellings(words: readonly string[]): Promise<string[][]> {
    const meant = await Promise.all(words.slice(0, MOST_WORDS).map((word) => this.meant(word)));
    const sure = meant.flatMap(({ whole }) => (whole.length > 0 ? [whole] : []));
    const guessed = meant.flatMap(({ near }) => (near.length > 0 ? [near] : []));
    // One guess among many words that lead nowhere is chance.
    return (sure.length + guessed.length) * 2 >= words.length ? [...sure, ...guessed] : sure;
  }

  /** The words that begin as this one; where there is none, those that are spelt nearly so. */
  private async meant(word: string): Promise<{ whole: string[]; near: string[] }> {
    const whole = completions(word, await this.index.beginning(word));
    return { whole, near: whole.length > 0 ? [] : likely(word, await this.index.alike(word)) };
  }

  /** Those with every word; else with all words but one; else with any. */
  private async matching(known: readonly string[][], filter: Filter): Promise<string[]> {
    if (known.length === 0) return [];
    const counts = new Map<string, number>();
    const found = await this.candidates.withAll(known, filter, MOST_FOUND, counts);
    if (found.length > 0 || known.length === 1) return found;
    const butOne = known.map((_, left) => known.filter((__, at) => at !== left));
    const nearly = await this.withAny(known.length > 2 ? butOne : [], filter, counts);
    const single = known.map((words) => [words]);
    return nearly.length > 0 ? nearly : this.withAny(single, filter, counts);
  }

  /** Those that have all words of one of these sets, as many of each. */
  private async withAny(
    sets: readonly (readonly string[][])[],
    filter: Filter,
    counts: Map<string, number>,
  ): Promise<string[]> {
    const found = new Set<string>();
    const most = Math.ceil(MOST_FOUND / sets.length);
    for (const groups of sets)
      for (const id of await this.candidates.withAll(groups, filter, most, counts)) found.add(id);
    return [...found];
  }

  private async inOrder(
    first: readonly string[],
    rows: readonly ProductRow[],
    words: readonly string[],
  ): Promise<ProductRow[]> {
    const byId = new Map(rows.map((row) => [row.id, row]));
    const { names } = await this.shelves.load();
    const candidates = rows.map(({ id, name, sku, categoryId, description }) => ({
      id,
      name,
      sku,
      category: names.get(categoryId ?? '') ?? '',
      description: description ?? '',
    }));
    const order = [...new Set([...first, ...ranked(words, candidates)])];
    return order.flatMap((id) => byId.get(id) ?? []);
  }
}

/** What of a question could be a SKU: all of it, and every part with a digit. */
function skusIn(text: string): string[] {
  const parts = text.split(/\s+/).filter((part) => /\d/.test(part));
  const keys = [text, ...parts.slice(0, MOST_WORDS)].map(skuKeyOf);
  return [...new Set(keys)].filter((key) => key.length > 1 && key.length <= 100);
}
