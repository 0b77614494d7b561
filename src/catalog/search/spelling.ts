import MiniSearch from 'minisearch';
import { typosIn } from './words.js';

const MOST = 8;

/** Of the words that there are, those that somebody who typed this one may have meant, the likeliest first. */
export function likely(typed: string, known: readonly string[]): string[] {
  const typos = typosIn(typed);
  if (typos === 0 || known.length === 0) return [];
  const index = new MiniSearch<{ id: string }>({ fields: ['id'], tokenize: (word) => [word] });
  index.addAll([...new Set(known)].map((id) => ({ id })));
  return index
    .search(typed, { fuzzy: typos, prefix: typed.length > 4, tokenize: (word) => [word] })
    .slice(0, MOST)
    .map(({ id }) => id as string);
}

/** Of the words that begin as this one, the nearest in length, itself first. */
export function completions(typed: string, known: readonly string[]): string[] {
  return known
    .filter((word) => word.startsWith(typed))
    .toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1))
    .slice(0, MOST);
}
