import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const wordList = z.string().transform((list) => new Set(list.split(' ')));

const File = z.strictObject({
  instructions: z.array(z.string()).min(5),
  found: z.strictObject({ one: z.string(), several: z.string() }),
  shown: z.string(),
  soldOut: z.string(),
  nothing: z.string(),
  /** Folded, as everything below. */
  person: z.array(z.string()),
  emptyWords: wordList,
  /** Words by which the language itself is known. */
  commonWords: wordList,
});

/** What the assistant says and knows in one language. */
export type Texts = z.output<typeof File>;

const read = (code: string): Texts =>
  File.parse(JSON.parse(readFileSync(join(import.meta.dirname, `${code}.json`), 'utf8')));

const LANGUAGES = { fr: read('fr'), en: read('en') } as const;

/** The languages that have texts of their own. */
export const KNOWN = Object.keys(LANGUAGES) as (keyof typeof LANGUAGES)[];

/** Whether a language has texts of its own. */
export function isKnown(language: string): language is keyof typeof LANGUAGES {
  return language in LANGUAGES;
}

/** The texts of a language (`en`, `en-GB`); French where it has none. */
export function textsOf(language: string): Texts {
  const short = language.slice(0, 2).toLowerCase();
  return isKnown(short) ? LANGUAGES[short] : LANGUAGES.fr;
}
