import type { Reading } from '../uic.contract.js';
import { isGreeting } from './courtesy.js';
import { asciiDigits, fold, hasForeignLetter, lineOf, wordsOf } from '../folding.js';

const WORDS: Readonly<Record<string, string>> = {
  '1': 'homme hommes masculin mal male garcon gars monsieur mr h m man men boy',
  '2': 'femme femmes feminin feminine femelle fille dame madame mademoiselle mme f female woman women girl',
  '3': 'trans transgenre transgender transsexuel transsexuelle transexuel transexuelle transidentitaire',
  '4': 'autre autres other others nonbinaire nonbinary intersexe intersex',
};
const VALUES = new Map(
  Object.entries(WORDS).flatMap(([value, words]) =>
    words.split(' ').map((word): [string, string] => [word, value]),
  ),
);
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
const TRANS = '3';

/**
 * One of the choices: its digit, its word in French or English, or both when they agree. Who says « femme trans » says trans.
 * A word that is not known here (a negation, say) makes the answer unclear.
 */
export function readGender(message: string, choices: readonly string[]): Reading {
  const line = lineOf(message);
  if (!line.ok) return line;
  const folded = fold(asciiDigits(line.text)).replace(/non[ -]bina/g, 'nonbina');
  if (hasForeignLetter(folded)) return { ok: false, fault: 'not-an-option' };
  const words = wordsOf(folded);
  if (isGreeting(words)) return { ok: false, fault: 'greeting' };
  const said = spoken(words);
  const figures = folded.match(/\d+/g) ?? [];
  if (said === null || figures.some((figure) => !choices.includes(figure)))
    return { ok: false, fault: 'not-an-option' };
  const values = new Set([...figures, ...said]);
  if (values.size > 1) return { ok: false, fault: 'several-options' };
  const [value] = values;
  if (value !== undefined && choices.includes(value)) return { ok: true, value, shown: value, sure: true };
  return { ok: false, fault: words.length > 0 ? 'not-an-option' : 'empty' };
}

/** The choices that the words name; `null` when a word is among them that nobody foresaw. */
function spoken(words: readonly string[]): Set<string> | null {
  const [only = ''] = words;
  const number = words.length === 1 ? NUMBER_WORDS.get(only) : undefined;
  if (number !== undefined) return new Set([number]);
  const values = new Set<string>();
  for (const word of words) {
    const value = VALUES.get(word);
    if (value !== undefined) values.add(value);
    else if (!AROUND.has(word) && word !== 'et' && word !== 'ou') return null;
  }
  return values.has(TRANS) && !values.has('4') ? new Set([TRANS]) : values;
}
