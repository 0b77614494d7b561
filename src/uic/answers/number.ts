import type { Form } from '../scheme.js';
import type { Reading } from '../uic.contract.js';
import { isGreeting } from './courtesy.js';
import { asciiDigits, fold, hasForeignLetter, lineOf, wordsOf } from '../folding.js';
import { numberOf } from './number-words.js';

const AROUND = new Set(
  'j ai jai c est cest de d le la l numero no nr n i have it is its ans an years old'.split(' '),
);
const WHOLE = /^(?:\d{1,12}|\d{1,3}(?: \d{3}){1,3})$/;

/** A whole number between two bounds, in figures of any script or in French words; with other words around it, it asks to be confirmed. */
export function readNumber(message: string, { length, min = 0, max = Infinity }: Form): Reading {
  const line = lineOf(message);
  if (!line.ok) return line;
  const folded = fold(asciiDigits(line.text));
  const words = wordsOf(folded);
  if (isGreeting(words)) return { ok: false, fault: 'greeting' };
  const others = words.filter((word) => !AROUND.has(word));
  const number = hasForeignLetter(folded) ? null : numberIn(folded, others);
  if (number === null || number < min || number > max)
    return { ok: false, fault: /[\p{L}\d]/u.test(folded) ? 'not-a-number' : 'empty' };
  const sure = others.length === 0 || !/\d/.test(folded);
  return { ok: true, value: String(number).padStart(length, '0'), shown: String(number), sure };
}

function numberIn(folded: string, words: readonly string[]): number | null {
  if (!/\d/.test(folded)) return numberOf(words);
  if (/(?<![a-z\d])-\s?\d/.test(folded)) return null;
  const figures = folded.replace(/^\D+|\D+$/g, '');
  return WHOLE.test(figures) ? Number(figures.replaceAll(' ', '')) : null;
}
