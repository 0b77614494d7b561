import { Candidates } from './candidates.js';
import type { Question, SearchRepository } from './search.repository.js';

/** An index that knows how many products have a word, in their titles and anywhere, and notes what it was asked. */
function indexOf(products: Readonly<Record<string, { title: number; all: number }>>) {
  const asked: string[] = [];
  const find = ({ groups, inTitle, limit }: Question): Promise<string[]> => {
    const counts = groups.map((words) => {
      const sizes = words.map((word) => products[word]?.[inTitle ? 'title' : 'all'] ?? 0);
      return sizes.reduce((sum, size) => sum + size, 0);
    });
    const many = Math.min(limit, ...counts);
    return Promise.resolve(Array.from({ length: many }, (_, at) => `${groups.join('+')} ${at}`));
  };
  const note = (how: string) => (question: Question) => {
    asked.push(`${how} ${question.groups.join('+')} ${question.inTitle ? 'in titles' : 'anywhere'}`);
    return find(question);
  };
  const frequencies = (words: readonly string[]): Promise<Map<string, number>> => {
    asked.push(`how often ${words.join()}`);
    return Promise.resolve(new Map(words.map((word) => [word, products[word]?.all ?? 0])));
  };
  const index = { byWords: note('words'), byFilter: note('filter'), frequencies };
  return { asked, candidates: new Candidates(index as unknown as SearchRepository) };
}

const COMMON = { title: 5_000, all: 20_000 };
const RARE = { title: 3, all: 10 };

describe('the way to the products that have certain words', () => {
  it('a single common word is looked for in titles, where it is found often enough', async () => {
    const { asked, candidates } = indexOf({ lampe: COMMON });
    expect(await candidates.withAll([['lampe']], { active: true }, 120)).toHaveLength(120);
    expect(asked).toEqual(['words lampe in titles']);
  });

  it('a single rare word is looked for in texts, too, and those with it in their titles are among them', async () => {
    const { candidates } = indexOf({ onduleur: RARE });
    expect(await candidates.withAll([['onduleur']], { active: true }, 120)).toHaveLength(10);
  });

  it('of several words the rarest leads', async () => {
    const { asked, candidates } = indexOf({ lampe: COMMON, onduleur: RARE });
    expect(await candidates.withAll([['lampe'], ['onduleur']], { active: true }, 120)).toHaveLength(10);
    expect(asked).toEqual(['how often lampe,onduleur', 'words onduleur+lampe anywhere']);
  });

  it('a common word within a narrow filter is found by the filter', async () => {
    const { asked, candidates } = indexOf({ lampe: { title: 10, all: 4_000 } });
    const found = await candidates.withAll([['lampe']], { maxPrice: '2' }, 4_000);
    expect(found).toHaveLength(4_000);
    expect(asked).toEqual(['how often lampe', 'filter lampe anywhere', 'filter lampe in titles']);
  });

  it('a rare word within a narrow filter is found by the word', async () => {
    const { asked, candidates } = indexOf({ onduleur: RARE });
    await candidates.withAll([['onduleur']], { categoryIds: ['a'] }, 120);
    expect(asked).toEqual(['how often onduleur', 'words onduleur anywhere']);
  });

  it('how common a word is, is asked once; how rare, again and again', async () => {
    const { asked, candidates } = indexOf({ lampe: COMMON, onduleur: RARE });
    for (const _ of [1, 2]) await candidates.withAll([['lampe'], ['onduleur']], {}, 120);
    expect(asked.filter((each) => each.startsWith('how'))).toEqual([
      'how often lampe,onduleur',
      'how often onduleur',
    ]);
  });

  it('for one question no word is counted twice', async () => {
    const { asked, candidates } = indexOf({ lampe: COMMON, onduleur: RARE });
    const counts = new Map<string, number>();
    await candidates.withAll([['onduleur'], ['lampe'], ['zzz']], {}, 120, counts);
    await candidates.withAll([['onduleur'], ['zzz']], {}, 120, counts);
    expect(asked.filter((each) => each.startsWith('how'))).toEqual(['how often onduleur,lampe,zzz']);
  });
});
