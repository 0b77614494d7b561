import type { Choice } from '../questions/definition.js';
import type { Reading } from '../uic.contract.js';
import { isGreeting } from './courtesy.js';
import { asciiDigits, fold, hasForeignLetter, lineOf, wordsOf } from '../folding.js';

const NUMBER_WORDS = new Map([
  ['un', '1'],
  ['one', '1'],
  ['deux', '2'],
  ['two', '2'],
  ['trois', '3'],
  ['three', '3'],
  ['quatre', '4'],
  ['four', '4'],
]);
const AROUND = new Set(
  'je suis un une le la du de genre sexe option choix numero num no nr n reponse c est cest moi mon i am im a an the my gender is jeune'.split(
    ' ',
  ),
);

/** How people say the options of one question. */
interface Vocabulary {
  readonly options: readonly Choice[];
  /** Whole answers, folded: values, names and words. */
  readonly whole: ReadonlyMap<string, string>;
  readonly words: ReadonlyMap<string, string>;
  /** Words made of several, as one each: « non binaire ». */
  readonly joined: readonly { pattern: RegExp; word: string }[];
}

/**
 * Reads one of these options: its value, its name in any language, one of its words, or both when they agree. A word that is not known
 * here (a negation, say) makes the answer unclear.
 */
export function choiceReader(options: readonly Choice[]): (message: string) => Reading {
  const vocabulary = vocabularyOf(options);
  return (message) => readChoice(message, vocabulary);
}

/** What people say for an option, folded: no two options of a question may share one of these. */
export function sayings({ value, names = {}, words }: Choice): string[] {
  return [...new Set([value, ...Object.values(names), ...words].map((each) => fold(each.trim())))];
}

function readChoice(message: string, vocabulary: Vocabulary): Reading {
  const line = lineOf(message);
  if (!line.ok) return line;
  const folded = fold(asciiDigits(line.text));
  const whole = vocabulary.whole.get(folded);
  if (whole !== undefined) return taken(whole);
  if (hasForeignLetter(folded)) return NO_OPTION;
  const words = wordsOf(
    vocabulary.joined.reduce((text, { pattern, word }) => text.replace(pattern, word), folded),
  );
  if (isGreeting(words)) return { ok: false, fault: 'greeting' };
  const said = spoken(words, vocabulary);
  const figures = (folded.match(/\d+/g) ?? []).map((figure) => valueOf(figure, vocabulary));
  if (said === null || figures.includes(null)) return NO_OPTION;
  const values = new Set([...figures, ...said]);
  if (values.size > 1) return { ok: false, fault: 'several-options' };
  const [value] = values;
  if (value !== undefined && value !== null) return taken(value);
  return words.length > 0 ? NO_OPTION : { ok: false, fault: 'empty' };
}

const NO_OPTION: Reading = { ok: false, fault: 'not-an-option' };

function taken(value: string): Reading {
  return { ok: true, value, shown: value, sure: true };
}

/** The options that the words name; `null` when a word is among them that nobody foresaw. */
function spoken(words: readonly string[], vocabulary: Vocabulary): Set<string> | null {
  const [only = ''] = words;
  const number = words.length === 1 ? NUMBER_WORDS.get(only) : undefined;
  if (number !== undefined) {
    const value = valueOf(number, vocabulary);
    return value === null ? null : new Set([value]);
  }
  const values = new Set<string>();
  for (const word of words) {
    const value = vocabulary.words.get(word);
    if (value !== undefined) values.add(value);
    else if (!AROUND.has(word) && word !== 'et' && word !== 'ou') return null;
  }
  const beaten = vocabulary.options
    .filter(({ value }) => values.has(value))
    .flatMap((each) => each.prevailsOver);
  for (const value of beaten) values.delete(value);
  return values;
}

/** The option of this figure; a zero before it need not be typed. */
function valueOf(figure: string, { options }: Vocabulary): string | null {
  const found = options.find(
    ({ value }) => value === figure || (/^\d+$/.test(value) && bare(value) === figure),
  );
  return found?.value ?? null;
}

function bare(figures: string): string {
  return figures.replace(/^0+(?=\d)/, '');
}

function vocabularyOf(options: readonly Choice[]): Vocabulary {
  const said = options.flatMap((option) =>
    sayings(option).map((saying) => ({ saying, value: option.value })),
  );
  const spelt = said
    .map(({ saying, value }) => ({ parts: wordsOf(saying), value, hasFigure: /\d/.test(saying) }))
    .filter(({ parts, hasFigure }) => parts.length > 0 && !hasFigure);
  const joined = spelt
    .filter(({ parts }) => parts.length > 1)
    .toSorted((a, b) => b.parts.length - a.parts.length)
    .map(({ parts }) => ({ pattern: new RegExp(parts.join('[ -]'), 'g'), word: parts.join('') }));
  return {
    options,
    whole: new Map(said.map(({ saying, value }) => [saying, value])),
    words: new Map(spelt.map(({ parts, value }) => [parts.join(''), value])),
    joined,
  };
}
