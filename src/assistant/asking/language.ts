import { fold } from '../../kernel/fold.js';
import { KNOWN, textsOf } from '../texts/texts.js';

/** The language of a text, of those that have texts of their own; `null` where it cannot be told from at least so many words. */
export function languageOf(text: string, words = 4): string | null {
  const said = fold(text).split(' ');
  const scores = KNOWN.map((code) => {
    const { commonWords } = textsOf(code);
    return { code, hits: said.filter((word) => commonWords.has(word)).length };
  }).toSorted((a, b) => b.hits - a.hits);
  const [best, second] = scores;
  if (best === undefined || second === undefined || best.hits < words) return null;
  return best.hits > second.hits * 2 ? best.code : null;
}
