import type { Reading } from '../uic.contract.js';
import { isGreeting } from './courtesy.js';
import { asciiDigits, fold, hasForeignLetter, lineOf, wordsOf } from '../folding.js';
import { numberOf } from './number-words.js';

const OLDEST = 1900;
const MONTHS =
  'janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre january february march april may june july august september october november december';
const AROUND = new Set(
  `${MONTHS} er je suis ne nee en le la l de du d annee an mon ma est c cest date naissance dernier chiffre numero in on the year i was am born last digit is its it`.split(
    ' ',
  ),
);
const DATE = /^(\d{1,2})([/.\- ])(\d{1,2})\2(\d{4}|\d{2})$/;
const ISO_DATE = /^(\d{4})([/.-])(\d{1,2})\2(\d{1,2})$/;
const SPACED = /^\d(?: ?\d){3}$/;

/**
 * The last digit of a year of birth: the digit or two digits alone, the year, a date, or words, in any script's digits. An age
 * is none: words that do not belong around a year make the answer unclear.
 */
export function readYear(message: string, currentYear: number): Reading {
  const line = lineOf(message);
  if (!line.ok) return line;
  const folded = fold(asciiDigits(line.text));
  const words = wordsOf(folded);
  if (isGreeting(words)) return { ok: false, fault: 'greeting' };
  const year = hasForeignLetter(folded) ? null : yearIn(folded, words);
  const plausible = year !== null && (year < 100 || (year >= OLDEST && year <= currentYear));
  if (!plausible) return { ok: false, fault: /[\p{L}\d]/u.test(folded) ? 'not-a-year' : 'empty' };
  const value = String(year % 10);
  return { ok: true, value, shown: value, sure: true };
}

function yearIn(folded: string, words: readonly string[]): number | null {
  return /\d/.test(folded) ? yearInDigits(folded, words) : yearInWords(words);
}

function yearInDigits(folded: string, words: readonly string[]): number | null {
  if (!words.every((word) => AROUND.has(word)) || /(?<![a-z\d])-\d/.test(folded)) return null;
  const figures = folded.replace(/^[^\d]+|[^\d]+$/g, '').replace(/ ?([/.-]) ?/g, '$1');
  if (/^\d{1,2}$/.test(figures)) return Number(figures);
  if (SPACED.test(figures)) return Number(figures.replaceAll(' ', ''));
  const [, day, , month, end] = DATE.exec(figures) ?? [];
  if (end !== undefined) return inCalendar(day, month) ? Number(end) : null;
  const [, start, , second, third] = ISO_DATE.exec(figures) ?? [];
  if (start !== undefined) return inCalendar(third, second) ? Number(start) : null;
  return yearAfterMonth(figures);
}

/** « 12 mars 1997 »: the day says nothing. */
function yearAfterMonth(figures: string): number | null {
  const [, day, year] = /^(\d{1,2})(?:er)? [a-z]+ (\d{4})$/.exec(figures) ?? [];
  return year !== undefined && inCalendar(day, '1') ? Number(year) : null;
}

function inCalendar(day = '', month = ''): boolean {
  return Number(day) >= 1 && Number(day) <= 31 && Number(month) >= 1 && Number(month) <= 12;
}

function yearInWords(words: readonly string[]): number | null {
  const start = words.findIndex((word) => !AROUND.has(word));
  return start < 0 ? null : numberOf(words.slice(start));
}
