import type { Place, Towns } from '../towns/towns.js';
import type { Reading } from '../uic.contract.js';
import { isGreeting } from './courtesy.js';
import { fold, hasForeignLetter, lineOf, wordsOf } from '../folding.js';

export type TownMode = 'open' | 'strict';

const BEFORE = new Set(
  'je suis ne nee n a au aux en la le l de du d des ville cite commune village province c est cest moi mon lieu naissance dans born in at i am im was the town city of ailleurs autre'.split(
    ' ',
  ),
);
const AFTER = new Set(
  'ville city rdc drc rdcongo congo congordc rdccongo congokinshasa zaire republiquedemocratiqueducongo republiquedemocratiquecongo enrdc aucongo cd'.split(
    ' ',
  ),
);
/** Two letters that are an answer to something else. */
const NO_CODE = new Set(['ok', 'hi', 'no']);

/**
 * The code of a town: its name with whatever people write around it, or the code itself; in the mode `open` also two letters
 * that the table does not know. A misspelt name and one with something unknown beside it ask to be confirmed.
 */
export function readTown(message: string, towns: Towns, mode: TownMode): Reading {
  const line = lineOf(message);
  if (!line.ok) return line;
  const folded = fold(line.text);
  if (hasForeignLetter(folded)) return { ok: false, fault: 'not-latin' };
  const words = wordsOf(folded);
  if (words.length === 0) return { ok: false, fault: /\p{Nd}/u.test(folded) ? 'unknown-town' : 'empty' };
  if (/\p{Nd}/u.test(folded)) return UNKNOWN;
  const letters = words.join('');
  if (letters.length === 2) return readCode(letters, towns, mode);
  if (isGreeting(words)) return { ok: false, fault: 'greeting' };
  const whole = placeIn(words, towns);
  if (whole !== null) return taken(whole, true);
  const parts = folded
    .split(/[^a-z' -]+|\s-+\s/)
    .map(wordsOf)
    .filter((part) => part.length > 0);
  if (parts.length > 1) return readParts(parts, towns);
  const guess = towns.near(bare(words).join(''));
  return guess === null ? UNKNOWN : taken(guess, false);
}

const UNKNOWN: Reading = { ok: false, fault: 'unknown-town' };

function readCode(letters: string, towns: Towns, mode: TownMode): Reading {
  const code = letters.toUpperCase();
  const place = towns.withCode(code);
  if (place !== null) return taken(place, true);
  if (NO_CODE.has(letters)) return { ok: false, fault: letters === 'hi' ? 'greeting' : 'unknown-town' };
  return mode === 'open' ? { ok: true, value: code, shown: code, sure: true } : UNKNOWN;
}

/** « Kinshasa, RDC », « Likasi (Haut-Katanga) »: one town, and things beside it that may only say where it lies. */
function readParts(parts: readonly (readonly string[])[], towns: Towns): Reading {
  const places = new Set<Place>();
  let strangers = 0;
  for (const part of parts) {
    const place = placeIn(part, towns);
    if (place !== null) places.add(place);
    else if (!AFTER.has(bare(part).join(''))) strangers++;
  }
  const all = [...places];
  const [place, second] = all.some(({ kind }) => kind === 'town')
    ? all.filter(({ kind }) => kind === 'town')
    : all;
  if (place === undefined || second !== undefined) return UNKNOWN;
  const elsewhere = all.filter((other) => other !== place && other.province !== place.province);
  return taken(place, strangers + elsewhere.length === 0);
}

/** The place that these words name, alone or between words that only lead to it. */
function placeIn(words: readonly string[], towns: Towns): Place | null {
  return towns.named(words.join('')) ?? towns.named(bare(words).join(''));
}

/** Without « né à la ville de … » before and « … RDC » after. */
function bare(words: readonly string[]): readonly string[] {
  const first = words.findIndex((word) => !BEFORE.has(word));
  const rest = words.slice(Math.max(first, 0));
  const end = rest.findIndex((_, index) => index > 0 && AFTER.has(rest.slice(index).join('')));
  return end < 0 ? rest : rest.slice(0, end);
}

function taken(place: Place, sure: boolean): Reading {
  const isProvince = place.kind === 'elsewhere' && place.province !== undefined;
  const name = isProvince ? `${place.name}, ailleurs` : place.name;
  return { ok: true, value: place.code, shown: `${place.code} (${name})`, sure };
}
