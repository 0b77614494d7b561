import type { Reading, ReadingFault } from '../uic.contract.js';
import { isGreeting } from './courtesy.js';
import { asciiDigits, fold, hasForeignLetter, lineOf, wordsOf } from '../folding.js';
import { numberOf } from './number-words.js';

const OLDEST = 1900;
const CENTURY = 100;
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
 * The last digits of a year of birth: one, two, or all four. It is told by as many digits alone, the year, a date, or words, in any
 * script's digits. An age is none: words that do not belong around a year make the answer unclear.
 */
export function readYear(message: string, currentYear: number, digits = 1): Reading {
  const line = lineOf(message);
  if (!line.ok) return line;
  const folded = fold(asciiDigits(line.text));
  const words = wordsOf(folded);
  if (isGreeting(words)) return { ok: false, fault: 'greeting' };
  const text = hasForeignLetter(folded) ? null : yearIn(folded, words);
  const value = text === null ? null : kept(text, digits, currentYear);
  if (text === null || value === null) return { ok: false, fault: faultOf(folded, digits) };
  const isGuessed = text.length < digits && Number(value) - CENTURY >= OLDEST;
  return { ok: true, value, shown: value, sure: !isGuessed };
}

/** The digits that are wanted of a year told with one, two or four; `null` when it tells too little, or no year of anybody alive. */
function kept(text: string, digits: number, currentYear: number): string | null {
  const year = Number(text);
  if (year >= CENTURY && (year < OLDEST || year > currentYear)) return null;
  if (digits === 1) return text.slice(-1);
  if (text.length < 2) return null;
  if (digits === 2) return text.slice(-2);
  if (year >= CENTURY) return text;
  if (text.length > 2) return null;
  const latest = currentYear - (currentYear % CENTURY) + year;
  return String(latest > currentYear ? latest - CENTURY : latest);
}

/** The words for « no year » ask for one digit. */
function faultOf(folded: string, digits: number): ReadingFault {
  if (!/[\p{L}\d]/u.test(folded)) return 'empty';
  return digits === 1 ? 'not-a-year' : 'not-a-number';
}

/** As many digits as were told. */
function yearIn(folded: string, words: readonly string[]): string | null {
  return /\d/.test(folded) ? yearInDigits(folded, words) : yearInWords(words);
}

function yearInDigits(folded: string, words: readonly string[]): string | null {
  if (!words.every((word) => AROUND.has(word)) || /(?<![a-z\d])-\d/.test(folded)) return null;
  const figures = folded.replace(/^[^\d]+|[^\d]+$/g, '').replace(/ ?([/.-]) ?/g, '$1');
  if (/^\d{1,2}$/.test(figures)) return figures;
  if (SPACED.test(figures)) return figures.replaceAll(' ', '');
  const [, day, , month, end] = DATE.exec(figures) ?? [];
  if (end !== undefined) return inCalendar(day, month) ? end : null;
  const [, start, , second, third] = ISO_DATE.exec(figures) ?? [];
  if (start !== undefined) return inCalendar(third, second) ? start : null;
  return yearAfterMonth(figures);
}

/** « 12 mars 1997 »: the day says nothing. */
function yearAfterMonth(figures: string): string | null {
  const [, day, year] = /^(\d{1,2})(?:er)? [a-z]+ (\d{4})$/.exec(figures) ?? [];
  return year !== undefined && inCalendar(day, '1') ? year : null;
}

function inCalendar(day = '', month = ''): boolean {
  return Number(day) >= 1 && Number(day) <= 31 && Number(month) >= 1 && Number(month) <= 12;
}

function yearInWords(words: readonly string[]): string | null {
  const start = words.findIndex((word) => !AROUND.has(word));
  const year = start < 0 ? null : numberOf(words.slice(start));
  return year === null ? null : String(year);
}
