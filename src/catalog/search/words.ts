import { fold } from '../../kernel/fold.js';

const LONGEST = 32;
const WHOLE_PREFIX = 6;
const SHORTEST_PREFIX = 3;

/** Words that say nothing about a product, in French and English, folded. */
const EMPTY_WORDS = new Set(
  (
    'un une des du de la le les l d et ou a au aux en dans pour par sur avec sans ce cet cette ces ne pas que qui se ' +
    'son sa ses est sont plus tres the an of and or in on for with without to by from is are this that it at as'
  ).split(' '),
);

/** The words of a text as they are indexed and looked up: folded, at most 32 letters, without the s or x of a plural. */
export function wordsOf(text: string): string[] {
  return fold(text)
    .split(' ')
    .filter((word) => word !== '' && !EMPTY_WORDS.has(word))
    .map(stem);
}

/** A single folded word, without the s or x of a plural. */
export function stem(word: string): string {
  const short = word.slice(0, LONGEST);
  return short.length > SHORTEST_PREFIX && /\p{L}[sx]$/u.test(short) ? short.slice(0, -1) : short;
}

/** The letters and digits of a SKU, folded, without anything between them. */
export function skuKeyOf(sku: string): string {
  return fold(sku).replaceAll(' ', '');
}

/** The key under which a word itself is known. */
export function wholeKey(word: string): string {
  return `=${word}`;
}

/** The key under which the words are known that begin as this one; `null` where it is too short to say. */
export function prefixKey(word: string): string | null {
  return word.length < SHORTEST_PREFIX || isNumber(word) ? null : `<${word.slice(0, WHOLE_PREFIX)}`;
}

/** Every key that leads to a word but its own: its beginnings, and its letters three by three. Numbers are not guessed at. */
export function keysOf(word: string): string[] {
  if (isNumber(word)) return [];
  const beginnings: string[] = [];
  for (let length = SHORTEST_PREFIX; length <= Math.min(WHOLE_PREFIX, word.length); length++)
    beginnings.push(`<${word.slice(0, length)}`);
  return [...beginnings, ...gramsOf(word)];
}

/** The letters of a word three by three, its two ends marked; none for a number or a word of three letters or fewer. */
export function gramsOf(word: string): string[] {
  if (word.length <= SHORTEST_PREFIX || !/\p{L}{2}/u.test(word)) return [];
  const padded = `^${word}$`;
  const grams = new Set<string>();
  for (let at = 0; at + 3 <= padded.length; at++) grams.add(padded.slice(at, at + 3));
  return [...grams];
}

/** How many letters of a word may be wrong. */
export function typosIn(word: string): number {
  if (word.length <= SHORTEST_PREFIX || !/\p{L}{2}/u.test(word)) return 0;
  return word.length <= 5 ? 1 : 2;
}

function isNumber(word: string): boolean {
  return /^\p{N}+$/u.test(word);
}
