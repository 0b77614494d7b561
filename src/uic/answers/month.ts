import type { Reading } from '../uic.contract.js';
import { isGreeting } from './courtesy.js';
import { asciiDigits, fold, hasForeignLetter, lineOf, wordsOf } from '../folding.js';
import { numberOf } from './number-words.js';

/** By month, what people write for it in French and in English. */
const NAMES = [
  'janvier janv jan january',
  'fevrier fevr fev february feb',
  'mars march mar',
  'avril avr april apr',
  'mai may',
  'juin jun june',
  'juillet juil july jul',
  'aout august aug',
  'septembre september sep',
  'octobre oct october',
  'novembre nov november',
  'decembre dec december',
];
const MONTHS = new Map(
  NAMES.flatMap((names, index) => names.split(' ').map((name): [string, number] => [name, index + 1])),
);
/** September cut short, and seven. */
const TWO_MEANINGS = 'sept';
const AROUND = new Set(
  'je suis ne nee en au le la l de du d mois an annee mon ma est c cest date naissance numero in on the month of i was am born is its it er'.split(
    ' ',
  ),
);
const DATES = [
  /^(?:\d{1,2})([/. -])(?<month>\d{1,2})\1(?:\d{4}|\d{2})$/,
  /^\d{4}([/.-])(?<month>\d{1,2})(?:\1\d{1,2})?$/,
  /^(?<month>\d{1,2})[/.-]\d{4}$/,
  /^(?<month>\d{1,2})$/,
];

/** A month as two figures: its number, its name in French or English, or a date, in any script's digits. */
export function readMonth(message: string): Reading {
  const line = lineOf(message);
  if (!line.ok) return line;
  const folded = fold(asciiDigits(line.text));
  const words = wordsOf(folded);
  if (isGreeting(words)) return { ok: false, fault: 'greeting' };
  const month = hasForeignLetter(folded) ? null : monthIn(folded, words);
  if (month === null || month < 1 || month > 12)
    return { ok: false, fault: /[\p{L}\d]/u.test(folded) ? 'not-a-month' : 'empty' };
  const value = String(month).padStart(2, '0');
  return { ok: true, value, shown: value, sure: !words.includes(TWO_MEANINGS) };
}

function monthIn(folded: string, words: readonly string[]): number | null {
  const said = words.filter((word) => !AROUND.has(word));
  const [only = ''] = said;
  if (said.length === 1 && only === TWO_MEANINGS) return 9;
  if (said.length === 1 && MONTHS.has(only)) return MONTHS.get(only) ?? null;
  if (!/\d/.test(folded)) return numberOf(said);
  if (said.length > 0 || /(?<![a-z\d])-\d/.test(folded)) return null;
  const figures = folded.replace(/^\D+|\D+$/g, '').replace(/ ?([/.-]) ?/g, '$1');
  const found = DATES.map((date) => date.exec(figures)?.groups?.['month']).find(
    (month) => month !== undefined,
  );
  return found === undefined ? null : Number(found);
}
