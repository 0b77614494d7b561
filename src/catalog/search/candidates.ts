import type { Filter, Question, SearchRepository } from './search.repository.js';

/** Where more products have a word, it is worth knowing before they are looked at one by one. */
const COMMON = 3_000;
/** How often common words are there changes slowly, and is no more than a hint. */
const MOST_REMEMBERED = 5_000;

/** Which way to the products that have certain words is the shortest: the way of the rarest word, or that of a narrow filter. */
export class Candidates {
  private readonly common = new Map<string, number>();

  constructor(private readonly index: SearchRepository) {}

  /**
   * So many products at most that have, for each group, one of its words; those with the words in their titles rather. Who asks again
   * for some of these words gives `counts` again, and none is counted twice.
   */
  async withAll(
    groups: readonly (readonly string[])[],
    filter: Filter,
    limit: number,
    counts = new Map<string, number>(),
  ): Promise<string[]> {
    const narrow = isNarrow(filter);
    const counted =
      groups.length === 1 && !narrow ? { groups, least: COMMON } : await this.rarestFirst(groups, counts);
    const isByFilter = narrow && counted.least > COMMON;
    const ask = (inTitle: boolean): Promise<string[]> => {
      const question: Question = { groups: counted.groups, inTitle, filter, limit };
      return isByFilter ? this.index.byFilter(question) : this.index.byWords(question);
    };
    // Where they are hardly more than wanted, all are; else rather those with the words in their titles.
    const few = isByFilter || counted.least <= limit ? await ask(false) : null;
    if (few !== null && few.length < limit) return few;
    const inTitle = await ask(true);
    if (inTitle.length >= limit) return inTitle;
    return [...new Set([...inTitle, ...(few ?? (await ask(false)))])].slice(0, limit);
  }

  /** The groups, the one first that the fewest products have, and how many these are at most. */
  private async rarestFirst(
    groups: readonly (readonly string[])[],
    counts: Map<string, number>,
  ): Promise<{ groups: (readonly string[])[]; least: number }> {
    const words = new Set(groups.flat());
    const unknown = [...words].filter((word) => !this.common.has(word) && !counts.has(word));
    const found = unknown.length === 0 ? new Map<string, number>() : await this.index.frequencies(unknown);
    for (const word of unknown) counts.set(word, found.get(word) ?? 0);
    this.remember(found);
    const sizes = groups.map((group) => ({
      group,
      size: group.reduce((sum, word) => sum + (counts.get(word) ?? this.common.get(word) ?? 0), 0),
    }));
    const sorted = sizes.toSorted((a, b) => a.size - b.size);
    return { groups: sorted.map(({ group }) => group), least: sorted[0]?.size ?? 0 };
  }

  private remember(counts: ReadonlyMap<string, number>): void {
    if (this.common.size > MOST_REMEMBERED) this.common.clear();
    for (const [word, count] of counts) if (count > COMMON) this.common.set(word, count);
  }
}

function isNarrow({ active, categoryIds, minPrice, maxPrice }: Filter): boolean {
  return active === false || categoryIds !== undefined || minPrice !== undefined || maxPrice !== undefined;
}
