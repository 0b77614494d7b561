import MiniSearch from 'minisearch';
import { fold } from '../../kernel/fold.js';
import { stem, typosIn } from './words.js';

/** What a product is ranked by. */
export interface Candidate {
  id: string;
  name: string;
  sku: string;
  category: string;
  description: string;
}

/** Words of a description that count. */
const DESCRIPTION_LETTERS = 400;

/** The ids of the candidates, the best match first. Those that match nothing are left out. */
export function ranked(words: readonly string[], candidates: readonly Candidate[]): string[] {
  const matters = matching(words);
  const index = new MiniSearch<Candidate>({
    fields: ['name', 'sku', 'category', 'description'],
    tokenize: (text) => fold(text).split(' '),
    processTerm: (word) => {
      const term = stem(word);
      return matters(term) ? term : null;
    },
  });
  index.addAll(
    candidates.map((each) => ({ ...each, description: each.description.slice(0, DESCRIPTION_LETTERS) })),
  );
  return index
    .search(words.join(' '), {
      processTerm: (word) => stem(word) || null,
      boost: { name: 4, sku: 4, category: 2 },
      prefix: (word) => word.length > 2,
      fuzzy: (word) => typosIn(word),
      weights: { prefix: 0.6, fuzzy: 0.3 },
    })
    .map(({ id }) => id as string);
}

/**
 * Tells which words of the candidates can match at all; most cannot, and cost most of the time. One with so many wrong letters has
 * some piece of the right one unharmed, where that is cut into one piece more.
 */
function matching(words: readonly string[]): (term: string) => boolean {
  const known = new Map<string, boolean>();
  const asked = words.map((word) => ({
    word,
    typos: typosIn(word),
    pieces: piecesOf(word, typosIn(word) + 1),
  }));
  const isNear = (term: string): boolean =>
    asked.some(
      ({ word, typos, pieces }) =>
        term.startsWith(word) ||
        (Math.abs(term.length - word.length) <= typos && pieces.some((piece) => term.includes(piece))),
    );
  return (term) => {
    let answer = known.get(term);
    if (answer === undefined) known.set(term, (answer = isNear(term)));
    return answer;
  };
}

function piecesOf(word: string, amount: number): string[] {
  const length = Math.ceil(word.length / amount);
  const starts = Array.from({ length: amount }, (_, at) => at * length);
  return starts.map((start) => word.slice(start, start + length)).filter((piece) => piece !== '');
}
