import type { ReadingFault } from './uic.contract.js';

const MOST_CHARACTERS = 80;
/** What most people send needs no cleaning. */
const PLAIN = /^[\w'-](?:[\w'.,:/-]| (?=[\w'.,:/-])){0,79}$/;
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
const FOREIGN_LETTER = /(?![a-z])\p{L}/u;
const NEW_LINE = /\r\n?|[\n\v\f\u0085\u2028\u2029]/g;
const APOSTROPHE = /[’‘‛`´ʼʻʽʹˈ′＇ꞌ]/g;

/** Latin letters that do not decompose, among them those of Lingala and of West African languages. */
const LETTERS = pairs(
  'œ:oe æ:ae ß:ss ø:o ł:l đ:d ɔ:o ɛ:e ŋ:ng ð:d þ:th ħ:h ı:i ŧ:t ə:e ǝ:e ɨ:i ʉ:u ɩ:i ʊ:u ɓ:b ɗ:d ɖ:d ƒ:f ɠ:g ɣ:g ƙ:k ɲ:ny ƥ:p ƭ:t ʋ:v ƴ:y',
);
const MAPPED = new RegExp(`[${[...LETTERS.keys()].join('')}]`, 'g');

/** One line without what cannot be seen, or why there is none. */
export type Line = { ok: true; text: string } | { ok: false; fault: ReadingFault };

/** The only line of a message: bidi marks, zero-width characters and double spaces gone. */
export function lineOf(message: string): Line {
  if (PLAIN.test(message)) return { ok: true, text: message };
  const text = message.replace(NEW_LINE, '\n').replace(INVISIBLE, '').normalize('NFC').trim();
  if (text === '') return { ok: false, fault: 'empty' };
  if (text.includes('\n')) return { ok: false, fault: 'several-lines' };
  if ([...text].length > MOST_CHARACTERS) return { ok: false, fault: 'too-long' };
  return { ok: true, text: text.replace(/[\s\p{Cc}]+/gu, ' ') };
}

/** Small letters without accents, letters outside of A–Z by their nearest, all apostrophes alike. What has no nearest letter stays. */
export function fold(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  return text
    .replace(APOSTROPHE, "'")
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(MAPPED, (letter) => LETTERS.get(letter) ?? letter);
}

/** The words of a folded text; an apostrophe joins (`n'landu` is one word), everything else that is no letter separates. */
export function wordsOf(folded: string): string[] {
  return folded.replaceAll("'", '').match(/[a-z]+/g) ?? [];
}

/** Whether a folded text has a letter of another script, or one without a nearest letter in A–Z. */
export function hasForeignLetter(folded: string): boolean {
  return FOREIGN_LETTER.test(folded);
}

/** The text with every decimal digit of any script as 0–9. */
export function asciiDigits(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(/\p{Nd}/gu, (digit) => String(valueOf(digit)));
}

/** Unicode lays out the ten digits of each script in a row, from 0 to 9. */
function valueOf(digit: string): number {
  const point = digit.codePointAt(0) ?? 0;
  let zero = point;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero--;
  return (point - zero) % 10;
}

function pairs(list: string): ReadonlyMap<string, string> {
  return new Map(
    list.split(' ').map((pair): [string, string] => {
      const [letter = '', plain = ''] = pair.split(':');
      return [letter, plain];
    }),
  );
}
